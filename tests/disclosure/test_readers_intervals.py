"""What is printed in place of a withheld count follows from the figures of the edition alone."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from reporter.comparison.published_tables import read_tables
from reporter.disclosure.cells import Cell
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.earlier_published import published_cells
from reporter.disclosure.earlier_table import UNBOUNDED, EarlierTable
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.present import Present
from reporter.disclosure.public_counts import printed_in
from reporter.disclosure.readers_intervals import readers_intervals
from reporter.disclosure.rounding import readers_feasible, rounded
from reporter.errors import ReporterError
from reporter.pipeline.twins.find import Twin, find_twins
from reporter.publication import profiles
from reporter.publication.areas import Area, Areas
from reporter.publication.periods import Period
from reporter.verification import problems
from tests.publications import EVENTS, Small, added_up, areas, counts, publication
from tests.publications.examples import every_kind_of_number
from tests.publications.finished import cell, write_rates
from tests.shapes.whole import Shape, shapes

PLACES = Areas.of([Area("N", "N", "nation"), *(Area(code, code, "network", ("N",)) for code in "ABCD")])
ROWS = [("A", 2022, 1), ("B", 2022, 2), ("C", 2022, 2), ("D", 2022, 4)]


def of_one_year(show: str = "bounds") -> Small:
    """1, 2, 2 and 4 of 9: under `strict` three are withheld, and each is 1 to 3 of the five left."""
    rows = [(code, year, "occurring", 1000, events) for code, year, events in ROWS]
    made = publication(
        types=("network", "nation"), years=(2022,), pools=(), indicators=(EVENTS,), disclosure={"show": show}
    )
    return Small(made, PLACES, added_up(PLACES, rows, ("births", "events")))


def rows_of(files: dict[str, bytes]) -> dict[str, dict[str, str]]:
    text = files["tables/rates.csv"].decode()
    return {row["area_code"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def recomputed(small: Small, twin: Twin) -> dict[str, tuple[int | None, int | None]]:
    """The intervals worked out from the counts of a twin, with the same cells withheld."""
    found: GateResult = twin.gate_result
    denominators = Denominators.of(small.publication, twin.counts)
    linked, withheld = found.linked, found.pattern.withheld
    return dict(readers_intervals(linked, linked, found.status, withheld, small.profile, denominators))


def test_bounds_by_hand() -> None:
    rows = rows_of(of_one_year().tables())
    bounds = {code: (row["numerator_least"], row["numerator_greatest"]) for code, row in rows.items()}
    assert bounds == {"N": ("9", "9"), **dict.fromkeys("ABC", ("1", "3")), "D": ("4", "4")}
    assert [rows[code]["numerator"] for code in "NABCD"] == ["9", "", "", "", "4"]
    assert [rows[code]["symbols"] for code in "ABC"] == ["[c]"] * 3


def test_without_bounds_the_tables_have_no_columns_of_them() -> None:
    files = of_one_year("symbol").tables()
    assert not any(b"numerator_least" in content for content in files.values())


def test_nothing_is_printed_where_nothing_follows() -> None:
    """Where no total is shown, and zeros are, one of four networks is at least 1, and at most its births."""
    beyond = EVENTS.model_copy(
        update={"numerator": EVENTS.numerator.model_copy(update={"within_denominator": False})}
    )
    one = of_one_year()
    made = publication(
        types=("network", "nation"),
        shown=("network",),
        years=(2022,),
        pools=(),
        indicators=(EVENTS,),
        disclosure={"show": "bounds"},
    )
    alone = Small(made, one.areas, one.counts)
    assert {alone.gate_result().pattern.readers_intervals[key] for key in _withheld(alone)} == {(1, 1000)}
    far = Small(replace(made, indicators=(beyond,)), one.areas, one.counts)
    assert {far.gate_result().pattern.readers_intervals[key] for key in _withheld(far)} == {(1, None)}
    row = rows_of(far.tables())["A"]
    assert (row["numerator_least"], row["numerator_greatest"]) == ("1", "")
    hidden = profiles.shipped("strict").model_copy(update={"withhold_from": 0})
    zeros = replace(
        far,
        publication=publication(
            types=("network", "nation"),
            shown=("network",),
            years=(2022,),
            pools=(),
            indicators=(beyond,),
            disclosure={"profile": "own", "rules": hidden.model_dump(), "show": "bounds"},
        ),
    )
    row = rows_of(zeros.tables())["A"]
    assert (row["numerator_least"], row["numerator_greatest"]) == ("", "")


def _withheld(small: Small) -> list[str]:
    return list(small.gate_result().pattern.readers_intervals)


MOST_WITHHELD = 100
"""Drawn publications that withhold more are left out."""


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(shapes())
def test_twins_print_the_same_bounds(shape: Shape) -> None:
    """Data sets that agree on everything published: the bounds are worked out anew from each."""
    small = shape.small
    try:
        found = small.gate_result()
    except ReporterError:
        assume(False)
        raise
    # Every interval is found anew for every twin, by programmes that take their time.
    assume(found.pattern.withheld.sum() <= MOST_WITHHELD)
    given = small.publication, small.areas, small.counts, small.profile
    twins = find_twins(*given, found, limit=4)
    assume(twins.twins)
    for twin in twins.twins:
        assert recomputed(small, twin) == found.pattern.readers_intervals


@settings(max_examples=15)
@given(st.integers(0, 10_000), st.sampled_from(["strict", "cdc", "fingertips-1-to-4", "hes"]))
def test_no_bound_is_narrower_than_what_the_audit_finds(seed: int, profile: str) -> None:
    hierarchy = areas(2, 4)
    try:
        pattern = (
            Small(publication(profile=profile), hierarchy, counts(hierarchy, seed)).gate_result().pattern
        )
    except ReporterError:
        assume(False)
        raise
    assert pattern.readers_intervals.keys() == pattern.intervals.keys()
    for name, (low, high) in pattern.intervals.items():
        least, greatest = pattern.readers_intervals[name]
        assert least is None or (low is not None and least <= low)
        assert greatest is None or (high is not None and high <= greatest)


def test_what_an_earlier_edition_tells_narrows_no_printed_bound() -> None:
    """A reader of this edition alone need not have it; that a count did not change is not said anywhere."""
    small = of_one_year()
    of = {code: Cell("events", code, Period(2022, 2022, "occurring")) for code in "NABCD"}
    found = small.gate_result()
    values = {of[code]: count for code, _, count in ROWS}
    bounds = {**dict.fromkeys(values, UNBOUNDED), of["A"]: (1, 2)}
    earlier = EarlierTable("before", values, bounds, frozenset(), ())
    public = printed_in([earlier], small.publication)
    again = release(small.publication, small.areas, small.counts, small.profile, public)
    assert again.pattern.intervals[of["A"].id] == (1, 2)
    assert dict(again.pattern.readers_intervals) == dict(found.pattern.readers_intervals)


@given(st.integers(0, 9), st.integers(1, 12), st.lists(st.integers(0, 60), min_size=1))
def test_counts_of_one_multiple_have_the_same_bounds(most: int, step: int, values: list[int]) -> None:
    profile = profiles.shipped("strict").model_copy(update={"withhold_to": most, "round_to": step})
    shown = [count for count in values if not 1 <= count <= most]
    least, greatest = readers_feasible(shown, profile)
    for count, low, high in zip(shown, least.tolist(), greatest.tolist(), strict=True):
        same = [other for other in range(80) if rounded(other, step) == rounded(count, step)]
        same = [other for other in same if not 1 <= other <= most]
        assert (low, high) == (min(same), max(same))


def test_bounds_of_an_earlier_edition_are_read_from_its_files(tmp_path: Path) -> None:
    row = {**cell("A", None), "numerator_least": 2, "numerator_greatest": 4}
    other = {**cell("B", None), "numerator_least": 1, "numerator_greatest": None}
    folder = write_rates(tmp_path, [row, other])
    hierarchy = Areas.of([Area("N", "N", "nation"), *(Area(code, code, "district", ("N",)) for code in "AB")])
    small = Small(
        publication(types=("district", "nation"), years=(2022,), pools=(), network="district"),
        hierarchy,
        of_one_year().counts,
    )
    present = Present(small.publication, hierarchy, small.counts, small.profile)
    told = published_cells(read_tables(folder), "x", present).printed.bounds
    of = {each.area_code: bounds for each, bounds in told.items() if each.area_code != "N"}
    assert of == {"A": (2, 4), "B": (1, 1000)}


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    made = every_kind_of_number(disclosure={"profile": "cdc", "show": "bounds"})
    return made.edition(tmp_path_factory.mktemp("bounds"))


def test_pages_print_the_bounds_and_the_final_check_knows_them(edition: dict[str, bytes]) -> None:
    pages = {
        name: content.decode()
        for name, content in edition.items()
        if name.startswith("networks/") and name.endswith(".html")
    }
    printed = [each for text in pages.values() for each in re.findall(r"<td>(\d+ to \d+)</td>", text)]
    assert printed
    assert any("in place of a withheld count is what" in text for text in pages.values())
    name, text = next((name, text) for name, text in pages.items() if printed[0] in text)
    low, _, high = printed[0].partition(" to ")
    for wrong in (f"{low} to {int(high) - 1}", f"at least {low}", "[c]"):
        changed = text.replace(f"<td>{printed[0]}</td>", f"<td>{wrong}</td>", 1)
        found = list(problems({**edition, name: changed.encode()}))
        assert any(f"{wrong}: expected {low}" in each for each in found), found


def test_the_final_check_refuses_bounds_that_leave_one_number(edition: dict[str, bytes]) -> None:
    table = edition["tables/rates.csv"].decode()
    row = next(row for row in csv.DictReader(io.StringIO(table, newline="")) if not row["numerator"])
    before = ",".join(("", row["numerator_least"], row["numerator_greatest"]))
    after = ",".join(("", row["numerator_least"], row["numerator_least"]))
    found = list(problems({**edition, "tables/rates.csv": table.replace(before, after, 1).encode()}))
    assert any("is withheld, but said to be" in each for each in found)
