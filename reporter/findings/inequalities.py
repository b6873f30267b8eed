"""Inequalities across a breakdown's categories: slope and relative index, their trend, Kitagawa's split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.change import direction
from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import FEWEST_POINTS, longest_run, of_series
from reporter.findings.schema import CalendarYear, PValue, of_records
from reporter.findings.vocabulary import Direction, Inequal
from reporter.machine.rows import row_keys, where
from reporter.publication.breakdowns import Breakdown
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import in_years, window
from reporter.statistics.decomposition import kitagawa
from reporter.statistics.inequality import SlopeIndex, slope_index
from reporter.statistics.inequality_trend import relative_index_trend
from reporter.statistics.intervals import crude_rate


@dataclass(frozen=True)
class Inequality:
    """How unequal one area's rates are across the quantiles of a breakdown, most deprived to least.

    sii, rii: slope index (difference, in the rate's unit) and relative index (ratio) of inequality with 95%
    limits, above 0 and 1 where rates are higher among the more deprived; reason: how a quantile without
    events was treated, or why there is no index; verdict: 'higher' or 'lower' (among the more deprived) only
    where the limits of the relative index leave out 1.
    """

    indicator: str
    area_code: str
    breakdown: str
    period: str
    basis: str
    quantiles: int
    sii: float
    sii_lower_95: float
    sii_upper_95: float
    rii: float
    rii_lower_95: float
    rii_upper_95: float
    reason: str
    verdict: Inequal


@dataclass(frozen=True)
class InequalityTrend:
    """Whether one area's relative index of inequality changed over a run of years.

    annual_percent_change of the relative index, with 95% limits and p_value, from one Poisson regression of
    all quantiles and years, over-dispersion allowed for; direction of the relative index: 'rose' or 'fell'
    only where p_value is below 0.05.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    points: int
    annual_percent_change: float
    lower_95: float
    upper_95: float
    p_value: PValue
    dispersion: float
    direction: Direction


@dataclass(frozen=True)
class Decomposition:
    """Why one area's rate over the categories of a breakdown differs between two years (Kitagawa).

    total: later less earlier rate, of events and denominators in the categories; composition: the part that
    comes from other shares of the categories; rate: the part from other rates in the same categories.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    period_from: str
    period_to: str
    total: float
    composition: float
    rate: float


_OF_GROUPS = ("indicator", "area_code", "breakdown")
INEQUALITIES = of_records("inequalities", Inequality, *_OF_GROUPS, "period", "basis")
INEQUALITY_TRENDS = of_records("inequality-trends", InequalityTrend, *_OF_GROUPS, "basis")
DECOMPOSITIONS = of_records("decompositions", Decomposition, *_OF_GROUPS, "basis")

_YEAR = attrgetter("basis", "last_year")


class _Whole(NamedTuple):
    """The cells of one area and period with every category, each with count and denominator released."""

    indicator: str
    area_code: str
    period: str
    basis: str
    first_year: int
    last_year: int
    events: NDArray[np.float64]
    denominator: NDArray[np.float64]


def inequalities(by_category: pd.DataFrame, publication: Publication) -> tuple[Inequality, ...]:
    """Slope and relative index of every area and period whose quantiles are all released.

    Args:
        by_category: rates by category.
        publication: settings and indicators.
    """
    return tuple(
        _inequality(cells, breakdown, indicator.multiplier)
        for indicator, breakdown in _of_kind("quantile", publication)
        for cells in _whole(by_category, indicator.id, breakdown)
    )


def inequality_trends(
    by_category: pd.DataFrame, publication: Publication, models: Models = NOTHING
) -> tuple[InequalityTrend, ...]:
    """Trend of the relative index over the longest run of single years whose quantiles are all released."""
    found = []
    windows = publication.main_block.is_of_windows
    for indicator, breakdown in _of_kind("quantile", publication):
        for years in _annual(by_category, indicator.id, breakdown, windows=windows):
            run = longest_run([(cells.basis, cells.first_year, cells.last_year) for cells in years])
            if len(run) >= FEWEST_POINTS:
                found.append(_trend([years[place] for place in run], breakdown, models))
    return tuple(found)


def decompositions(by_category: pd.DataFrame, publication: Publication) -> tuple[Decomposition, ...]:
    """Kitagawa's split of the change from the first to the last single year, for breakdowns into groups."""
    found = []
    windows = publication.main_block.is_of_windows
    for indicator, breakdown in _of_kind("groups", publication):
        for years in _annual(by_category, indicator.id, breakdown, windows=windows):
            for _, on_one_basis in groupby(years, key=attrgetter("basis")):
                first, *later = on_one_basis
                if later:
                    found.append(_decomposition(first, later[-1], breakdown, indicator.multiplier))
    return tuple(found)


def _of_kind(
    kind: Literal["quantile", "groups"], publication: Publication
) -> Iterator[tuple[Indicator, Breakdown]]:
    """Every indicator with every breakdown of a kind."""
    for indicator in publication.indicators:
        for breakdown in publication.settings.breakdowns:
            if breakdown.kind == kind:
                yield indicator, breakdown


def _whole(
    by_category: pd.DataFrame, indicator: str, breakdown: Breakdown, windows: bool | None = None
) -> Iterator[_Whole]:
    """Complete cells of each area and period, in the table's order; of a series (`of_series`) if wanted."""
    here = where(by_category, indicator=indicator, breakdown=breakdown.id)
    if windows is not None:
        here &= of_series(by_category, windows=windows)
    table = by_category[here]
    count = table["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
    denominator = table["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    given = ~np.isnan(count + denominator)
    groups: dict[tuple[str, str, str, int, int], list[int]] = {}
    names = ("area_code", "period", "basis", "first_year", "last_year")
    for row, key in enumerate(row_keys(table, names)):
        groups.setdefault(key, []).append(row)
    for key, rows in groups.items():
        if len(rows) == len(breakdown.categories) and given[rows].all():
            yield _Whole(indicator, *key, events=count[rows], denominator=denominator[rows])


def _annual(
    by_category: pd.DataFrame, indicator: str, breakdown: Breakdown, *, windows: bool
) -> Iterator[list[_Whole]]:
    """Single years of each area with all categories released, in order of time."""
    of_area: dict[str, list[_Whole]] = {}
    for cells in sorted(_whole(by_category, indicator, breakdown, windows), key=_YEAR):
        of_area.setdefault(cells.area_code, []).append(cells)
    yield from of_area.values()


def _inequality(cells: _Whole, breakdown: Breakdown, multiplier: int) -> Inequality:
    # From the counts: a quantile with too few events to publish its rate still belongs in the regression.
    rate = crude_rate(cells.events, cells.denominator, multiplier=multiplier)
    # -1 reverses the direction: above 0 and 1 where there are more events among the more deprived.
    index = slope_index(cells.denominator, *rate, multiplier=-1)
    return Inequality(
        indicator=cells.indicator,
        area_code=cells.area_code,
        breakdown=breakdown.id,
        period=cells.period,
        basis=cells.basis,
        quantiles=cells.events.size,
        sii=index.sii,
        sii_lower_95=index.sii_lower,
        sii_upper_95=index.sii_upper,
        rii=index.rii,
        rii_lower_95=index.rii_lower,
        rii_upper_95=index.rii_upper,
        reason=index.reason,
        verdict=_verdict(index),
    )


def _verdict(index: SlopeIndex) -> Inequal:
    if np.isnan([index.rii_lower, index.rii_upper]).any():
        return "cannot be tested"
    if index.rii_lower > 1:
        return "higher"
    return "lower" if index.rii_upper < 1 else "no clear difference"


def _trend(run: list[_Whole], breakdown: Breakdown, models: Models) -> InequalityTrend:
    first, last = run[0], run[-1]
    count, denominator = (
        np.stack([getattr(cells, name) for cells in run]) for name in ("events", "denominator")
    )
    time = np.array([in_years(window(cells.first_year, cells.last_year)) for cells in run])
    test = models(relative_index_trend, count, denominator, time)
    return InequalityTrend(
        indicator=first.indicator,
        area_code=first.area_code,
        breakdown=breakdown.id,
        basis=first.basis,
        first_year=first.first_year,
        last_year=last.last_year,
        points=len(run),
        annual_percent_change=100 * (test.annual_ratio - 1),
        lower_95=100 * (test.lower - 1),
        upper_95=100 * (test.upper - 1),
        p_value=test.p_value,
        dispersion=test.dispersion,
        direction=direction(test.annual_ratio, test.p_value),
    )


def _decomposition(first: _Whole, last: _Whole, breakdown: Breakdown, multiplier: int) -> Decomposition:
    split = kitagawa(first.events, first.denominator, last.events, last.denominator, multiplier=multiplier)
    return Decomposition(
        indicator=last.indicator,
        area_code=last.area_code,
        breakdown=breakdown.id,
        basis=last.basis,
        period_from=first.period,
        period_to=last.period,
        total=split.total,
        composition=split.composition,
        rate=split.rate,
    )
