"""Funnels: the networks' rates against control limits, plain and allowing for over-dispersion."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.rates import RATES, comparison
from reporter.findings.schema import Schema, of_records
from reporter.machine.rows import where
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.funnel import (
    adjusted_rate_limits,
    expected_false_flags,
    flag,
    outside,
    overdispersion,
    poisson_limits,
    rate_overdispersion,
)

CURVE_POINTS = 121
"""Number of denominators at which the limits are drawn."""

FEWEST_AREAS = 5
"""Over-dispersion is estimated from at least this many areas."""

OUTSIDE = ("lower (99.8%)", "higher (99.8%)")

LIMITS = ("lower_95", "upper_95", "lower_998", "upper_998")


@dataclass(frozen=True)
class Funnel:
    """A funnel of one level: rates against denominators, with control limits about a target rate.

    Attributes:
        indicator, area_type, period, basis: the rates drawn.
        target: the target rate, the comparator's.
        target_code: the comparator's area code.
        phi: over-dispersion as the field computes it (SHMI); calibrated_phi: 1 when chance alone acts; tau2:
            variance of true rates between areas, relative to the target; dispersion_level: area type these
            were estimated from, empty where no level is complete (then all three are NaN and the adjusted
            limits are missing).
        points: one row an area whose rate is released: area_code, area_name, numerator, denominator, value,
            comparison (plain limits) and adjusted_comparison, each one of `Comparison` ('not compared'
            without adjusted limits).
        curve: one row a denominator: denominator, lower_95, upper_95, lower_998, upper_998 and the same with
            the prefix `adjusted_`.
        not_drawn: areas of the level whose rate is not released.
        outside, adjusted_outside: areas outside the 99.8% limits, plain and adjusted.
        expected_false_flags: areas expected outside the 99.8% limits by chance alone.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    target: float
    target_code: str
    phi: float
    calibrated_phi: float
    tau2: float
    dispersion_level: str
    points: pd.DataFrame
    curve: pd.DataFrame
    not_drawn: int
    outside: int
    adjusted_outside: int
    expected_false_flags: float


_KEY = ("indicator", "area_type", "period", "basis")
_DRAWN = ("area_code", "area_name", "numerator", "denominator", "value")


def _of_part(name: str, part: str, columns: dict[str, Any], key: str) -> Schema[Iterable[Funnel]]:
    """The schema of one part of every funnel: the columns that name the funnel, then those of the part."""

    def rows(funnels: Iterable[Funnel], _: Areas) -> pd.DataFrame:
        parts = [
            getattr(each, part).assign(**{column: getattr(each, column) for column in _KEY})
            for each in funnels
        ]
        return pd.concat(parts) if parts else pd.DataFrame()

    return Schema(name, dict.fromkeys(_KEY, str) | columns, (*_KEY, key), rows)


FUNNELS = of_records("funnels", Funnel, *_KEY)
FUNNEL_POINTS = _of_part(
    "funnel-points",
    "points",
    {column: RATES.columns[column] for column in (*_DRAWN, "comparison", "adjusted_comparison")},
    "area_code",
)
FUNNEL_LIMITS = _of_part(
    "funnel-limits",
    "curve",
    dict.fromkeys(("denominator", *LIMITS, *(f"adjusted_{limit}" for limit in LIMITS)), float),
    "denominator",
)


class _Dispersion(NamedTuple):
    """Over-dispersion and the level it was estimated from; NaN and no level where none is complete."""

    phi: float
    calibrated_phi: float
    tau2: float
    area_type: str


def funnel(
    rates: pd.DataFrame,
    indicator: Indicator,
    levels: Sequence[str],
    period: Period,
    comparator: str,
    models: Models = NOTHING,
) -> Funnel | None:
    """The funnel of one level and period, or None where the comparator's rate or every point is missing.

    Plain limits are exact Poisson limits about the comparator's rate. Adjusted limits are quantiles of the
    negative binomial whose variance between areas, tau2, is estimated from the released counts of the level,
    or, where some counts or denominators are not released, of the nearest level above that is complete: small
    counts are withheld first, so the others are biased upwards. Without such a level the adjusted limits and
    flags are missing.

    Args:
        rates: the table of rates.
        indicator: the indicator's record.
        levels: the level drawn, then those above it, nearest first.
        period: the period drawn.
        comparator: area code whose rate is the target.
        models: cache of fitted models.
    """
    kind = kind_of(indicator)
    if kind.variation != "negative binomial":
        return None
    here = rates[where(rates, indicator=indicator.id, period=period.label, basis=period.basis)]
    value, area_type = here["value"].to_numpy(dtype=np.float64), here["area_type"].to_numpy(dtype=object)
    targets = value[where(here, area_code=comparator)]
    is_drawn = (area_type == levels[0]) & ~np.isnan(value)
    if not targets.size or np.isnan(targets).any() or not is_drawn.any():
        return None
    drawn = here[is_drawn]
    target = float(kind.target(targets, indicator.multiplier)[0])
    spread = _dispersion(here, levels, target, indicator.multiplier, models)
    denominator = drawn["denominator"].to_numpy(dtype=np.float64)
    points = _points(drawn, denominator, target, spread.tau2, indicator.multiplier, models)
    chance = expected_false_flags(denominator, target, multiplier=indicator.multiplier, confidence=0.998)
    return Funnel(
        indicator=indicator.id,
        area_type=levels[0],
        period=period.label,
        basis=period.basis,
        target=target,
        target_code=comparator,
        phi=spread.phi,
        calibrated_phi=spread.calibrated_phi,
        tau2=spread.tau2,
        dispersion_level=spread.area_type,
        points=points,
        curve=_curve(denominator, target, spread.tau2, indicator.multiplier, models),
        not_drawn=int((area_type == levels[0]).sum()) - len(drawn),
        outside=int(points["comparison"].isin(OUTSIDE).sum()),
        adjusted_outside=int(points["adjusted_comparison"].isin(OUTSIDE).sum()),
        expected_false_flags=chance.nominal,
    )


def _dispersion(
    here: pd.DataFrame, levels: Sequence[str], target: float, multiplier: int, models: Models
) -> _Dispersion:
    area_type = here["area_type"].to_numpy(dtype=object)
    counts = here["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
    denominators = here["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    for each in levels:
        level = area_type == each
        count, denominator = counts[level], denominators[level]
        if count.size < FEWEST_AREAS or np.isnan(count + denominator).any():
            continue
        parity = models(overdispersion, count, denominator * target / multiplier)
        estimate = models(rate_overdispersion, count, denominator, target=target, multiplier=multiplier)
        return _Dispersion(parity.phi, estimate.phi, estimate.tau2, each)
    return _Dispersion(np.nan, np.nan, np.nan, "")


def _points(
    drawn: pd.DataFrame,
    denominator: NDArray[np.float64],
    target: float,
    tau2: float,
    multiplier: int,
    models: Models,
) -> pd.DataFrame:
    points = drawn[[*_DRAWN]].reset_index(drop=True)
    count = points["numerator"].to_numpy(dtype=np.float64)
    plain, adjusted = [], []
    for confidence in (0.95, 0.998):
        plain.append(flag(count, denominator, target, multiplier=multiplier, confidence=confidence))
        limits = models(
            adjusted_rate_limits,
            denominator,
            target=target,
            tau2=tau2,
            multiplier=multiplier,
            confidence=confidence,
        )
        adjusted.append(outside(points["value"].to_numpy(dtype=np.float64), limits))
    everywhere = np.ones(len(points), dtype=np.bool_)
    points["comparison"] = comparison(plain[0], plain[1], everywhere)
    points["adjusted_comparison"] = comparison(adjusted[0], adjusted[1], everywhere & ~np.isnan(tau2))
    return points


def _curve(
    denominator: NDArray[np.float64], target: float, tau2: float, multiplier: int, models: Models
) -> pd.DataFrame:
    """Table of limits, from a little below the smallest denominator to a little above the largest.

    The limits narrow with the root of the denominator, so even steps of the root give an even curve.
    """
    grid = np.linspace(np.sqrt(denominator.min() * 0.8), np.sqrt(denominator.max() * 1.05), CURVE_POINTS) ** 2
    columns = {"denominator": grid}
    about = {"target": target, "multiplier": multiplier}
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        plain = models(poisson_limits, grid, **about, confidence=confidence)
        columns[f"lower_{name}"], columns[f"upper_{name}"] = plain.lower, plain.upper
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        wide = models(adjusted_rate_limits, grid, **about, tau2=tau2, confidence=confidence)
        columns[f"adjusted_lower_{name}"], columns[f"adjusted_upper_{name}"] = wide.lower, wide.upper
    return pd.DataFrame(columns)
