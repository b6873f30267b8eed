"""The cost that a producer chooses: another cost, another pattern, each of them safe."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.files import read_publication
from reporter.counts.table import Counts
from reporter.disclosure.cells import shown_cells
from reporter.disclosure.cost import costs
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.gate import GateResult, release
from reporter.disclosure.linked import link
from reporter.errors import InputError
from reporter.publication import profiles
from reporter.publication.areas import Area, Areas
from reporter.publication.loading import Publication
from tests.publications import EVENTS, added_up, areas, counts, publication
from tests.publications.texts import changed, write_files

STRICT = profiles.shipped("strict")

HIERARCHY = Areas.of(
    [
        Area("N", "Nation", "nation"),
        Area("W", "Network", "network", ("N",)),
        Area("A", "District of the network", "district", ("W",)),
        Area("B", "Another district of the network", "district", ("W",)),
        Area("V", "Network of one district", "network", ("N",)),
        Area("C", "Its district", "district", ("V",)),
    ]
)


def plan(cost: str, *, years: int = 1) -> Publication:
    """Events alone, of 2022 or of the years up to it and their pool."""
    pools = (years,) if years > 1 else ()
    shown = range(2023 - years, 2023)
    return publication(years=shown, pools=pools, indicators=[EVENTS], disclosure={"cost": cost})


def passed(cost: str, births_of_a: int) -> GateResult:
    """9 events in A, none in B, 1 in C, which is its network's as well; W has 4,000 births, V 500."""
    counted = [("A", births_of_a, 9), ("B", 4000 - births_of_a, 0), ("C", 500, 1)]
    rows = [(code, 2022, "occurring", births, events, 0) for code, births, events in counted]
    made = added_up(HIERARCHY, rows)
    return release(plan(cost), HIERARCHY, made, STRICT)


@pytest.mark.parametrize(
    ("cost", "births_of_a", "secondary", "total"),
    [
        ("cells", 400, {"N"}, 1),
        ("levels", 400, {"A", "W"}, 5 * (1 + 10)),
        ("births", 400, {"A", "W"}, 400 + 4000),
        ("births", 600, {"N"}, 4500),
    ],
)
def test_each_cost_has_its_own_cheapest_pattern(cost, births_of_a, secondary, total):
    """C and V are 1 and withheld; the nation less W would give them away.

    Either the nation goes (1 cell of the third level, 4,500 births), or W and, so that W is not A and B added
    up, A with it: B is 0, and zeros are shown. Those are 2 cells of the first and second level with 4,000
    births and those of A. The headline indicator counts five times where levels are kept low.
    """
    gate_result = passed(cost, births_of_a)
    assert gate_result.record["primary"] == ["events | V | 2022 | occurring", "events | C | 2022 | occurring"]
    assert set(gate_result.record["secondary"]) == {
        f"events | {code} | 2022 | occurring" for code in secondary
    }
    assert (gate_result.record["minimised"], gate_result.record["cost"]) == (cost, total)
    assert gate_result.record["lower_bound"] <= total
    assert gate_result.record["gap"] == pytest.approx(1 - gate_result.record["lower_bound"] / total)
    cells = gate_result.released.cells
    assert set(cells.loc[cells["withheld"], "area_code"]) == {"C", "V", *secondary}


def test_the_audit_of_each_pattern_worked_out_by_hand():
    """The nation's 10 shown: V, W and their districts are 1 to 9. Withheld: V has up to its 500 births."""
    among, above = (passed(cost, 400).record["intervals"] for cost in ("levels", "cells"))
    assert set(map(tuple, among.values())) == {(1, 9)}
    assert above == {
        "events | N | 2022 | occurring": [10, 509],
        "events | V | 2022 | occurring": [1, 500],
        "events | C | 2022 | occurring": [1, 500],
    }


@settings(max_examples=12)
@given(st.integers(0, 10_000), st.sampled_from(["levels", "cells", "births"]))
def test_every_cost_keeps_every_withheld_count_uncertain(seed: int, cost: str) -> None:
    hierarchy = areas(2, 3)
    made = counts(hierarchy, seed)
    record = release(plan(cost, years=3), hierarchy, made, STRICT).record
    assert record["intervals"].keys() == {*record["primary"], *record["secondary"]}
    assert all(high is None or high > low for low, high in record["intervals"].values())


def weights(made: Publication, truth: Counts, hierarchy: Areas) -> dict[tuple[str, str, str], float]:
    """What each shown cell costs by measure, area and period."""
    linked = link(made, hierarchy, truth)
    found = costs(made, hierarchy, Denominators.of(made, truth), linked)
    return {
        (cell.measure, cell.area_code, cell.period.label): cost
        for cell, cost in zip(linked.values, found.tolist(), strict=True)
    }


def test_levels_cost_by_their_place_and_the_headline_more():
    """Ten times a level: district 1, network 10, nation 100; five times for the headline indicator."""
    hierarchy = areas(1, 2)
    found = weights(publication(), counts(hierarchy, 2), hierarchy)
    assert [found["early", code, "2022"] for code in ("D0-0", "W0", "N")] == [1, 10, 100]
    assert [found["events", code, "2022"] for code in ("D0-0", "W0", "N")] == [5, 50, 500]


def test_births_are_those_of_the_area_and_all_years_of_the_period():
    hierarchy = areas(1, 2)
    truth = counts(hierarchy, 2)
    made = plan("births", years=3)
    found = weights(made, truth, hierarchy)
    rows = truth.table.set_index(["area_code", "year"])["births"]
    assert found["events", "W0", "2021"] == rows["W0", 2021]
    assert found["events", "W0", "2020 to 2022"] == sum(rows["W0", year] for year in (2020, 2021, 2022))
    assert len(found) == len(shown_cells(made, hierarchy))


def test_an_area_without_births_costs_something_too():
    """Every cost must be above 0, or the cell would count as withheld anyway."""
    truth = counts(areas(1, 2), 2)
    without = dataclasses.replace(truth, table=truth.table.assign(births=0))
    assert set(weights(plan("births"), without, areas(1, 2)).values()) == {1.0}


def test_a_cost_that_there_is_none_of_is_refused_with_its_line(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    settings_file = changed("publication.toml", ('profile = "strict"', 'profile = "strict"\ncost = "money"'))
    file = write_files(tmp_path, settings_file)
    with pytest.raises(InputError) as refused:
        read_publication(file.relative_to(tmp_path))
    line = (tmp_path / "publication.toml").read_text("utf-8").splitlines().index('cost = "money"') + 1
    assert [str(problem) for problem in refused.value.problems] == [
        f"publication.toml:{line}: 'cost' in [disclosure] is the text 'money', "
        "expected one of 'levels', 'cells' or 'births'"
    ]
