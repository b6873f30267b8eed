"""Funnels of means, standardised rates, and anything else with a standard error."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import broadcast, finite_count, finite_denominator, tail_probability, vectors
from reporter.statistics.funnel.limits import Limits
from reporter.statistics.funnel.overdispersion import Overdispersion, between_areas, mean_square
from reporter.statistics.funnel.trimming import check_trim, winsorised


def additive_overdispersion(
    value: ArrayLike, standard_error: ArrayLike, target: ArrayLike, *, trim: float = 0.1
) -> Overdispersion:
    """φ and τ² of values with standard errors about a target.

    z = (y − θ)/s, clipped to its quantiles `trim` and 1 − `trim`; φ = Σz²/N; τ² = max(0, (Nφ − (N−1))/(Σw −
    Σw²/Σw)), w = 1/s².

    Args:
        value: y of each area (1-d).
        standard_error: s of each; areas without (missing or not above 0), or without a value, are ignored.
        target: θ.
        trim: the share drawn in at each end, at least 0 and below 0.5.

    Returns:
        φ, τ² in the square of the unit of the values, and N. With no area φ is NaN, with fewer than two τ².

    φ is 0.68, not 1, when chance alone acts on many areas and a tenth is drawn in at each end: to judge
    whether areas vary divide it by `null_phi`. Reference: Spiegelhalter 2012, JRSS A 175:1.
    """
    check_trim(trim)
    value, error, target = vectors(value, standard_error, target)
    known = np.isfinite(value) & finite_denominator(error) & np.isfinite(target)
    error = error[known]
    z = (value[known] - target[known]) / error
    return between_areas(mean_square(winsorised(z, trim) if z.size else z), 1 / error**2)


def heterogeneity(value: ArrayLike, standard_error: ArrayLike) -> float:
    """The p-value of values that differ by no more than their standard errors: Cochran's test.

    Q = Σw(y − ȳ)², w = 1/s², ȳ their weighted mean; p = P(χ²(N − 1) ≥ Q).

    Args:
        value: y of each area (1-d).
        standard_error: s of each, above 0.

    Returns:
        NaN with fewer than two areas, or anything missing.

    Reference: Cochran 1954, Biometrics 10:101.
    """
    value, error = vectors(value, standard_error)
    if value.size < 2 or not (np.isfinite(value) & finite_denominator(error)).all():
        return float("nan")
    weight = 1 / error**2
    scatter = (weight * (value - (weight * value).sum() / weight.sum()) ** 2).sum()
    return float(special.chdtrc(value.size - 1, scatter))


def additive_limits(
    standard_error: ArrayLike, target: ArrayLike, tau2: ArrayLike, *, confidence: float = 0.95
) -> Limits:
    """Limits θ ± z·√(s² + τ²) about a target.

    Args:
        standard_error: s at the area's number of cases, above 0 (otherwise NaN).
        target: θ, in the unit of the values.
        tau2: τ² of `additive_overdispersion`, 0 or more (otherwise NaN).
        confidence: 0.95 or 0.998 for the customary lines.
    """
    z = -special.ndtri(tail_probability(confidence))
    error, target, tau2 = broadcast(standard_error, target, tau2)
    valid = finite_denominator(error) & np.isfinite(target) & finite_count(tau2)
    error, target, tau2 = (np.where(valid, argument, np.nan) for argument in (error, target, tau2))
    half = z * np.sqrt(error**2 + tau2)
    return Limits(target - half, target + half)
