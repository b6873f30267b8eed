"""Whether inequality changed over time: both indices, with the year as the unit, and one verdict of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.change import SIGNIFICANT
from reporter.findings.coverage import Counted, GroupsKey, has_moved
from reporter.findings.inequalities import OF_GROUPS, Whole, annual, of_kind
from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import FEWEST_POINTS, longest_run, times
from reporter.findings.schema import CalendarYear, PValue, of_records
from reporter.findings.vocabulary import GapDirection
from reporter.publication.breakdowns import Breakdown
from reporter.publication.loading import Publication
from reporter.statistics.elementary import power
from reporter.statistics.inequality import regression_index
from reporter.statistics.inequality_trend import IndexTrend, index_trend


@dataclass(frozen=True)
class InequalityTrend:
    """Whether the gap between one area's more and less deprived changed over a run of years.

    rii_annual_percent_change of the relative index and sii_annual_change of the slope index, each with 95%
    limits, p value and dispersion, from weighted regressions of the yearly indices on the year. direction:
    'widened' or 'narrowed' only where the more deprived are on one side in every year, both indices move
    away from, or towards, no difference with p values below 0.05, and this survives leaving out each single
    year; else 'up and down' where the relative index did both, or 'no clear change'. Neither is said where
    the share of events that the categories cover is known to have moved by more than a tenth of the change.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    points: int
    rii_annual_percent_change: float
    rii_lower_95: float
    rii_upper_95: float
    rii_p_value: PValue
    rii_dispersion: float
    sii_annual_change: float
    sii_lower_95: float
    sii_upper_95: float
    sii_p_value: PValue
    sii_dispersion: float
    direction: GapDirection


INEQUALITY_TRENDS = of_records("inequality-trends", InequalityTrend, *OF_GROUPS, "basis")


def inequality_trends(
    by_category: pd.DataFrame,
    publication: Publication,
    covered: Mapping[GroupsKey, Counted],
    models: Models = NOTHING,
) -> tuple[InequalityTrend, ...]:
    """Trend of both indices over the longest run of single years whose quantiles are all released.

    Args:
        by_category: rates by category.
        publication: settings and indicators.
        covered: totals and sums over the categories, of `coverage.counted`.
        models: cache of fitted models.
    """
    found = []
    windows = publication.main_block.is_of_windows
    for indicator, breakdown in of_kind("quantile", publication, ("poisson",)):
        for years in annual(by_category, indicator.id, breakdown, windows=windows):
            run = longest_run([(cells.basis, cells.first_year, cells.last_year) for cells in years])
            if len(run) >= FEWEST_POINTS:
                cells = [years[place] for place in run]
                found.append(_trend(cells, breakdown, indicator.multiplier, covered, models))
    return tuple(found)


def _trend(
    run: list[Whole],
    breakdown: Breakdown,
    multiplier: int,
    covered: Mapping[GroupsKey, Counted],
    models: Models,
) -> InequalityTrend:
    first, last = run[0], run[-1]
    count, denominator = (
        np.stack([getattr(cells, name) for cells in run]) for name in ("events", "denominator")
    )
    time, _ = times([(cells.first_year, cells.last_year) for cells in run])
    test = models(index_trend, count, denominator, time, multiplier=multiplier)
    said = _direction(test, count, denominator, time, models)
    if said in ("widened", "narrowed"):
        keys = [(each.indicator, each.area_code, breakdown.id, each.period, each.basis) for each in run]
        change = float(power(test.rii_annual_ratio, time[-1] - time[0])) - 1
        said = "coverage changed" if has_moved(covered, breakdown, keys, change) else said
    return InequalityTrend(
        indicator=first.indicator,
        area_code=first.area_code,
        breakdown=breakdown.id,
        basis=first.basis,
        first_year=first.first_year,
        last_year=last.last_year,
        points=len(run),
        rii_annual_percent_change=100 * (test.rii_annual_ratio - 1),
        rii_lower_95=100 * (test.rii_lower - 1),
        rii_upper_95=100 * (test.rii_upper - 1),
        rii_p_value=test.rii_p_value,
        rii_dispersion=test.rii_dispersion,
        sii_annual_change=test.sii_annual_change,
        sii_lower_95=test.sii_lower,
        sii_upper_95=test.sii_upper,
        sii_p_value=test.sii_p_value,
        sii_dispersion=test.sii_dispersion,
        direction=said,
    )


def _direction(
    test: IndexTrend,
    count: NDArray[np.float64],
    denominator: NDArray[np.float64],
    time: NDArray[np.float64],
    models: Models,
) -> GapDirection:
    if np.isnan(test.rii_p_value):
        return "cannot be tested"
    index = np.array([regression_index(*cells).rii for cells in zip(count, denominator, strict=True)])
    side = 1 if (index > 1).all() else -1 if (index < 1).all() else 0
    moves = side * _moves(test)
    others = [np.arange(time.size) != one for one in range(time.size)]
    if moves and all(
        side * _moves(models(index_trend, count[rest], denominator[rest], time[rest])) == moves
        for rest in others
    ):
        return "widened" if moves > 0 else "narrowed"
    steps = np.diff(index)
    return "up and down" if (steps > 0).any() and (steps < 0).any() else "no clear change"


def _moves(test: IndexTrend) -> int:
    """1 or -1 where both indices clearly rose or fell, else 0."""
    if max(test.rii_p_value, test.sii_p_value) >= SIGNIFICANT or np.isnan(test.rii_p_value):
        return 0
    up = (test.rii_annual_ratio > 1, test.sii_annual_change > 0)
    return 1 if all(up) else 0 if any(up) else -1
