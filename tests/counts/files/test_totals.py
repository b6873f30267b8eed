"""Counts of larger areas on made-up hierarchies: sums of the smallest areas, whatever lies between."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.counts.table import KEYS, Counts, add_up
from reporter.publication.areas import Area, Areas
from tests.publications.texts import COUNTS


@st.composite
def hierarchies(draw: st.DrawFn) -> Areas:
    """A nation of districts, with one to three groupings of them, each of one or two levels."""
    districts = [f"D{n}" for n in range(draw(st.integers(1, 8)))]
    parents: dict[str, list[str]] = {district: [] for district in districts}
    areas = [Area("N", "Nation", "nation")]
    for grouping in range(draw(st.integers(1, 3))):
        group_of = {district: f"G{grouping}-{draw(st.integers(0, 2))}" for district in districts}
        above = {group: f"R{grouping}-{draw(st.integers(0, 1))}" for group in sorted(set(group_of.values()))}
        regions = sorted(set(above.values())) if draw(st.booleans()) else []
        areas += [Area(region, region, f"region {grouping}", ("N",)) for region in regions]
        areas += [
            Area(group, group, f"group {grouping}", (region if regions else "N",))
            for group, region in above.items()
        ]
        for district in districts:
            parents[district].append(group_of[district])
    areas += [Area(code, code, "district", tuple(above)) for code, above in parents.items()]
    return Areas.of(draw(st.permutations(areas)))


@settings(max_examples=40)
@given(hierarchies(), st.data())
def test_every_area_is_the_sum_of_the_smallest_in_it(areas: Areas, data: st.DataObject) -> None:
    counts = st.integers(0, 10**12)
    rows = [
        (leaf.code, year, basis, data.draw(counts), data.draw(counts))
        for leaf in areas.leaves
        for year, basis in ((2021, "occurring"), (2020, "occurring"), (2020, "registered"))
    ]
    given_rows = pd.DataFrame(data.draw(st.permutations(rows)), columns=[*KEYS, "births", "deaths"])
    table = add_up(given_rows, areas, ["births", "deaths"]).table
    for code, year, basis, births, deaths in table.itertuples(index=False):
        inside = {
            area.code
            for area in areas.leaves
            if code in {area.code, *(a.code for a in areas.ancestors(area.code))}
        }
        mine = [row for row in rows if row[0] in inside and row[1:3] == (year, basis)]
        assert (births, deaths) == (sum(row[3] for row in mine), sum(row[4] for row in mine))
    keys = [
        (basis, year, place)
        for basis, year in (("occurring", 2020), ("occurring", 2021), ("registered", 2020))
        for place in range(len(areas.areas))
    ]
    place_of = {area.code: place for place, area in enumerate(areas.areas)}
    found = [(basis, year, place_of[code]) for code, year, basis in table[list(KEYS)].itertuples(index=False)]
    assert found == keys


@settings(max_examples=40)
@given(hierarchies(), st.data())
def test_larger_areas_without_a_row_below_have_none(areas: Areas, data: st.DataObject) -> None:
    present = data.draw(st.sets(st.sampled_from([leaf.code for leaf in areas.leaves]), min_size=1))
    rows = pd.DataFrame([(code, 2020, "occurring", 1) for code in sorted(present)], columns=[*KEYS, "births"])
    table = add_up(rows, areas, ["births"]).table
    assert set(table["area_code"]) == present | {a.code for code in present for a in areas.ancestors(code)}
    assert (table["births"] > 0).all()


def test_types_of_the_columns(read: Callable[..., tuple[Areas, Counts]]) -> None:
    _, counts = read({"counts.csv": COUNTS})
    assert counts.table.dtypes.astype(str).to_dict() == {
        "area_code": "str",
        "year": "int64",
        "basis": "str",
        "births": "int64",
        "deaths": "int64",
        "early": "int64",
    }
    assert counts.table.index.equals(pd.RangeIndex(len(counts.table)))
