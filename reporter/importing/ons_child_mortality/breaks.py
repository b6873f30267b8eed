"""Breaks in the tables by gestational age: years whose categories are not comparable.

The publisher has a category of its own for births of an unlikely gestational age. Their number changes the
number of babies in each week, above all in the earliest weeks, where most die; so rates by gestational age
before and after a large change cannot be compared.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reporter.importing.ons_child_mortality.breakdown_tables import preterm
from reporter.importing.ons_child_mortality.extract import CategoryCounts, CategoryKey

DEATHS = "neonatal_deaths"
EARLIEST = "under-22"
"""The category in which most babies of unlikely gestational age would otherwise be."""

LARGEST_SHIFT = 0.02
"""Greatest change between comparable years of a category's share of all neonatal deaths.

In England every change from one year to the next is below 0.01 until 2021; from 2021 to 2022 it is 0.08.
"""


@dataclass(frozen=True)
class Break:
    """Two consecutive years in which a category of unknown gestational age is not comparable.

    Attributes:
        area: code of the area.
        category: the category.
        years: the earlier and the later year.
        counts: counts of the category in both.
        earliest: counts of births under 22 weeks in both.
    """

    area: str
    category: str
    years: tuple[int, int]
    counts: tuple[CategoryCounts, CategoryCounts]
    earliest: tuple[CategoryCounts, CategoryCounts]


def breaks(categories: Mapping[CategoryKey, CategoryCounts]) -> Iterator[Break]:
    """The breaks of all areas, by area, category and year.

    Args:
        categories: counts by category; only the breakdown 'gestation' is examined.
    """
    weeks: dict[str, dict[int, dict[str, CategoryCounts]]] = {}
    for (area, year, breakdown, category), counts in categories.items():
        if breakdown == "gestation":
            weeks.setdefault(area, {}).setdefault(year, {})[category] = counts
    for area, by_year in sorted(weeks.items()):
        years = sorted(by_year)
        unknown = {name for found in by_year.values() for name in found if preterm(name) == "not-known"}
        for category in sorted(unknown):
            for before, after in itertools.pairwise(years):
                both = (by_year[before], by_year[after])
                shares = [_share(category, found) for found in both]
                if abs(shares[1] - shares[0]) > LARGEST_SHIFT:
                    of_both = (_of(category, both), _of(EARLIEST, both))
                    yield Break(area, category, (before, after), *of_both)


CountsOfYear = Mapping[str, CategoryCounts]
"""Counts of one area and year, by category."""


def _of(category: str, both: tuple[CountsOfYear, CountsOfYear]) -> tuple[CategoryCounts, CategoryCounts]:
    return both[0].get(category, {}), both[1].get(category, {})


def _share(category: str, found: CountsOfYear) -> float:
    """The share of a category in all neonatal deaths; 0 where there are none."""
    every = sum(counts.get(DEATHS, 0) for counts in found.values())
    return found.get(category, {}).get(DEATHS, 0) / every if every else 0.0
