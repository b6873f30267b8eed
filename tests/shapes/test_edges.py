"""The edges of what a publication may be: what can be absent, one alone, none at all, huge."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypedDict

import pytest

from reporter.counts.table import Counts
from reporter.publication.areas import Area, Areas
from tests.publications import EVENTS, Small, added_up, areas, indicator, publication
from tests.shapes.oracle import judge

PLACES = areas(3, 2)
BLOCK = {
    "levels": ["district", "network", "nation"],
    "basis": "occurring",
    "first_year": 2020,
    "last_year": 2022,
}
POOLED = {**BLOCK, "pools": [3], "single_years": False}


class Breakdown(TypedDict):
    """A section `[[breakdowns]]`."""

    id: str
    title: str
    kind: str
    categories: dict[str, str]


SEX: Breakdown = {"id": "sex", "title": "Sex", "kind": "groups", "categories": {"f": "Girls", "m": "Boys"}}
FIFTHS: Breakdown = {
    "id": "imd",
    "title": "Deprivation",
    "kind": "quantile",
    "categories": {f"q{n}": f"Fifth {n}" for n in range(1, 6)},
}

Cells = Callable[[str, int], tuple[int, int]]
"""Births and events of an area and year."""


def usual(_: str, year: int) -> tuple[int, int]:
    return 1000 + year % 7, 30 + year % 5


def counted(places: Areas, cells: Cells = usual, categories: Cells | None = None) -> Counts:
    """Counts of three years; of the nation by sex and fifths too, where cells of categories are given."""
    years = (2020, 2021, 2022)
    rows = [
        (leaf.code, year, "occurring", births, events, events // 2)
        for year in years
        for leaf in places.leaves
        for births, events in [cells(leaf.code, year)]
    ]
    by_category = (
        [
            ("N", year, "occurring", breakdown["id"], category, births, events, events // 2)
            for breakdown in (SEX, FIFTHS)
            for year in years
            for category in breakdown["categories"]
            for births, events in [categories(category, year)]
        ]
        if categories
        else []
    )
    return added_up(places, rows, categories=by_category)


def of(places: Areas = PLACES, cells: Cells = usual, **settings: Any) -> Small:
    return Small(publication(**settings), places, counted(places, cells))


def by_category(cells: Cells, **settings: Any) -> Small:
    breakdowns = [{**SEX}, {**FIFTHS}]
    made = publication(indicators=[EVENTS], breakdowns=breakdowns, broken_down=("nation",), **settings)
    return Small(made, PLACES, counted(PLACES, categories=cells))


def rare(code: str, year: int) -> tuple[int, int]:
    return 10**9, len(code) + year % 3


def none_at_first(_: str, year: int) -> tuple[int, int]:
    return 1000, 0 if year < 2022 else 30


RATES_OF_NONE: dict[str, Any] = {
    "disclosure": {
        "rules": {
            "name": "rates on any count",
            "source": "Made up.",
            "withhold_to": 0,
            "reliability": {"no_rate_below": 0, "unreliable_below": 20},
        }
    }
}


def none_in_the_first(code: str, year: int) -> tuple[int, int]:
    return 1000, 0 if code.startswith("D0-") else 30 + year % 5


THREE = ("D0-0", "D1-0", "D2-1")
LONE = Areas.of([*PLACES.areas, Area("X", "Elsewhere", "district"), Area("Y", "Alone", "network")])
UNEVEN = Areas.of(area for area in PLACES.areas if not area.code.startswith("D1"))
TWO = ("network", "nation")

SEVERAL = indicator("events", ("events",), numerator={"within_denominator": False})
"""An indicator of which one may have several events."""

EDGES = {
    "one network": of(areas(1, 1)),
    "one network without smaller areas": of(areas(1, 0), types=TWO),
    "a network without smaller areas": of(UNEVEN),
    "areas without parents": of(LONE),
    "networks in no block": of(shown=("nation",)),
    "networks alone": of(shown=("network",)),
    "the smallest areas alone": of(shown=("district",)),
    "one year": of(years=(2022,), pools=()),
    "one year of the nation": of(years=(2022,), pools=(), shown=("nation",)),
    "pools alone": of(show=[POOLED]),
    "pools of networks, years of the nation": of(
        show=[{**POOLED, "levels": ["district", "network"]}, {**BLOCK, "levels": ["nation"]}]
    ),
    "pools of the nation, years of networks": of(
        show=[{**POOLED, "levels": ["nation"]}, {**BLOCK, "levels": ["network"]}]
    ),
    "a network as comparator": of(comparator="W0"),
    "a comparator that is not shown": of(comparator="D0-0", shown=("nation",)),
    "a comparator whose counts are withheld": of(areas(1, 1), lambda *_: (1000, 1), indicators=[EVENTS]),
    "no rate of the comparator": of(cells=lambda code, _: (1000, int(code == "D0-0")), profile="ons"),
    "a total that gives its parts away": of(cells=lambda code, _: (1000, int(code in THREE)), profile="hes"),
    "no event": of(cells=lambda *_: (1000, 0)),
    "nobody": of(cells=lambda *_: (0, 0)),
    "nobody in a network": of(cells=lambda code, _: (0, 0) if code.startswith("D0") else (1000, 30)),
    "nobody in a year": of(cells=lambda _, year: (0, 0) if year == 2021 else (1000, 30)),
    "everybody": of(cells=lambda *_: (1000, 1000)),
    "huge counts": of(cells=lambda _, year: (10**9, 10**8 + 1000 * (year % 3))),
    **{
        f"per {multiplier}": of(indicators=[indicator("events", ("events",), multiplier=multiplier)])
        for multiplier in (1, 10**6, 10**9)
    },
    "per 1, rare": of(cells=rare, profile="ons", indicators=[indicator("events", ("events",), multiplier=1)]),
    **{
        f"several events each, {profile}": of(
            cells=lambda code, year: (len(code), 3 * (year % 5)), profile=profile, indicators=[SEVERAL]
        )
        for profile in ("ons", "strict", "hes")
    },
    "categories without events": by_category(lambda *_: (2000, 0)),
    "categories with nobody": by_category(lambda name, _: (0, 0) if name in ("f", "q1") else (2000, 30)),
    "a reference with nobody": by_category(lambda name, _: (0, 0) if name in ("m", "q5") else (2000, 30)),
    "rates on no event": of(cells=lambda *_: (1000, 0), **RATES_OF_NONE),
    "events after none": of(cells=none_at_first, **RATES_OF_NONE),
    "no event among many": of(areas(12, 1), lambda *_: (1000, 0), **RATES_OF_NONE),
    "no event of the comparator": of(areas(12, 1), none_in_the_first, comparator="W0", **RATES_OF_NONE),
    "rates of categories on no event": by_category(lambda *_: (2000, 0), **RATES_OF_NONE),
    "a reference with a rate on no event": by_category(
        lambda name, _: (2000, 0 if name in ("m", "q5") else 30), **RATES_OF_NONE
    ),
    "a reference without events": by_category(lambda name, _: (2000, 0 if name in ("m", "q5") else 30)),
}  # fmt: skip


@pytest.mark.parametrize("edge", EDGES)
def test_what_can_be_absent_is_coped_with(edge: str, tmp_path: Path) -> None:
    found = judge(EDGES[edge].write(tmp_path))
    assert found.state == "held", found.said


@pytest.mark.parametrize("years", [(2021,), (2020, 2021), (2020, 2021, 2022)])
@pytest.mark.parametrize("profile", ["strict", "fingertips-1-to-4", "ons"])
def test_an_area_may_be_counted_with_another_in_some_years(
    years: tuple[int, ...], profile: str, tmp_path: Path
) -> None:
    """Its pool then has no count, and those beside it are not all of their network's pool."""
    rows = [
        (leaf.code, year, "occurring", 1000, 1 + (number + year) % 4, 1)
        for year in (2020, 2021, 2022)
        for number, leaf in enumerate(PLACES.leaves)
        if (leaf.code, year) not in {("D1-1", each) for each in years}
    ]
    made = publication(pools=(2, 3), profile=profile)
    found = judge(Small(made, PLACES, added_up(PLACES, rows)).write(tmp_path, ["network"]))
    assert found.state == "held", found.said
