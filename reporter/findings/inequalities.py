"""Inequalities across a breakdown's categories in order: slope and relative index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.change import SIGNIFICANT
from reporter.findings.kinds import Model, Observed, kind_of
from reporter.findings.runs import of_series
from reporter.findings.schema import PValue, of_records
from reporter.findings.vocabulary import Inequal
from reporter.machine.rows import row_keys, where
from reporter.publication.breakdowns import Breakdown
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.statistics.inequality import RegressionIndex, SlopeIndex, regression_index, slope_index

NO_EVENTS = "no events"
NOTHING_BUT_EVENTS = "nothing but events"
NO_DENOMINATOR = "a group has no population"
PARTED = "one group parts those with the event from those without"
ONE_GROUP = "all events are in one group at an end"
"""Reasons why there is no index, or one without a limit."""


@dataclass(frozen=True)
class Inequality:
    """How unequal one area's rates are across the quantiles of a breakdown, most deprived to least.

    sii, rii: slope index (difference, in the rate's unit) and relative index (ratio) of inequality with 95%
    profile limits, above 0 and 1 where rates are higher among the more deprived; p_value: likelihood ratio;
    reason: why an index or limit is missing or infinite; verdict: 'higher' or 'lower' (among the more
    deprived) only where p_value is below 0.05, which is where both limits leave out 0 and 1. The columns that
    begin with weighted_ are the same by the published method, a line through weighted logarithms of rates.
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
    p_value: PValue
    reason: str
    verdict: Inequal
    weighted_sii: float
    weighted_sii_lower_95: float
    weighted_sii_upper_95: float
    weighted_rii: float
    weighted_rii_lower_95: float
    weighted_rii_upper_95: float
    weighted_reason: str


OF_GROUPS = ("indicator", "area_code", "breakdown")
INEQUALITIES = of_records("inequalities", Inequality, *OF_GROUPS, "period", "basis")

_YEAR = attrgetter("basis", "last_year")


class Whole(NamedTuple):
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
        _inequality(cells, breakdown, indicator)
        for indicator, breakdown in of_kind("quantile", publication, ("poisson", "binomial"))
        for cells in whole(by_category, indicator.id, breakdown)
    )


def of_kind(
    kind: Literal["quantile", "groups"], publication: Publication, models: tuple[Model, ...]
) -> Iterator[tuple[Indicator, Breakdown]]:
    """Every indicator whose groups are compared by such a model, with every breakdown of a kind."""
    for indicator in (each for each in publication.indicators if kind_of(each).by_group in models):
        for breakdown in publication.settings.breakdowns:
            if breakdown.kind == kind:
                yield indicator, breakdown


def whole(
    by_category: pd.DataFrame, indicator: str, breakdown: Breakdown, windows: bool | None = None
) -> Iterator[Whole]:
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
            yield Whole(indicator, *key, events=count[rows], denominator=denominator[rows])


def annual(
    by_category: pd.DataFrame, indicator: str, breakdown: Breakdown, *, windows: bool
) -> Iterator[list[Whole]]:
    """Single years of each area with all categories released, in order of time."""
    of_area: dict[str, list[Whole]] = {}
    for cells in sorted(whole(by_category, indicator, breakdown, windows), key=_YEAR):
        of_area.setdefault(cells.area_code, []).append(cells)
    yield from of_area.values()


def _inequality(cells: Whole, breakdown: Breakdown, indicator: Indicator) -> Inequality:
    # From the counts: a quantile with too few events to publish its rate still belongs in the regression.
    kind, observed = kind_of(indicator), Observed.of(cells.events, cells.denominator)
    index = regression_index(*observed[:2], model=kind.by_group or "poisson", multiplier=indicator.multiplier)
    rate = kind.estimate(observed, indicator.multiplier, 0.95)
    # -1 reverses the direction: above 0 and 1 where there are more events among the more deprived.
    weighted = slope_index(cells.denominator, *rate, multiplier=-1)
    if kind.by_group == "binomial":
        weighted = SlopeIndex(np.nan, np.nan, np.nan, np.nan, np.nan, np.nan, "of rates alone")
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
        p_value=index.p_value,
        reason=_reason(cells, index),
        verdict=_verdict(index),
        weighted_sii=weighted.sii,
        weighted_sii_lower_95=weighted.sii_lower,
        weighted_sii_upper_95=weighted.sii_upper,
        weighted_rii=weighted.rii,
        weighted_rii_lower_95=weighted.rii_lower,
        weighted_rii_upper_95=weighted.rii_upper,
        weighted_reason=weighted.reason,
    )


def _reason(cells: Whole, index: RegressionIndex) -> str:
    """Why an index or limit is missing or infinite; empty where none is."""
    if not cells.events.any():
        return NO_EVENTS
    if np.isnan(index.p_value) and (cells.events >= cells.denominator).all() and cells.denominator.all():
        return NOTHING_BUT_EVENTS
    if np.isnan(index.p_value):
        return NO_DENOMINATOR
    if np.isnan(index.sii):
        return PARTED if np.isnan(index.rii) else ONE_GROUP
    return ""


def _verdict(index: RegressionIndex) -> Inequal:
    if np.isnan(index.p_value) or np.isnan(index.rii):
        return "cannot be tested"
    if index.p_value >= SIGNIFICANT:
        return "no clear difference"
    return "higher" if index.rii > 1 else "lower"
