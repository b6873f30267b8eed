"""Funnels: the networks' rates against control limits, plain and allowing for over-dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.model import Funnel
from reporter.findings.rates import comparison
from reporter.indicator import Indicator
from reporter.periods import Period
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
"""Denominators at which the limits are drawn."""

FEWEST_AREAS = 5
"""Over-dispersion is estimated from at least this many areas."""

OUTSIDE = ("lower (99.8%)", "higher (99.8%)")


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
) -> Funnel | None:
    """The funnel of one level and period, or None where the comparator's rate or every point is missing.

    Plain limits are exact Poisson limits about the comparator's rate. Adjusted limits are quantiles of the
    negative binomial whose variance between areas, tau2, is estimated from the released counts of the level,
    or, where some are
    not released, of the nearest level above that is complete: small counts are withheld first, so what
    remains leans high. Without such a level the adjusted limits and flags are missing.

    Args:
        rates: the table of rates.
        indicator: the indicator's record.
        levels: the level drawn, then those above it, nearest first.
        period: the period drawn.
        comparator: area code whose rate is the target.
    """
    here = rates[
        (rates["indicator"] == indicator.id)
        & (rates["period"] == period.label)
        & (rates["basis"] == period.basis)
    ]
    targets = here.loc[here["area_code"] == comparator, "value"]
    level = here[here["area_type"] == levels[0]]
    drawn = level[level["value"].notna()]
    if targets.empty or targets.isna().any() or drawn.empty:
        return None
    target = float(targets.iloc[0])
    spread = _dispersion(here, levels, target, indicator.multiplier)
    denominator = drawn["denominator"].to_numpy(dtype=np.float64)
    points = _points(drawn, denominator, target, spread.tau2, indicator.multiplier)
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
        curve=_curve(denominator, target, spread.tau2, indicator.multiplier),
        not_drawn=len(level) - len(drawn),
        outside=int(points["flag"].isin(OUTSIDE).sum()),
        adjusted_outside=int(points["adjusted_flag"].isin(OUTSIDE).sum()),
        expected_false_flags=chance.nominal,
    )


def _dispersion(here: pd.DataFrame, levels: Sequence[str], target: float, multiplier: int) -> _Dispersion:
    for area_type in levels:
        level = here[here["area_type"] == area_type]
        if len(level) < FEWEST_AREAS or level["numerator"].isna().any():
            continue
        count = level["numerator"].to_numpy(dtype=np.float64)
        denominator = level["denominator"].to_numpy(dtype=np.float64)
        parity = overdispersion(count, denominator * target / multiplier)
        estimate = rate_overdispersion(count, denominator, target, multiplier=multiplier)
        return _Dispersion(parity.phi, estimate.phi, estimate.tau2, area_type)
    return _Dispersion(np.nan, np.nan, np.nan, "")


def _points(
    drawn: pd.DataFrame, denominator: NDArray[np.float64], target: float, tau2: float, multiplier: int
) -> pd.DataFrame:
    points = drawn[["area_code", "area_name", "numerator", "denominator", "value"]].reset_index(drop=True)
    count = points["numerator"].to_numpy(dtype=np.float64)
    plain, adjusted = [], []
    for confidence in (0.95, 0.998):
        plain.append(flag(count, denominator, target, multiplier=multiplier, confidence=confidence))
        limits = adjusted_rate_limits(denominator, target, tau2, multiplier=multiplier, confidence=confidence)
        adjusted.append(outside(points["value"].to_numpy(dtype=np.float64), limits))
    everywhere = np.ones(len(points), dtype=np.bool_)
    points["flag"] = comparison(plain[0], plain[1], everywhere)
    points["adjusted_flag"] = comparison(adjusted[0], adjusted[1], everywhere & ~np.isnan(tau2))
    return points


def _curve(denominator: NDArray[np.float64], target: float, tau2: float, multiplier: int) -> pd.DataFrame:
    """Limits from a little below the smallest denominator to a little above the largest, evenly by its root.

    The limits narrow with the root of the denominator, so even steps of the root draw an even curve.
    """
    grid = np.linspace(np.sqrt(denominator.min() * 0.8), np.sqrt(denominator.max() * 1.05), CURVE_POINTS) ** 2
    columns = {"denominator": grid}
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        plain = poisson_limits(grid, target, multiplier=multiplier, confidence=confidence)
        columns[f"lower_{name}"], columns[f"upper_{name}"] = plain.lower, plain.upper
    for confidence, name in ((0.95, "95"), (0.998, "998")):
        wide = adjusted_rate_limits(grid, target, tau2, multiplier=multiplier, confidence=confidence)
        columns[f"adjusted_lower_{name}"], columns[f"adjusted_upper_{name}"] = wide.lower, wide.upper
    return pd.DataFrame(columns)
