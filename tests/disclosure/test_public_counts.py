"""What is public already: the attacker has it, from an earlier edition or from another producer's table."""

import pytest

from reporter.counts.table import Counts
from reporter.disclosure.cells import Cell
from reporter.disclosure.earlier_record import earlier_table
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.linked import link
from reporter.disclosure.public_counts import PublicCounts, printed_in
from reporter.errors import DisclosureError
from reporter.publication import profiles
from reporter.publication.loading import Publication
from reporter.publication.periods import Period
from tests.publications import EVENTS, areas, counts, publication

STRICT = profiles.shipped("strict")
HIERARCHY = areas(2, 4)


def plan(known_counts: str = "refuse") -> Publication:
    """Events of 2020 to 2022 and their pool."""
    return publication(indicators=[EVENTS], disclosure={"known_counts": known_counts})


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
    public_counts = printed_in([earlier_table(edition, "edition 2022")], plan())
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
        Cell("events", code, Period(2018, 2018, "occurring")): 7,
        Cell("events", code, Period(2019, 2019, "occurring")): 5,
        Cell("events", code, Period(2018, 2020, "occurring")): 12 + count,
    }
    public_counts = PublicCounts(before, dict.fromkeys(before, "edition 2020"))
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
