"""Counts by age of drawn publications, for their directly standardised rates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from tests.publications.kinds import BANDS, RISKS

AGE: dict[str, Any] = {
    "id": "age",
    "title": "Age",
    "kind": "groups",
    "complete": True,
    "categories": {band: f"Aged {band.replace('-', ' ')}" for band in BANDS},
}
"""The breakdown of the bands, as a section of the settings."""

_PEOPLE = np.array([3.0, 6, 5, 2, 1, 1])

Row = list[str | int | None]


def by_band(
    plain: Counts, areas: Areas, columns: Iterable[tuple[str, str]], names: Sequence[str], unit: int
) -> list[Row]:
    """Rows by band: people as even as in a population, events by the risks of each age.

    Args:
        plain: the counts of everyone.
        areas: the areas.
        columns: denominator and numerator of each standardised indicator.
        names: the columns of the rows.
        unit: how many units make one event.
    """
    parts: dict[tuple[str, int, str], dict[str, np.ndarray[Any, Any]]] = {}
    leaves = {area.code for area in areas.leaves}
    for (code, year, basis), row in plain.by_key().items():
        if code not in leaves:
            continue
        divided = {}
        for denominator, numerator in columns:
            divided[denominator] = unit * _divided(row[denominator] // unit, _PEOPLE)
            divided[numerator] = unit * _divided(row[numerator] // unit, _PEOPLE * RISKS)
        for area in (code, *(above.code for above in areas.ancestors(code))):
            held = parts.setdefault((area, year, basis), {})
            for name, counts in divided.items():
                held[name] = held.get(name, np.zeros(len(BANDS), dtype=np.int64)) + counts
    return [
        [*key, AGE["id"], band, *(int(held[name][place]) if name in held else None for name in names)]
        for key, held in parts.items()
        for place, band in enumerate(BANDS)
    ]


def _divided(count: int, weights: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """A count divided by weights, as whole numbers that add up to it."""
    ends = np.rint(count * np.cumsum(weights) / weights.sum()).astype(np.int64)
    return np.diff(ends, prepend=0)
