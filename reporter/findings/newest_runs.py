"""The newest run of years: what changed over it, from the first year to the last and year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from reporter.findings.change import direction
from reporter.findings.kinds import kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import newest_run, of_series, times
from reporter.findings.schema import CalendarYear, PValue, of_records
from reporter.findings.vocabulary import EVERYONE, Direction
from reporter.machine.rows import row_keys, where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import window
from reporter.statistics.multiplicity import benjamini_hochberg
from reporter.statistics.trend import change_over

FEWEST_YEARS = 3
"""A run is tested from this many years on: fewer are the change from the year before."""


@dataclass(frozen=True)
class NewestRun:
    """The newest consecutive years of one area on one basis, none of them withheld: three years or more.

    breakdown: `EVERYONE`, or that over whose categories counts are added up because their years go further
    back (`unbroken_runs`); first_year, last_year: its ends, each the number of a step or of a window that the
    source has counted together; value_from, value_to: the rates there; rate_ratio with its 95% limits and
    p_value: the last over the first, exact; annual_percent_change with its 95% limits: Poisson regression on
    all its years; trend_p_value: exact conditional test of the trend; adjusted_p_value and
    adjusted_trend_p_value: allowing for the number of areas of this type tested (Benjamini and Hochberg);
    direction: verdict on the last year against the first, and trend_direction: on the trend, each by the
    adjusted p-value below 0.05.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    first_year: CalendarYear
    last_year: CalendarYear
    points: int
    value_from: float
    value_to: float
    rate_ratio: float
    lower_95: float
    upper_95: float
    p_value: PValue
    adjusted_p_value: PValue
    direction: Direction
    annual_percent_change: float
    annual_lower_95: float
    annual_upper_95: float
    trend_p_value: PValue
    adjusted_trend_p_value: PValue
    trend_direction: Direction


NEWEST_RUNS = of_records("newest-runs", NewestRun, "indicator", "area_code", "breakdown")


def newest_runs(
    rates: pd.DataFrame,
    indicators: tuple[Indicator, ...],
    area_types: tuple[str, ...],
    models: Models = NOTHING,
    *,
    windows: bool = False,
) -> tuple[NewestRun, ...]:
    """The newest run of each area of the given types, for each indicator.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        area_types: the levels whose areas are tested.
        models: cache of fitted models.
        windows: whether the source has counted several steps together.
    """
    return tuple(
        found
        for indicator in indicators
        if kind_of(indicator).has_newest_run and indicator.compares_years
        for area_type in area_types
        for found in _judged(list(_of_level(rates, indicator, area_type, models, windows=windows)))
    )


def _of_level(
    rates: pd.DataFrame, indicator: Indicator, area_type: str, models: Models, *, windows: bool
) -> Iterator[NewestRun]:
    here = rates[where(rates, indicator=indicator.id, area_type=area_type)]
    here = here[of_series(here, windows=windows)]
    count, denominator, *_ = kind_of(indicator).exposed(kind_of(indicator).observed(here, indicator))
    known = ~np.isnan(count) & (denominator > 0)
    steps = list(row_keys(here, ("basis", "first_year", "last_year")))
    rows_of: dict[str, list[int]] = {}
    for row, code in enumerate(here["area_code"].tolist()):
        rows_of.setdefault(code, []).append(row)
    for code, rows in rows_of.items():
        rows = _one_basis_a_year(rows, steps)
        run = [rows[place] for place in newest_run([steps[row] for row in rows], known[rows].tolist())]
        if len(run) < FEWEST_YEARS:
            continue
        ends = [steps[row][1:] for row in run]
        found = models(change_over, count[run], denominator[run], *times(ends))
        first, last = run[0], run[-1]
        ratio = found.ratio
        yield NewestRun(
            indicator=indicator.id,
            area_code=code,
            breakdown=EVERYONE,
            basis=steps[last][0],
            first_year=window(*ends[0]),
            last_year=window(*ends[-1]),
            points=len(run),
            value_from=indicator.multiplier * float(count[first] / denominator[first]),
            value_to=indicator.multiplier * float(count[last] / denominator[last]),
            rate_ratio=ratio,
            lower_95=found.lower if not np.isnan(ratio) else np.nan,
            upper_95=found.upper if not np.isnan(ratio) else np.nan,
            p_value=found.p_value if not np.isnan(ratio) else np.nan,
            adjusted_p_value=np.nan,
            direction="cannot be tested",
            annual_percent_change=100 * (found.annual_rate_ratio - 1),
            annual_lower_95=100 * (found.annual_lower - 1),
            annual_upper_95=100 * (found.annual_upper - 1),
            trend_p_value=found.trend_p_value if not np.isnan(found.annual_rate_ratio) else np.nan,
            adjusted_trend_p_value=np.nan,
            trend_direction="cannot be tested",
        )


def _one_basis_a_year(rows: list[int], steps: list[tuple[str, int, int]]) -> list[int]:
    """One row a year: where a year is counted on several bases, that of the newest year goes before."""
    newest = max(rows, key=lambda row: (steps[row][:0:-1], row))
    by_year = {steps[row][1:]: row for row in rows}
    by_year |= {steps[row][1:]: row for row in rows if steps[row][0] == steps[newest][0]}
    return list(by_year.values())


def _judged(runs: list[NewestRun]) -> Iterator[NewestRun]:
    """The runs of a level with adjusted p-values and verdicts."""
    ends = benjamini_hochberg(np.array([run.p_value for run in runs]))
    trends = benjamini_hochberg(np.array([run.trend_p_value for run in runs]))
    for run, of_ends, of_trend in zip(runs, ends.tolist(), trends.tolist(), strict=True):
        yield replace(
            run,
            adjusted_p_value=of_ends,
            direction=direction(run.rate_ratio, of_ends),
            adjusted_trend_p_value=of_trend,
            trend_direction=direction(1 + run.annual_percent_change / 100, of_trend),
        )
