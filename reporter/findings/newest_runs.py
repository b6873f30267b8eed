"""The newest run of years: what changed over it, from the first year to the last and year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np
import pandas as pd

from reporter.findings.change import direction
from reporter.findings.kinds import Compared, Floats, Observed, Slope, kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.runs import newest_run, of_series, times
from reporter.findings.schema import CalendarYear, PValue, of_records, of_type
from reporter.findings.vocabulary import EVERYONE, Direction
from reporter.machine.rows import row_keys, where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import window
from reporter.statistics.multiplicity import benjamini_hochberg

FEWEST_YEARS = 3
"""A run is tested from this many years on: fewer are the change from the year before."""


@dataclass(frozen=True)
class NewestRun:
    """The newest consecutive years of one area on one basis, none of them withheld: three years or more.

    breakdown: `EVERYONE`, or that over whose categories counts are added up because their years go further
    back (`unbroken_runs`); first_year, last_year: its ends, each the number of a step or of a window that the
    source has counted together; value_from, value_to: the rates there; rate_ratio with its 95% limits and
    p_value: the last over the first; annual_percent_change with its 95% limits and trend_p_value: the
    regression on all its years (of Poisson counts, the exact conditional test of the trend); adjusted_p_value
    and adjusted_trend_p_value: allowing for the number of areas of this type tested (Benjamini and Hochberg);
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


@dataclass(frozen=True)
class ShareRun:
    """The newest run of proportions, as `NewestRun`.

    difference with its 95% limits and p_value: the last less the first, in the unit of the values;
    annual_percent_change: of the odds, by logistic regression.
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
    difference: float
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


AnyRun: TypeAlias = NewestRun | ShareRun

NEWEST_RUNS = of_type(of_records("newest-runs", NewestRun, "indicator", "area_code", "breakdown"), NewestRun)
SHARE_RUNS = of_type(of_records("proportion-runs", ShareRun, "indicator", "area_code", "breakdown"), ShareRun)

_RECORDS: Mapping[str, tuple[type[AnyRun], str]] = {
    "ratio": (NewestRun, "rate_ratio"),
    "difference": (ShareRun, "difference"),
}
"""The record of a run by the effect that its ends are compared by, and its field of this effect."""


def newest_runs(
    rates: pd.DataFrame,
    indicators: tuple[Indicator, ...],
    area_types: tuple[str, ...],
    models: Models = NOTHING,
    *,
    windows: bool = False,
) -> tuple[AnyRun, ...]:
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
        if indicator.compares_years
        for area_type in area_types
        for found in _judged(list(_of_level(rates, indicator, area_type, models, windows=windows)))
    )


def _of_level(
    rates: pd.DataFrame, indicator: Indicator, area_type: str, models: Models, *, windows: bool
) -> Iterator[AnyRun]:
    here = rates[where(rates, indicator=indicator.id, area_type=area_type)]
    here = here[of_series(here, windows=windows)]
    kind = kind_of(indicator)
    record, effect = _RECORDS[kind.effect]
    observed = kind.exposed(kind.observed(here, indicator))
    value = kind.estimate(observed, indicator.multiplier, 0.95).value
    known = ~np.isnan(value)
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
        of_run = observed.at(np.array(run, dtype=np.intp))
        compared, slope = models(_over, *of_run, *times(ends), indicator=indicator)
        yield record(
            indicator=indicator.id,
            area_code=code,
            breakdown=EVERYONE,
            basis=steps[run[-1]][0],
            first_year=window(*ends[0]),
            last_year=window(*ends[-1]),
            points=len(run),
            value_from=float(value[run[0]]),
            value_to=float(value[run[-1]]),
            **{effect: float(compared.effect[0])},
            lower_95=float(compared.lower[0]),
            upper_95=float(compared.upper[0]),
            p_value=float(compared.p_value[0]),
            adjusted_p_value=np.nan,
            direction="cannot be tested",
            annual_percent_change=100 * (slope.annual_ratio - 1),
            annual_lower_95=100 * (slope.lower - 1),
            annual_upper_95=100 * (slope.upper - 1),
            trend_p_value=slope.p_value,
            adjusted_trend_p_value=np.nan,
            trend_direction="cannot be tested",
        )


def _over(
    count: Floats,
    denominator: Floats,
    value: Floats,
    variance: Floats,
    time: Floats,
    score: Floats,
    indicator: Indicator,
) -> tuple[Compared, Slope]:
    observed = Observed(count, denominator, value, variance)
    return kind_of(indicator).over(observed, time, score, indicator.multiplier)


def _one_basis_a_year(rows: list[int], steps: list[tuple[str, int, int]]) -> list[int]:
    """One row a year: where a year is counted on several bases, that of the newest year goes before."""
    newest = max(rows, key=lambda row: (steps[row][:0:-1], row))
    by_year = {steps[row][1:]: row for row in rows}
    by_year |= {steps[row][1:]: row for row in rows if steps[row][0] == steps[newest][0]}
    return list(by_year.values())


def _judged(runs: list[AnyRun]) -> Iterator[AnyRun]:
    """The runs of a level with adjusted p-values and verdicts."""
    ends = benjamini_hochberg(np.array([run.p_value for run in runs]))
    trends = benjamini_hochberg(np.array([run.trend_p_value for run in runs]))
    for run, of_ends, of_trend in zip(runs, ends.tolist(), trends.tolist(), strict=True):
        yield replace(
            run,
            adjusted_p_value=of_ends,
            direction=_direction(run, of_ends),
            adjusted_trend_p_value=of_trend,
            trend_direction=direction(1 + run.annual_percent_change / 100, of_trend),
        )


def _direction(run: AnyRun, p_value: float) -> Direction:
    return direction(run.rate_ratio if isinstance(run, NewestRun) else 1 + run.difference, p_value)
