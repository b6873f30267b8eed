"""What is public already: the attacker has it, from an earlier edition or from another producer's table."""

import pytest

from reporter.counts.table import Counts
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.linked import link
from reporter.disclosure.public_counts import PublicCounts, from_edition, from_table
from reporter.errors import DisclosureError
from reporter.publication import profiles
from reporter.publication.loading import Publication
from tests.publications import EVENTS, areas, counts, publication

STRICT = profiles.shipped("strict")
HIERARCHY = areas(2, 4)


def plan(known_counts: str = "refuse") -> Publication:
    """Events of 2020 to 2022 and their pool."""
    return publication(indicators=[EVENTS], disclosure={"known_counts": known_counts})


def published(gate_result: GateResult) -> dict[tuple[str, ...], int]:
    """The counts of an edition by the names of its cells."""
    cells = gate_result.released.cells
    rows = cells[~cells["withheld"]][["indicator", "area_code", "period", "basis", "numerator"]]
    return {(*name, "", ""): int(count) for *name, count in rows.to_numpy().tolist()}


def withheld(gate_result: GateResult) -> set[tuple[str, str]]:
    """Area and period of every withheld cell."""
    cells = gate_result.released.cells
    return {
        (area, period) for area, period in cells.loc[cells["withheld"], ["area_code", "period"]].to_numpy()
    }


@pytest.fixture(scope="module")
def made() -> Counts:
    return counts(HIERARCHY, seed=1)


@pytest.fixture(scope="module")
def edition(made: Counts) -> GateResult:
    return release(plan(), HIERARCHY, made, STRICT)


def test_the_same_edition_again_withholds_the_same(made: Counts, edition: GateResult) -> None:
    public_counts = from_edition(plan(), published(edition), "edition 2022")
    again = release(plan(), HIERARCHY, made, STRICT, public_counts)
    assert withheld(again) == withheld(edition)


def test_a_count_published_before_is_never_withheld_again(made: Counts, edition: GateResult) -> None:
    """A secondary cell of the first edition was published: another one hides its neighbour now."""
    secondary = edition.record["secondary"][0]
    linked = link(plan(), HIERARCHY, made)
    cell = next(cell for cell in linked.values if cell.id == secondary)
    public_counts = PublicCounts({cell: linked.values[cell]}, {cell: "edition 2021"})
    gate_result = release(plan(), HIERARCHY, made, STRICT, public_counts)
    assert (cell.area_code, cell.period.label) not in withheld(gate_result)
    assert all(high is None or high > low for low, high in gate_result.record["intervals"].values())
    assert gate_result.record["public_already"] == {secondary: "edition 2021"}


def test_a_small_count_that_is_public_is_refused_by_name_or_shown(made: Counts, edition: GateResult) -> None:
    linked = link(plan(), HIERARCHY, made)
    cell = next(cell for cell in linked.values if cell.id == edition.record["primary"][0])
    public_counts = PublicCounts({cell: linked.values[cell]}, {cell: "others.csv"})
    with pytest.raises(DisclosureError, match="public already") as refused:
        release(plan(), HIERARCHY, made, STRICT, public_counts)
    assert cell.id in str(refused.value)
    assert "others.csv" in str(refused.value)
    shown = release(plan("show"), HIERARCHY, made, STRICT, public_counts)
    assert (cell.area_code, cell.period.label) not in withheld(shown)


def test_earlier_years_that_pools_of_before_reach_into_are_added_up_too(made: Counts) -> None:
    """2018 to 2020 and 2018 and 2019 are known from before: together they are the year 2020."""
    small = next(
        (area, row["events"])
        for (area, year, _), row in made.by_key().items()
        if year == 2020 and area.startswith("D") and row["events"] in (1, 2)
    )
    code, count = small
    before = {
        ("events", code, "2018", "occurring", "", ""): 7,
        ("events", code, "2019", "occurring", "", ""): 5,
        ("events", code, "2018 to 2020", "occurring", "", ""): 12 + count,
    }
    public_counts = from_edition(plan(), before, "edition 2020")
    with pytest.raises(DisclosureError) as refused:
        release(plan(), HIERARCHY, made, STRICT, public_counts)
    assert f"events | {code} | 2020 | occurring" in str(refused.value)


def test_a_revised_count_leaves_three_feasible_values(made: Counts, edition: GateResult) -> None:
    """That it is withheld says that it is not the number published before."""
    linked = link(plan(), HIERARCHY, made)
    cell = next(cell for cell in linked.values if cell.id == edition.record["primary"][0])
    public_counts = PublicCounts({cell: linked.values[cell] + 5}, {cell: "edition 2021"})
    gate_result = release(plan(), HIERARCHY, made, STRICT, public_counts)
    low, high = gate_result.record["intervals"][cell.id]
    assert high - low >= 2


def test_tables_of_others_count_by_year_and_column(made: Counts) -> None:
    rows = [
        {"area_code": "D0-0", "year": 2021, "basis": "occurring", "events": 4, "births": 900},
        {"area_code": "elsewhere", "year": 2021, "basis": "occurring", "events": 4},
        {"area_code": "D0-1", "year": 2021, "basis": "occurring", "births": 900},
    ]
    public_counts = from_table(publication(), HIERARCHY, rows, "others.csv")
    assert {(cell.measure, cell.area_code): count for cell, count in public_counts.counts.items()} == {
        ("events", "D0-0"): 4
    }


def test_periods_that_are_none_are_left_out() -> None:
    assert not from_edition(plan(), {("events", "N", "spring 2020", "occurring", "", ""): 9}, "x").counts
