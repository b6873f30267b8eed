"""Counts of small publications: drawn by chance, or added up from rows of the smallest areas."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts, add_up
from reporter.publication.areas import Areas
from tests.publications.settings import YEARS

COLUMNS = ("births", "events", "early")
"""Columns of counts: events are those of early and of late."""


def counts(
    hierarchy: Areas, seed: int, mean: float = 3.0, *, years: Iterable[int] = YEARS, basis: str = "occurring"
) -> Counts:
    """Poisson counts of the smallest areas, added up.

    Args:
        hierarchy: the areas.
        seed: of the random numbers.
        mean: events of one of the smallest areas in a year; 70% of them are early.
        years: the years, which may have gaps.
        basis: the basis of all counts.
    """
    random = np.random.default_rng(seed)
    rows = []
    for year in years:
        for area in hierarchy.leaves:
            early, late = random.poisson(mean * 0.7), random.poisson(mean * 0.3)
            births = int(random.integers(300, 3000))
            rows.append((area.code, year, basis, births, early + late, early))
    return added_up(hierarchy, rows)


def added_up(
    hierarchy: Areas,
    rows: Iterable[Sequence[str | int | None]],
    columns: Sequence[str] = COLUMNS,
    *,
    categories: Iterable[Sequence[str | int | None]] = (),
    category_columns: Sequence[str] | None = None,
) -> Counts:
    """Counts of all areas from those of the smallest.

    Args:
        hierarchy: the areas.
        rows: area code, year and basis of each row, then its counts; an area may lack a year.
        columns: names of the counts.
        categories: area code, year, basis, breakdown and category of each row of counts by category, then its
            counts; these are not added up.
        category_columns: names of the counts by category, by default all.
    """
    made = add_up(pd.DataFrame(list(rows), columns=[*KEYS, *columns]), hierarchy, columns)
    known = columns if category_columns is None else category_columns
    by_category = pd.DataFrame(list(categories), columns=[*CATEGORY_KEYS, *known])
    by_category = by_category.astype(dict.fromkeys(known, "Int64"))
    return dataclasses.replace(made, by_category=by_category) if len(by_category) else made
