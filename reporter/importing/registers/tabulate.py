"""Lays out counts of the registers as tidy counts: every area, year and basis, 0 where nothing happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from reporter.counts.table import CATEGORY_KEYS, KEYS

BASES = {"occurring": "died", "registered": "registered"}
"""The year of a death that each basis counts by. Births count by the year of birth on both."""

COUNTS = ["live_births", "infant_deaths", "neonatal_deaths"]
NOT_KNOWN = "not-known"
"""Category of births and deaths whose characteristic is missing."""


@dataclass(frozen=True)
class Extent:
    """The areas and years that are counted.

    Attributes:
        areas: codes of the areas, sorted.
        years: the years, in order.
    """

    areas: tuple[str, ...]
    years: tuple[int, ...]

    @classmethod
    def of(
        cls,
        births: pd.DataFrame,
        residents: Sequence[str] | None,
        first_year: int | None,
        last_year: int | None,
    ) -> Extent:
        """The declared areas, or every area with a birth; the years with a birth, within the given years."""
        known = births[(births["year"] > 0) & (births["area_code"] != "")]
        areas = residents if residents is not None else known["area_code"]
        years = [
            year
            for year in sorted(set(known["year"]))
            if (first_year is None or year >= first_year) and (last_year is None or year <= last_year)
        ]
        return cls(tuple(sorted(set(areas))), tuple(years))


def counts(births: pd.DataFrame, deaths: pd.DataFrame, extent: Extent) -> pd.DataFrame:
    """Counts of every area and year on both bases.

    Args:
        births: columns `area_code`, `year`, `live_births`.
        deaths: columns `area_code`, `died`, `registered`, `infant_deaths`, `neonatal_deaths`.
        extent: the areas and years that are counted; all others are left out.

    Returns:
        Columns `KEYS`, then `COUNTS` (int64), sorted by basis, year and area.
    """
    return _laid_out(births, deaths, [extent.areas], ["area_code"], extent)


def breakdown_counts(name: str, births: pd.DataFrame, deaths: pd.DataFrame, extent: Extent) -> pd.DataFrame:
    """Counts by category of one breakdown; one row an area, year, basis and category with any event.

    Args:
        name: the breakdown.
        births: as for `counts`, with a column `category`.
        deaths: likewise.
        extent: the areas and years that are counted; all others are left out.

    Returns:
        Columns `CATEGORY_KEYS`, then `COUNTS`, sorted by basis, year, area and category.
    """
    births, deaths = (rows.assign(category=rows["category"].map(_as_id)) for rows in (births, deaths))
    categories = sorted({*births["category"], *deaths["category"]})
    table = _laid_out(births, deaths, [extent.areas, categories], ["area_code", "category"], extent)
    table = table[(table[COUNTS] > 0).any(axis=1)]
    table.insert(3, "breakdown", name)
    return table[[*CATEGORY_KEYS, *COUNTS]].reset_index(drop=True)


def _laid_out(
    births: pd.DataFrame, deaths: pd.DataFrame, levels: list[Sequence[str]], names: list[str], extent: Extent
) -> pd.DataFrame:
    parts = []
    for basis, year_of_death in BASES.items():
        index = pd.MultiIndex.from_product([extent.years, *levels], names=["year", *names])
        born = births.groupby(["year", *names])[COUNTS[:1]].sum()
        died = deaths.rename(columns={year_of_death: "year"}).groupby(["year", *names])[COUNTS[1:]].sum()
        counted = [table.reindex(index, fill_value=0) for table in (born, died)]
        parts.append(pd.concat(counted, axis=1).reset_index().assign(basis=basis))
    table = pd.concat(parts, ignore_index=True)
    others = [name for name in names if name != "area_code"]
    return table[[*KEYS, *others, *COUNTS]].astype(dict.fromkeys(COUNTS, "int64"))


def _as_id(category: str) -> str:
    """A category as an id: lower case, with one hyphen for each run of other characters."""
    return re.sub(r"[^a-z0-9]+", "-", category.lower()).strip("-") or NOT_KNOWN
