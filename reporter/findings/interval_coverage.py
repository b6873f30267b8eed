"""Coverage of intervals: how often those of a level would hold a true value that is the comparator's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporter.findings.kinds import kind_of
from reporter.findings.schema import of_records
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period


@dataclass(frozen=True)
class IntervalCoverage:
    """The probability that the interval of an area holds its true value, over the areas of a level.

    areas: those whose denominator is released; mean_95, lowest_95: of 95% intervals, on average and in the
    area where it is lowest; mean_998, lowest_998: of 99.8% intervals. By exact sums, as if the true value of
    every area were the one that areas are compared with.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    areas: int
    mean_95: float
    lowest_95: float
    mean_998: float
    lowest_998: float


COVERAGES = of_records("interval-coverage", IntervalCoverage, "indicator", "area_type", "period", "basis")


def interval_coverage(
    rates: pd.DataFrame,
    indicators: Sequence[Indicator],
    area_types: Sequence[str],
    period: Period,
    comparator: str,
) -> tuple[IntervalCoverage, ...]:
    """The coverage of intervals of each level and indicator whose comparator has a value in the period.

    Args:
        rates: the table of rates.
        indicators: the indicator records; those with decimal events have none.
        area_types: the levels.
        period: the period.
        comparator: area code of the comparator.
    """
    return tuple(
        found
        for indicator in indicators
        if not indicator.numerator.decimal
        for found in _of_indicator(rates, indicator, area_types, period, comparator)
    )


def _of_indicator(
    rates: pd.DataFrame, indicator: Indicator, area_types: Sequence[str], period: Period, comparator: str
) -> Iterator[IntervalCoverage]:
    kind, multiplier = kind_of(indicator), indicator.multiplier
    here = rates[where(rates, indicator=indicator.id, period=period.label, basis=period.basis)]
    whole = here["value"].to_numpy(dtype=np.float64)[where(here, area_code=comparator)]
    if not whole.size:
        return
    value = float(kind.target(whole[:1], multiplier)[0])
    denominator = kind.observed(here, indicator).denominator
    for area_type in area_types:
        size = denominator[where(here, area_type=area_type)]
        size = size[~np.isnan(size)]
        each = [kind.coverage(size, value, multiplier, confidence) for confidence in (0.95, 0.998)]
        known = [one[~np.isnan(one)] for one in each]
        if known[0].size:
            numbers = (number for one in known for number in (float(one.mean()), float(one.min())))
            yield IntervalCoverage(
                indicator.id, area_type, period.label, period.basis, known[0].size, *numbers
            )
