"""Means with their confidence intervals, and the difference of two, from their standard deviations."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, broadcast, tail_probability
from reporter.statistics.intervals.results import Difference, Estimate


def mean(mean: ArrayLike, sd: ArrayLike, n: ArrayLike, *, confidence: float = 0.95) -> Estimate:
    """Mean v with limits v ± t(1 − α/2; n − 1)·s/√n.

    Args:
        mean: v, in any unit.
        sd: the standard deviation s of single values, 0 or more.
        n: how many values, 1 or more.
        confidence: 0.95 for 95%.

    Returns:
        One value has no limits (NaN); NaN throughout where anything is missing, infinite or out of range.

    Reference: PHEindicatormethods, phe_mean.
    """
    tail = tail_probability(confidence)
    value, error, n = _with_errors(mean, sd, n)
    half = -special.stdtrit(np.where(n > 1, n - 1, np.nan), tail) * error
    return Estimate(value, value - half, value + half)


def mean_difference(
    mean_1: ArrayLike,
    sd_1: ArrayLike,
    n_1: ArrayLike,
    mean_2: ArrayLike,
    sd_2: ArrayLike,
    n_2: ArrayLike,
    *,
    confidence: float = 0.95,
) -> Difference:
    """Difference of two independent means, first less second, by Welch's t test.

    Standard error √(s₁²/n₁ + s₂²/n₂), t with (s₁²/n₁ + s₂²/n₂)²/Σ(sᵢ²/nᵢ)²/(nᵢ − 1) degrees of freedom.
    Arguments and unusable elements as for `mean`; where either mean rests on one value, or neither varies,
    the difference has no limits and no p-value.

    Reference: Welch 1947, Biometrika 34:28; R's t.test.
    """
    tail = tail_probability(confidence)
    first, error_1, n_1 = _with_errors(mean_1, sd_1, n_1)
    second, error_2, n_2 = _with_errors(mean_2, sd_2, n_2)
    difference, error = first - second, np.hypot(error_1, error_2)
    with np.errstate(divide="ignore", invalid="ignore"):
        share_1, share_2 = (error_1 / error) ** 2, (error_2 / error) ** 2
        freedom = 1 / (share_1**2 / (n_1 - 1) + share_2**2 / (n_2 - 1))
        t = difference / error
    freedom = np.where((n_1 > 1) & (n_2 > 1), freedom, np.nan)
    half = -special.stdtrit(freedom, tail) * error
    p_value = 2 * special.stdtr(freedom, -np.abs(t))
    return Difference(difference, difference - half, difference + half, np.asarray(p_value))


def _with_errors(mean: ArrayLike, sd: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats, Floats]:
    """Mean, its standard error and the number of values, NaN where they cannot be used."""
    value, sd, n = broadcast(mean, sd, n)
    valid = np.isfinite(value) & (sd >= 0) & (sd < np.inf) & (n >= 1) & (n < np.inf)
    value, sd, n = (np.where(valid, argument, np.nan) for argument in (value, sd, n))
    return value, sd / np.sqrt(n), n
