"""The gate: what it lets through, and that nothing behind it can be solved for."""

import ast
import dataclasses
import importlib
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.disclosure import pattern
from reporter.disclosure.gate import release
from reporter.disclosure.linked import link
from reporter.disclosure.primary import primary
from reporter.disclosure.protect import Protection
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.public_counts import PublicCounts
from reporter.errors import DisclosureError
from reporter.publication import profiles
from reporter.publication.areas import Areas
from tests.publications import EVENTS, added_up, areas, counts, publication

STRICT = profiles.shipped("strict")
ONS = profiles.shipped("ons")


def released(networks=2, districts=4, seed=1, profile=STRICT, mean=3.0):
    hierarchy = areas(networks, districts)
    return release(publication(), hierarchy, counts(hierarchy, seed, mean), profile)


def test_primary_takes_counts_from_one_to_two_and_no_zero():
    # the profile 'strict': withhold_from 1, withhold_to 2
    assert primary([0, 1, 2, 3], STRICT).tolist() == [False, True, True, False]


def test_a_profile_that_withholds_nothing_releases_every_count():
    gate_result = released(profile=ONS)
    assert not gate_result.released.cells["withheld"].any()
    assert gate_result.released.cells["numerator"].notna().all()


def test_every_small_count_is_withheld_and_has_no_number():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, seed=1)
    cells = release(publication(), hierarchy, made, STRICT).released.cells
    truth = link(publication(), hierarchy, made).values
    small = {
        (cell.measure, cell.area_code, cell.period.label) for cell, value in truth.items() if value in (1, 2)
    }
    measure = {"events": "events", "early": "early", "late": "events-early"}
    shown = cells[~cells["withheld"]]
    keys = shown[["indicator", "area_code", "period"]].to_numpy().tolist()
    assert not {(measure[indicator], area, period) for indicator, area, period in keys} & small
    assert cells.loc[cells["withheld"], "numerator"].isna().all()
    assert cells["withheld"].sum() > len(small)  # secondary cells as well


def test_every_withheld_count_keeps_two_feasible_values():
    intervals = released().record["intervals"]
    assert intervals
    assert all(high is None or high - low >= 1 for low, high in intervals.values())


def test_primary_and_secondary_are_told_apart_only_in_the_private_record():
    gate_result = released()
    assert gate_result.record["primary"]
    assert gate_result.record["secondary"]
    assert set(gate_result.released.cells.columns) & {"primary", "secondary"} == set()


def test_released_cells_do_not_depend_on_the_order_of_the_counts():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, seed=3)
    shuffled = dataclasses.replace(made, table=made.table.sample(frac=1, random_state=5))
    first = release(publication(), hierarchy, made, STRICT).released.cells
    second = release(publication(), hierarchy, shuffled, STRICT).released.cells
    pd.testing.assert_frame_equal(first, second)


def test_what_is_withheld_does_not_depend_on_the_order_of_the_areas():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, seed=3)
    other = Areas.of(hierarchy.areas[::-1])
    first, second = (
        release(publication(), each, made, STRICT).released.cells.set_index(
            ["indicator", "area_code", "period"]
        )
        for each in (hierarchy, other)
    )
    assert list(first.index) != list(second.index)
    assert first["withheld"].any()
    pd.testing.assert_series_equal(first["withheld"], second["withheld"].loc[first.index])


def test_a_protection_that_hides_nothing_is_stopped_by_the_audit(monkeypatch):
    """As if the protection were broken: only what is small is withheld, and sums give it away."""

    def broken(table, primary, **_):
        return Protection(primary, 0, 0.0, 0.0, True)

    monkeypatch.setattr(pattern, "protect", broken)
    with pytest.raises(DisclosureError, match="can be worked out, so nothing was built") as stopped:
        released()
    assert "events | D" in str(stopped.value)


def test_a_count_that_cannot_be_protected_is_named():
    """One network of one district, and the counts of the nation are public: the district is the nation."""
    hierarchy = areas(1, 1)
    made = counts(hierarchy, seed=1, mean=1.5)
    plan = publication(disclosure={"known_counts": "show"})
    truth = link(plan, hierarchy, made).values
    national = {cell: value for cell, value in truth.items() if cell.area_code == "N"}
    public = PublicCounts(national, dict.fromkeys(national, "a table"))
    small = {c.id for c, v in truth.items() if c.area_code == "D0-0" and v in (1, 2)}
    with pytest.raises(CannotBeProtected) as stopped:
        release(plan, hierarchy, made, STRICT, public)
    assert set(stopped.value.cells) >= small


def divisions(events: int, areas: int) -> Iterator[tuple[int, ...]]:
    """All ways to divide a number of events among some areas."""
    if areas == 1:
        yield (events,)
        return
    for first in range(events + 1):
        yield from ((first, *rest) for rest in divisions(events - first, areas - 1))


def fewest_feasible(shown: Sequence[int | None], total: int | None, most: int) -> int:
    """The fewest values that an area without a count can have, with up to so many events in each."""
    choices = [range(1, most + 1) if count is None else [count] for count in shown]
    guesses = [guess for guess in itertools.product(*choices) if total in (None, sum(guess))]
    values = [set(of_area) for of_area in zip(*guesses, strict=True)]
    return min(len(each) for each, count in zip(values, shown, strict=True) if count is None)


def test_an_exact_total_is_withheld_where_it_would_give_its_parts_away_and_nowhere_else():
    """3 events in 5 areas by `hes` with a width of 1, divided in all 35 ways; all up to 6 are tried."""
    hierarchy = areas(5, 0)
    hes = profiles.shipped("hes").model_copy(update={"minimum_share_of_range": 0.0})
    plan = publication(types=("network", "nation"), years=(2022,), pools=(), indicators=[EVENTS])
    for division in divisions(3, 5):
        rows = [(f"W{n}", 2022, "occurring", 1000, events, 0) for n, events in enumerate(division)]
        cells = release(plan, hierarchy, added_up(hierarchy, rows), hes).released.cells
        found = dict(zip(cells["area_code"], cells["numerator"].astype(object), strict=True))
        codes = [*(f"W{n}" for n in range(5)), "N"]
        *shown, total = [None if found[code] is pd.NA else found[code] for code in codes]
        assert shown == [None if events else 0 for events in division]
        assert total == (3 if fewest_feasible(shown, 3, 6) > 1 else None), division


def test_each_count_has_the_interval_that_a_reader_finds():
    """That of the audit where it is withheld, the count itself where it is shown, else what rounds to it."""
    result = released(networks=5)
    cells = result.released.cells
    measure = {"events": "events", "early": "early", "late": "events-early"}
    for row in cells[cells["withheld"]].itertuples():
        cell = f"{measure[row.indicator]} | {row.area_code} | {row.period} | {row.basis}"
        least, greatest = result.record["intervals"][cell]
        assert row.least == least
        assert row.greatest is pd.NA if greatest is None else row.greatest == greatest
    shown = cells[~cells["withheld"]]
    assert (shown["least"] == shown["numerator"]).all()
    assert (shown["greatest"] == shown["numerator"]).all()
    cells = released(profile=profiles.shipped("hes"), mean=20.0).released.cells
    ten = cells[(cells["numerator"] == 10) & (cells["area_code"] != "N")]
    # 7 would be withheld, so that 10 stands for 8 to 12
    assert len(ten)
    assert set(zip(ten["least"], ten["greatest"], strict=True)) == {(8, 12)}


def test_a_denominator_is_withheld_of_every_indicator_that_has_it_and_no_sum_gives_it_away():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, 1)
    smallest = int(made.table["births"].min())
    few = ONS.model_copy(
        update={"withhold_denominators_from": smallest, "withhold_denominators_to": smallest}
    )
    cells = release(publication(), hierarchy, made, few).released.cells
    gone = [
        set(rows["indicator"])
        for _, rows in cells[cells["denominator"].isna()].groupby(["area_code", "period"])
    ]
    assert len(gone) > 1
    assert all(of == {"events", "early", "late"} for of in gone)


def imported(module: str) -> set[str]:
    """The modules of the gate that a module imports, directly or through others."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        tree = ast.parse(Path(str(importlib.import_module(waiting.pop()).__file__)).read_text("utf-8"))
        names = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module}
        new = {name for name in names if name.startswith("reporter.disclosure.")} - found
        found |= new
        waiting += sorted(new)
    return found


def test_protection_and_audit_share_nothing_but_the_relations():
    audit, protection = imported("reporter.disclosure.audit"), imported("reporter.disclosure.protect")
    assert "reporter.disclosure.protection.search" in protection
    assert "reporter.disclosure.propagation" in audit
    assert audit & protection == {"reporter.disclosure.relations"}


@settings(max_examples=15)
@given(st.integers(0, 10_000))
def test_no_withheld_count_can_be_found_by_trying_every_combination(seed):
    """One network of three districts, one indicator: every combination of values from 0 to 12 is tried."""
    hierarchy = areas(1, 3)
    made = counts(hierarchy, seed, mean=2.0)
    plan = publication(pools=(), indicators=[EVENTS])
    cells = release(plan, hierarchy, made, STRICT).released.cells
    for _, year in cells.groupby("period"):
        value = dict(zip(year["area_code"], year["numerator"], strict=True))
        feasible: dict[str, set[int]] = {code: set() for code, number in value.items() if number is pd.NA}
        choices = [range(1, 13) if value[f"D0-{d}"] is pd.NA else [int(value[f"D0-{d}"])] for d in range(3)]
        for guess in itertools.product(*choices):
            total = sum(guess)
            if all(value[code] is pd.NA or value[code] == total for code in ("W0", "N")):
                for code in feasible:
                    feasible[code].add(total if code in ("W0", "N") else guess[int(code[-1])])
        assert all(len(values) >= 2 for values in feasible.values())


def test_cells_that_are_not_shown_still_constrain():
    """Early and late are shown for the pool only: their years are virtual, and tie it to the events."""
    hierarchy = areas(2, 4)
    block = publication().settings.show[0].model_dump()
    pool_only = {"indicators": ("early", "late"), "single_years": False}
    plan = publication(show=[{**block, "indicators": ("events",)}, {**block, **pool_only}])
    linked = link(plan, hierarchy, counts(hierarchy, seed=1))
    virtual = linked.values.keys() - linked.shown
    assert {cell.measure for cell in virtual} == {"early", "events-early"}
    assert all(cell.period.is_single_year for cell in virtual)


def test_a_level_that_is_not_shown_is_left_out_below_and_kept_between():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, seed=1)

    def types(levels):
        linked = link(publication(shown=levels), hierarchy, made)
        return {hierarchy[cell.area_code].type for cell in linked.values}

    assert types(("network", "nation")) == {"network", "nation"}
    assert types(("district", "nation")) == {"district", "network", "nation"}


def test_relations_add_up_at_the_true_counts():
    hierarchy = areas(3, 3)
    linked = link(publication(), hierarchy, counts(hierarchy, seed=2))
    assert len(linked.relations) > 0
    assert all(
        sum(sign * linked.values[cell] for cell, sign in relation.items()) == 0
        for relation in linked.relations
    )


@pytest.mark.parametrize("name", profiles.names())
def test_every_shipped_profile_loads_and_names_its_source(name):
    profile = profiles.shipped(name)
    assert profile.name == name
    assert len(profile.source) > 20


def test_an_unknown_profile_is_a_key_error():
    with pytest.raises(KeyError):
        profiles.shipped("none-such")


def test_zero_is_never_a_candidate_where_zeros_are_shown():
    hierarchy = areas(2, 4)
    made = counts(hierarchy, seed=1, mean=1.0)
    linked = link(publication(), hierarchy, made)
    cells = release(publication(), hierarchy, made, STRICT).released.cells
    assert (np.array(list(linked.values.values())) == 0).any()
    zeros = {
        (c.area_code, c.period.label) for c, v in linked.values.items() if c.measure == "events" and v == 0
    }
    events = cells[cells["indicator"] == "events"]
    shown = {(row.area_code, row.period) for row in events.itertuples() if row.numerator is not pd.NA}
    assert zeros <= shown
