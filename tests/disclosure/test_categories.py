"""Counts by category at the gate: they add up to everyone, so they give one another away."""

import dataclasses
import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts
from reporter.disclosure.gate import release
from reporter.disclosure.linked import link
from reporter.disclosure.sums import IN_NO_CATEGORY
from reporter.publication import profiles
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import Category
from reporter.publication.loading import Publication
from tests.publications import EVENTS, areas, counts, publication

STRICT = profiles.shipped("strict")


def by_sex(*, complete: bool, levels: tuple[str, ...] = ("district", "network", "nation")) -> Publication:
    """The year 2022 of events, of everyone and by sex."""
    categories = {"f": "Girls", "m": "Boys"}
    sex = {"id": "sex", "title": "Sex", "kind": "groups", "complete": complete, "categories": categories}
    return publication(shown=levels, years=[2022], indicators=[EVENTS], breakdowns=[sex], broken_down=levels)


def split(everyone: Counts, hierarchy: Areas, seed: int, *, unknown: int = 0) -> Counts:
    """Each district's events and births divided by sex at random; up to `unknown` events have none."""
    random = np.random.default_rng(seed)
    totals: dict[tuple[str, str], np.ndarray] = {}
    rows = everyone.by_key()
    for district in hierarchy.of_type("district"):
        births, events = (rows[district.code, 2022, "occurring"][name] for name in ("births", "events"))
        known = events - min(events, int(random.integers(0, unknown + 1)))
        girls = np.array([births // 2, random.binomial(known, 0.5)])
        parts = {"f": girls, "m": np.array([births, known]) - girls}
        for code in (district.code, *(above.code for above in hierarchy.ancestors(district.code))):
            for category, part in parts.items():
                totals[code, category] = totals.get((code, category), np.zeros(2, dtype=np.int64)) + part
    table = pd.DataFrame(
        [(code, 2022, "occurring", "sex", category, *total) for (code, category), total in totals.items()],
        columns=[*CATEGORY_KEYS, "births", "events"],
    )
    return dataclasses.replace(everyone, by_category=table)


def test_released_by_category_beside_everyone():
    hierarchy = areas(2, 3)
    made = split(counts(hierarchy, 1, mean=40.0), hierarchy, 1)
    released = release(by_sex(complete=True), hierarchy, made, STRICT).released
    assert len(released.cells) == 9
    assert len(released.by_category) == 18
    both = released.by_category.groupby("area_code")[["numerator", "denominator"]].sum()
    everyone = released.cells.set_index("area_code")[["numerator", "denominator"]]
    assert both.loc[everyone.index].to_numpy().tolist() == everyone.to_numpy().tolist()


@settings(max_examples=10)
@given(st.integers(0, 10_000), st.booleans())
def test_no_withheld_count_can_be_found_by_trying_every_combination(seed: int, complete: bool) -> None:
    """Two districts by sex: every combination of values from 0 to 9 that fits what is shown is tried."""
    hierarchy = areas(1, 2)
    made = split(counts(hierarchy, seed, mean=2.0), hierarchy, seed, unknown=0 if complete else 2)
    released = release(by_sex(complete=complete), hierarchy, made, STRICT).released
    tables = (released.by_category, released.cells.assign(category=""))
    shown: dict[tuple[str, str], int | None] = {
        (area, category): None if number is pd.NA else int(number)
        for table in tables
        for area, category, number in table[["area_code", "category", "numerator"]].to_numpy().tolist()
    }
    feasible: dict[tuple[str, str], set[int]] = {key: set() for key, value in shown.items() if value is None}

    def fits(key: tuple[str, str], value: int) -> bool:
        """Zeros are shown, so a withheld count is at least 1."""
        return value >= 1 if shown[key] is None else shown[key] == value

    choices = [
        range(1, 10) if (known := shown[district, sex]) is None else [known]
        for district, sex in itertools.product(("D0-0", "D0-1"), "fm")
    ]
    unknown = [range(1)] * 2 if complete else [range(4)] * 2
    for one_f, one_m, two_f, two_m, *rest in itertools.product(*choices, *unknown):
        guess = {
            ("D0-0", "f"): one_f,
            ("D0-0", "m"): one_m,
            ("D0-0", ""): one_f + one_m + rest[0],
            ("D0-1", "f"): two_f,
            ("D0-1", "m"): two_m,
            ("D0-1", ""): two_f + two_m + rest[1],
        }
        for code in ("W0", "N"):
            guess |= {(code, sex): guess["D0-0", sex] + guess["D0-1", sex] for sex in ("f", "m", "")}
        if all(fits(key, value) for key, value in guess.items()):
            for key in feasible:
                feasible[key].add(guess[key])
    assert all(len(values) > 1 for values in feasible.values()), feasible


def test_events_in_no_category_are_a_cell_of_their_own_that_is_not_shown():
    hierarchy = areas(1, 2)
    made = split(counts(hierarchy, 4, mean=30.0), hierarchy, 4, unknown=3)
    linked = link(by_sex(complete=False), hierarchy, made)
    rest = {
        cell: value
        for cell, value in linked.values.items()
        if cell.category == Category("sex", IN_NO_CATEGORY)
    }
    assert len(rest) == 4
    assert sum(rest.values()) > 0
    assert not rest.keys() & linked.shown
    for relation in linked.relations:
        assert sum(sign * linked.values[cell] for cell, sign in relation.items()) == 0


def test_areas_without_rows_by_category_make_no_false_sums():
    hierarchy = areas(1, 3)
    made = split(counts(hierarchy, 2, mean=30.0), hierarchy, 2)
    lacking = made.by_category[made.by_category["area_code"] != "D0-1"]
    linked = link(by_sex(complete=True), hierarchy, dataclasses.replace(made, by_category=lacking))
    for relation in linked.relations:
        assert sum(sign * linked.values[cell] for cell, sign in relation.items()) == 0


def test_released_cells_do_not_depend_on_the_order_of_the_rows():
    hierarchy = areas(1, 3)
    made = split(counts(hierarchy, 8), hierarchy, 8)
    shuffled = dataclasses.replace(
        made,
        table=made.table.sample(frac=1, random_state=3),
        by_category=made.by_category.sample(frac=1, random_state=5),
    )
    first, second = (
        release(by_sex(complete=True), hierarchy, each, STRICT).released.by_category
        for each in (made, shuffled)
    )
    pd.testing.assert_frame_equal(first, second)


@pytest.mark.parametrize("complete", [True, False])
def test_a_small_count_hides_another_of_its_area(complete: bool) -> None:
    """1 girl of 9: the boys would give her away, so they go as well, or everyone, or another district's."""
    hierarchy = areas(1, 2)
    everyone = pd.DataFrame(
        [(code, 2022, "occurring", births, events) for code, births, events in EVERYONE],
        columns=[*KEYS, "births", "events"],
    )
    sexes = pd.DataFrame(
        [(code, 2022, "occurring", "sex", sex, 500, events) for code, sex, events in SEXES],
        columns=[*CATEGORY_KEYS, "births", "events"],
    )
    made = Counts(everyone, ("births", "events"), sexes)
    gate_result = release(by_sex(complete=complete), hierarchy, made, STRICT)
    assert gate_result.record["primary"] == ["events | D0-0 | 2022 | occurring | sex f"]
    low, high = gate_result.record["intervals"]["events | D0-0 | 2022 | occurring | sex f"]
    assert high > low


EVERYONE = [("N", 4000, 30), ("W0", 4000, 30), ("D0-0", 2000, 9), ("D0-1", 2000, 21)]
SEXES = [
    ("N", "f", 11), ("N", "m", 19), ("W0", "f", 11), ("W0", "m", 19),
    ("D0-0", "f", 1), ("D0-0", "m", 8), ("D0-1", "f", 10), ("D0-1", "m", 11),
]  # fmt: skip
