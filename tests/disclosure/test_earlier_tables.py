"""Tables of earlier editions: from the private record, and from published files alone."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings

from reporter.comparison.published import BY_CATEGORY, RATES
from reporter.comparison.published_tables import read_tables
from reporter.counts.table import Counts
from reporter.disclosure.cells import Cell, measure_name
from reporter.disclosure.earlier_published import published_cells, with_counts
from reporter.disclosure.earlier_record import earlier_table, from_json, to_json
from reporter.disclosure.earlier_table import EarlierTable
from reporter.disclosure.present import Present
from reporter.errors import ReporterError
from reporter.publication.areas import Area, Areas
from reporter.publication.breakdowns import Category
from reporter.publication.periods import Period, period_of
from reporter.records.formulas import unguarded
from tests.publications import EVENTS, Small, added_up, areas, counts, publication
from tests.publications.examples import every_kind_of_number, three_districts
from tests.publications.finished import Row, cell, write_rates
from tests.shapes.whole import Shape, shapes

PLACES = areas(2, 4)
HASHES = {RATES: "1", BY_CATEGORY: "2"}
YEAR = Period(2022, 2022, "occurring")
PLAIN = Areas.of([Area("N", "N", "nation"), *(Area(code, code, "network", ("N",)) for code in "ABC")])


def few_births() -> Counts:
    """Births of 3 to 30 of which a fifth or so had the event; births below 10 are withheld under `cdc`."""
    random = np.random.default_rng(20240314)
    rows: list[tuple[str | int, ...]] = []
    for area in PLACES.leaves:
        for year in (2020, 2021, 2022):
            births = int(random.integers(3, 31))
            events = int(random.binomial(births, 0.2))
            rows.append((area.code, year, "occurring", births, events, int(random.binomial(events, 0.5))))
    return added_up(PLACES, rows)


EXAMPLES = {
    "strict": Small(publication(), PLACES, counts(PLACES, 1)),
    "rounded": Small(publication(profile="hes"), PLACES, counts(PLACES, 4)),
    "few births": Small(publication(profile="cdc"), PLACES, few_births()),
    "by category": every_kind_of_number(),
    "all and late": three_districts(),
}


def present(small: Small) -> Present:
    return Present(small.publication, small.areas, small.counts, small.profile)


def published_table(folder: Path, present: Present) -> EarlierTable:
    """The table of an edition from its published files, with no other edition beside it."""
    (table,) = with_counts([published_cells(read_tables(folder), "x", present)])
    return table


def write(files: Mapping[str, bytes], folder: Path) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def refuse_unfit(table: EarlierTable) -> None:
    """Every relation holds at the values, all of which are within their bounds."""
    assert table.values.keys() == table.bounds.keys() >= table.withheld
    for relation in table.relations:
        assert sum(sign * table.values[each] for each, sign in relation.items()) == 0
    for each, (low, high) in table.bounds.items():
        assert table.values[each] in range(low, 10**12 if high is None else high + 1)


def marked(small: Small, files: Mapping[str, bytes]) -> set[Cell]:
    """The cells whose rows in the tables of rates have no count, or no denominator."""
    columns = ("numerator", "denominator")
    measures = {
        (each.id, column): measure_name(getattr(each, column))
        for each in small.publication.indicators
        for column in columns
    }
    rows = [
        row
        for name in (RATES, BY_CATEGORY)
        if name in files
        for row in csv.DictReader(io.StringIO(files[name].decode("utf-8-sig")))
    ]
    return {
        Cell(
            measures[row["indicator"], column],
            unguarded(row["area_code"]),
            period,
            Category(row.get("breakdown", ""), row.get("category", "")),
        )
        for row in rows
        if (period := period_of(row["period"], unguarded(row["basis"]))) is not None
        for column in columns
        if not row[column] and measures[row["indicator"], column]
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_a_record_reads_as_the_table_it_was_written_from(name: str) -> None:
    small = EXAMPLES[name]
    table = earlier_table(small.gate_result(), "edition 2022")
    refuse_unfit(table)
    assert table.withheld == marked(small, small.tables())
    written = to_json(table, HASHES)
    again = from_json(written, "edition 2022", HASHES)
    assert again is not None
    assert replace(again, relations=()) == replace(table, relations=())
    relations = [sorted(map(sorted, (each.items() for each in one.relations))) for one in (table, again)]
    assert relations[0] == relations[1]
    assert to_json(again, HASHES) == written


def test_a_record_of_other_tables_or_another_form_is_not_read() -> None:
    written = to_json(earlier_table(EXAMPLES["strict"].gate_result(), "x"), HASHES)
    assert from_json(written, "x", {**HASHES, RATES: "3"}) is None
    record = json.loads(written)
    changes: list[dict[str, object]] = [{"form": 2}, {"cells": [[1]]}, {"cells": []}]
    for change in changes:
        assert from_json(json.dumps(record | change).encode(), "x", HASHES) is None
    assert from_json(b"[]", "x", HASHES) is None


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("is_stated", [True, False])
def test_published_files_tell_as_much_as_the_record(name: str, is_stated: bool, tmp_path: Path) -> None:
    """With today's counts of the same cells, also where the manifest is silent on rules and columns."""
    small = EXAMPLES[name]
    write(small.tables(), tmp_path)
    if not is_stated:
        said = json.loads((tmp_path / "manifest.json").read_text("utf-8"))
        kept = {key: value for key, value in said.items() if key not in ("counts", "measures")}
        (tmp_path / "manifest.json").write_text(json.dumps(kept), "utf-8")
    table = published_table(tmp_path, present(small))
    refuse_unfit(table)
    recorded = earlier_table(small.gate_result(), "x")
    assert table.withheld == recorded.withheld
    assert {each: table.values[each] for each in recorded.values} == recorded.values
    for each, (low, high) in recorded.bounds.items():
        # Of withheld counts beside withheld denominators, relations say that they are no more than these.
        assert table.bounds[each][0] == low
        assert high in (table.bounds[each][1], None)
    assert any(each.measure == "births" for each in table.withheld) == (name == "few births")


@pytest.mark.parametrize("name", EXAMPLES)
def test_other_counts_of_today_are_moved_until_they_fit(name: str, tmp_path: Path) -> None:
    small = EXAMPLES[name]
    write(small.tables(), tmp_path)
    table = small.counts.table.copy()
    table["events" if "events" in table else "deaths"] += 3
    today = replace(present(small), counts=replace(small.counts, table=table))
    found = published_table(tmp_path, today)
    refuse_unfit(found)
    assert found.withheld == marked(small, small.tables())
    assert found == published_table(tmp_path, today)


@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(shape=shapes())
def test_tables_of_drawn_publications_fit_and_leave_the_truth_feasible(shape: Shape) -> None:
    small = shape.small
    try:
        gate_result, files = small.gate_result(), small.tables()
    except ReporterError:
        reject()
    with TemporaryDirectory() as folder:
        table = published_table(write(files, Path(folder)), present(small))
    refuse_unfit(table)
    assert table.withheld == marked(small, files)
    truth = gate_result.linked.values
    for each, (low, high) in table.bounds.items():
        assert each not in truth or (low <= truth[each] and (high is None or truth[each] <= high))
    for relation in table.relations:
        if relation.keys() <= truth.keys():
            assert sum(sign * truth[each] for each, sign in relation.items()) == 0


def test_editions_of_which_nothing_is_known_are_given_the_same_counts(tmp_path: Path) -> None:
    """Of years that today's file no longer has: what several editions withhold is one count."""
    place = areas(2, 3)
    counted = counts(place, 3, years=range(2016, 2021))
    tables = []
    for last in (2018, 2019, 2020):
        made = publication(years=range(last - 2, last + 1), indicators=[EVENTS])
        folder = write(Small(made, place, counted).tables(), tmp_path / str(last))
        rows = counted.table[counted.table["year"] == 2020]
        now = present(Small(made, place, replace(counted, table=rows)))
        tables.append(published_cells(read_tables(folder), str(last), now))
    fitted = with_counts(tables)
    for table in fitted:
        refuse_unfit(table)
    shared = [each for each in fitted[0].withheld if each in fitted[1].values and each in fitted[2].values]
    assert shared
    for table in fitted[1:]:
        assert {each: table.values[each] for each in shared} == {
            each: fitted[0].values[each] for each in shared
        }


def plain(rows: list[Row], tmp_path: Path, profile: str = "strict") -> EarlierTable:
    """The table of an edition of one year, of a nation and three networks with 2 events each today."""
    types = {"N": "nation"}
    placed = [{**row, "area_type": types.get(str(row["area_code"]), "network")} for row in rows]
    folder = write_rates(tmp_path / "before", placed, counts=None)
    made = publication(
        types=("network", "nation"), years=(2022,), pools=(), indicators=(EVENTS,), profile=profile
    )
    today = added_up(PLAIN, [(code, 2022, "occurring", 1000, 2) for code in "ABC"], ("births", "events"))
    return published_table(folder, present(Small(made, PLAIN, today)))


def test_withheld_counts_are_the_nearest_to_today_that_add_up(tmp_path: Path) -> None:
    """A and B are 12 - 3 = 9 together: 2 and 7, or 7 and 2, or between."""
    table = plain([cell("N", 12), cell("A", None), cell("B", None), cell("C", 3)], tmp_path)
    found = {each.area_code: count for each, count in table.values.items() if each.measure == "events"}
    assert found["A"] + found["B"] == 9
    assert min(found["A"], found["B"]) >= 2
    assert table.bounds[Cell("events", "A", YEAR)] == (1, 1000)


def test_printed_counts_that_do_not_add_up_tie_nothing(tmp_path: Path) -> None:
    table = plain([cell("N", 12), cell("A", 4), cell("B", 4), cell("C", 3)], tmp_path)
    assert not table.relations


def test_what_does_not_hold_together_ties_nothing(tmp_path: Path) -> None:
    """A withheld count is at least 1, and 12 - 8 - 4 leaves 0: the edition was printed with a mistake."""
    table = plain([cell("N", 12), cell("A", 8), cell("B", None), cell("C", 4)], tmp_path)
    assert table.relations == ()
    assert table.values[Cell("events", "B", YEAR)] >= 1
    assert table.bounds[Cell("events", "N", YEAR)] == (12, 12)


def test_a_manifest_that_says_nothing_of_rounding_is_read_by_what_it_printed(tmp_path: Path) -> None:
    """Under 'hes' 10 stands for 8 to 12; 11 and 31 of the type of the nation were not rounded."""
    rows = [cell("N", 31), cell("A", 10), cell("B", 10), cell("C", 10)]
    table = plain(rows, tmp_path, "hes")
    assert table.bounds[Cell("events", "N", YEAR)] == (31, 31)
    assert table.bounds[Cell("events", "A", YEAR)] == (8, 12)
    # A rate from the exact count gives it away.
    rows[1] = cell("A", 10, value=11.0)
    assert plain(rows, tmp_path, "hes").bounds[Cell("events", "A", YEAR)] == (11, 11)
    rows[1:] = [cell("A", 9), cell("B", 10), cell("C", 10)]
    assert plain(rows, tmp_path, "hes").bounds[Cell("events", "B", YEAR)] == (10, 10)
