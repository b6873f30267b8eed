"""Inequalities across a breakdown's categories: slope and relative index, their trend, Kitagawa's split."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
import pandas as pd

from reporter.breakdowns import Breakdown
from reporter.findings.change import direction
from reporter.findings.inequality_model import Decomposition, Inequality, InequalityTrend
from reporter.findings.trends import FEWEST_POINTS, longest_run
from reporter.findings.vocabulary import Inequal
from reporter.indicator import Indicator
from reporter.publication import Publication
from reporter.statistics.decomposition import kitagawa
from reporter.statistics.inequality import SlopeIndex, slope_index
from reporter.statistics.inequality_trend import relative_index_trend
from reporter.statistics.intervals import crude_rate

Whole = tuple[str, str, pd.DataFrame]
"""Indicator id, area code, and the rows of an area with all categories released."""


def inequalities(by_category: pd.DataFrame, publication: Publication) -> tuple[Inequality, ...]:
    """Slope and relative index of every area and period whose quantiles are all released.

    Args:
        by_category: rates by category.
        publication: settings and indicators.
    """
    return tuple(
        _inequality(rows, breakdown, indicator.multiplier)
        for indicator, breakdown in _of_kind("quantile", publication)
        for rows in _whole_groups(by_category, indicator.id, breakdown, ["basis", "period", "area_code"])
    )


def inequality_trends(by_category: pd.DataFrame, publication: Publication) -> tuple[InequalityTrend, ...]:
    """Trend of the relative index over the longest run of single years whose quantiles are all released."""
    found = []
    for indicator, breakdown in _of_kind("quantile", publication):
        for rows in _annual(by_category, indicator.id, breakdown):
            years = longest_run(rows.drop_duplicates(["basis", "last_year"]))
            if len(years) >= FEWEST_POINTS:
                run = rows.merge(years[["basis", "last_year"]], on=["basis", "last_year"])
                found.append(_trend(run, breakdown))
    return tuple(found)


def decompositions(by_category: pd.DataFrame, publication: Publication) -> tuple[Decomposition, ...]:
    """Kitagawa's split of the change from the first to the last single year, for breakdowns into groups."""
    found = []
    for indicator, breakdown in _of_kind("groups", publication):
        for rows in _annual(by_category, indicator.id, breakdown):
            for _, series in rows.groupby("basis", sort=False):
                first, last = series["last_year"].min(), series["last_year"].max()
                if first < last:
                    found.append(_decomposition(series, breakdown, indicator.multiplier))
    return tuple(found)


def _of_kind(
    kind: Literal["quantile", "groups"], publication: Publication
) -> Iterator[tuple[Indicator, Breakdown]]:
    """Every indicator with every breakdown of a kind."""
    for indicator in publication.indicators:
        for breakdown in publication.settings.breakdowns:
            if breakdown.kind == kind:
                yield indicator, breakdown


def _whole_groups(
    by_category: pd.DataFrame, indicator: str, breakdown: Breakdown, keys: list[str]
) -> Iterator[pd.DataFrame]:
    """Groups of rows that have every category, each with its count released."""
    rows = by_category[(by_category["indicator"] == indicator) & (by_category["breakdown"] == breakdown.id)]
    for _, group in rows.groupby(keys, sort=False):
        if len(group) == len(breakdown.categories) and group["numerator"].notna().all():
            yield group


def _annual(by_category: pd.DataFrame, indicator: str, breakdown: Breakdown) -> Iterator[pd.DataFrame]:
    """The single years of each area, those with all categories released, in order of time."""
    single = by_category[by_category["first_year"] == by_category["last_year"]]
    keys = ["area_code", "basis", "last_year"]
    years = list(_whole_groups(single, indicator, breakdown, keys))
    if years:
        together = pd.concat(years).sort_values(["basis", "last_year"], kind="stable")
        for _, rows in together.groupby("area_code", sort=False):
            yield rows


def _inequality(rows: pd.DataFrame, breakdown: Breakdown, multiplier: int) -> Inequality:
    count, denominator = (rows[name].to_numpy(dtype=np.float64) for name in ("numerator", "denominator"))
    # From the counts: a quantile on few events has no rate of its own, for reliability, but a part in a line.
    rate = crude_rate(count, denominator, multiplier=multiplier)
    # -1 turns the direction: above 0 and 1 where there are more events among the more deprived.
    index = slope_index(denominator, *rate, multiplier=-1)
    return Inequality(
        **{name: str(rows[name].iloc[0]) for name in ("indicator", "area_code")},
        breakdown=breakdown.id,
        **{name: str(rows[name].iloc[0]) for name in ("period", "basis")},
        quantiles=len(rows),
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


def _trend(rows: pd.DataFrame, breakdown: Breakdown) -> InequalityTrend:
    years = np.unique(rows["last_year"].to_numpy(dtype=np.int64))
    shape = (years.size, len(breakdown.categories))
    count, denominator = (
        rows[name].to_numpy(dtype=np.float64).reshape(shape) for name in ("numerator", "denominator")
    )
    test = relative_index_trend(count, denominator, years)
    return InequalityTrend(
        indicator=str(rows["indicator"].iloc[0]),
        area_code=str(rows["area_code"].iloc[0]),
        breakdown=breakdown.id,
        basis=str(rows["basis"].iloc[0]),
        first_year=int(years[0]),
        last_year=int(years[-1]),
        points=years.size,
        annual_percent_change=100 * (test.annual_ratio - 1),
        lower_95=100 * (test.lower - 1),
        upper_95=100 * (test.upper - 1),
        p_value=test.p_value,
        dispersion=test.dispersion,
        direction=direction(test.annual_ratio, test.p_value),
    )


def _decomposition(series: pd.DataFrame, breakdown: Breakdown, multiplier: int) -> Decomposition:
    first, last = (
        series[series["last_year"] == year] for year in (series["last_year"].min(), series["last_year"].max())
    )
    split = kitagawa(
        *(
            rows[name].to_numpy(dtype=np.float64)
            for rows in (first, last)
            for name in ("numerator", "denominator")
        ),
        multiplier=multiplier,
    )
    return Decomposition(
        indicator=str(last["indicator"].iloc[0]),
        area_code=str(last["area_code"].iloc[0]),
        breakdown=breakdown.id,
        basis=str(last["basis"].iloc[0]),
        period_from=str(first["period"].iloc[0]),
        period_to=str(last["period"].iloc[0]),
        total=split.total,
        composition=split.composition,
        rate=split.rate,
    )
