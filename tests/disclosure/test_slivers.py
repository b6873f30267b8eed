"""Authorities that straddle networks: the slivers they have in common tie two groupings to each other."""

import itertools

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.table import Counts
from reporter.disclosure.gate import release
from reporter.disclosure.linked import link
from reporter.publication import profiles
from reporter.publication.areas import Area, Areas
from reporter.publication.loading import Publication
from tests.publications import EVENTS, added_up, publication
from tests.publications.settings import TYPES

STRICT = profiles.shipped("strict")

SLIVERS = Areas.of(
    [
        Area("N", "Nation", "nation"),
        *(Area(f"W{n}", f"Network {n}", "network", ("N",)) for n in range(2)),
        *(Area(f"D{n}", f"District {n}", "district", ("N",)) for n in range(3)),
        Area("S0", "Part of district 0", "sliver", ("D0", "W0")),
        Area("S1a", "District 1 in network 0", "sliver", ("D1", "W0")),
        Area("S1b", "District 1 in network 1", "sliver", ("D1", "W1")),
        Area("S2", "Part of district 2", "sliver", ("D2", "W1")),
    ]
)
"""District 1 lies in both networks."""


def plan() -> Publication:
    """Events of one year, for everything but the slivers."""
    types = ("sliver", *TYPES)
    return publication(types=types, shown=TYPES, years=[2022], pools=(), indicators=[EVENTS])


def counts_of(events: dict[str, int]) -> Counts:
    """Counts of the slivers, added up."""
    rows = [(code, 2022, "occurring", 1000, count, 0) for code, count in events.items()]
    return added_up(SLIVERS, rows)


def test_slivers_are_virtual_cells_that_both_groupings_add_up_from() -> None:
    linked = link(plan(), SLIVERS, counts_of({"S0": 4, "S1a": 1, "S1b": 2, "S2": 9}))
    slivers = {cell for cell in linked.values if cell.area_code.startswith("S")}
    assert len(slivers) == 4
    assert not slivers & linked.shown
    sums = [{cell.area_code for cell in relation} for relation in linked.relations]
    assert {"D1", "S1a", "S1b"} in sums
    assert {"W0", "S0", "S1a"} in sums


@settings(max_examples=25)
@given(st.tuples(*[st.integers(0, 5)] * 4))
def test_no_withheld_count_can_be_found_by_trying_every_combination(events: tuple[int, ...]) -> None:
    """Every combination of slivers from 0 to 8 that fits what is shown is tried; zeros are shown."""
    counts = counts_of(dict(zip(("S0", "S1a", "S1b", "S2"), events, strict=True)))
    cells = release(plan(), SLIVERS, counts, STRICT).released.cells
    shown = {
        area: None if count is pd.NA else int(count)
        for area, count in cells[["area_code", "numerator"]].to_numpy().tolist()
    }
    feasible: dict[str, set[int]] = {area: set() for area, count in shown.items() if count is None}
    for s0, s1a, s1b, s2 in itertools.product(range(9), repeat=4):
        guess = {
            "D0": s0,
            "D1": s1a + s1b,
            "D2": s2,
            "W0": s0 + s1a,
            "W1": s1b + s2,
            "N": s0 + s1a + s1b + s2,
        }
        if all(guess[area] >= 1 if count is None else guess[area] == count for area, count in shown.items()):
            for area in feasible:
                feasible[area].add(guess[area])
    assert all(len(values) > 1 for values in feasible.values()), (shown, feasible)
