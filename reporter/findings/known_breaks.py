"""Trends with known breaks: average annual change over a run of years, and the change in each part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import Run, runs
from reporter.findings.schema import CalendarYear, PValue, of_records
from reporter.publication.indicator import Indicator
from reporter.statistics.trend import AverageChange, average_change, segment_changes


@dataclass(frozen=True)
class BrokenTrend:
    """The average annual change of one area's rate over a run of years whose trend may turn at known years.

    breaks: their number; annual_percent_change with its 95% limits and p_value: of the whole run, the parts
    weighted by their length; dispersion: at least 1, by which the limits are widened.
    """

    indicator: str
    area_code: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    breaks: int
    annual_percent_change: float
    lower_95: float
    upper_95: float
    p_value: PValue
    dispersion: float


@dataclass(frozen=True)
class TrendPart:
    """The annual change between two known breaks of one area's run of years, or an end of it."""

    indicator: str
    area_code: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    annual_percent_change: float
    lower_95: float
    upper_95: float


BROKEN_TRENDS = of_records("trends-with-breaks", BrokenTrend, "indicator", "area_code", "basis")
TREND_PARTS = of_records("trend-parts", TrendPart, "indicator", "area_code", "basis", "first_year")


def broken_trends(
    rates: pd.DataFrame, indicators: Iterable[Indicator], area_types: Iterable[str], models: Models = NOTHING
) -> tuple[tuple[BrokenTrend, ...], tuple[TrendPart, ...]]:
    """Trends of each area whose run of years holds a break that the indicator's record names.

    Breaks are calendar years: runs of other steps, whose numbers are none, hold none.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_types: the levels.
        models: cache of fitted models.
    """
    whole: list[BrokenTrend] = []
    parts: list[TrendPart] = []
    for indicator in indicators:
        named = sorted({each.year for each in indicator.breaks})
        for run in (run for each in area_types if named for run in runs(rates, indicator, each)):
            inside = tuple(year for year in named if run.first < year < run.last)
            if inside:
                counts = run.observed.events, run.observed.denominator
                found = models(_fitted, *counts, run.time, breaks=inside)
                ends = (run.first, *inside, run.last)
                whole.append(_whole(indicator.id, run, found[0], len(inside)))
                parts += [
                    TrendPart(indicator.id, run.area_code, run.basis, start, end, *numbers)
                    for start, end, numbers in zip(ends[:-1], ends[1:], found[1], strict=True)
                ]
    return tuple(whole), tuple(parts)


def _whole(indicator: str, run: Run, found: AverageChange, breaks: int) -> BrokenTrend:
    return BrokenTrend(indicator, run.area_code, run.basis, run.first, run.last, breaks, *found)


def _fitted(
    count: NDArray[np.float64],
    denominator: NDArray[np.float64],
    year: NDArray[np.float64],
    breaks: tuple[int, ...],
) -> tuple[AverageChange, list[tuple[float, float, float]]]:
    """Average change of the run, and change with limits of each of its parts."""
    found = segment_changes(count, denominator, year, breaks)
    parts = zip(found.annual_percent_change.tolist(), found.lower.tolist(), found.upper.tolist(), strict=True)
    return average_change(count, denominator, year, breaks), list(parts)
