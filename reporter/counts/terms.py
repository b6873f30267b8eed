"""Sums of columns that no true row has below 0: what is taken to hold of counts that nobody here knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import TypeAlias

import pandas as pd

from reporter.publication.indicator import Indicator

Terms: TypeAlias = Mapping[str, int]
"""A sum of columns, each with its sign, that is 0 or more in every true row."""


def never_below_zero(
    rows: pd.DataFrame,
    columns: Sequence[str],
    indicators: Sequence[Indicator],
    parts: Mapping[str, Sequence[str]],
    *,
    as_seen: bool = True,
) -> list[Terms]:
    """Sums of columns that cannot be below 0 in any true row.

    These are measures, denominators less their events, wholes less their parts, and, as seen, every column
    less another that no row has more of.

    Args:
        rows: counts that are known; NaN where one is not.
        columns: names of the count columns.
        indicators: the indicators.
        parts: columns that each column is a part of.
        as_seen: whether what holds of all rows is taken to hold.
    """
    found: list[Terms] = []
    for indicator in indicators:
        numerator, denominator = (
            {**dict.fromkeys(measure.add, 1), **dict.fromkeys(measure.subtract, -1)}
            for measure in (indicator.numerator, indicator.denominator)
        )
        found += [numerator, denominator]
        if indicator.numerator.within_denominator:
            names = {**denominator, **numerator}
            found.append({name: denominator.get(name, 0) - numerator.get(name, 0) for name in names})
    declared = {(part, whole) for part, wholes in parts.items() for whole in wholes}
    for one, other in combinations(columns, 2):
        for part, whole in ((one, other), (other, one)):
            seen = as_seen and not (rows[part].to_numpy() > rows[whole].to_numpy()).any()
            if seen or (part, whole) in declared:
                found.append({whole: 1, part: -1})
    return [term for term in found if len(term) > 1]
