"""What the gamma distribution of an area's true rate says: exceedance, and how reliable the rate is.

After its count is seen the true rate per unit of denominator is Gamma(shape, rate), with the mean shape/rate:
shape = x + a and rate = n + b, where `gamma_poisson` gives a and b as its `shape` and `rate`.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
)


def exceedance(
    shape: ArrayLike,
    rate: ArrayLike,
    target: ArrayLike,
    *,
    relative: float = 0.0,
    multiplier: float = 1000,
) -> Floats:
    """The probability that the underlying rate is more than `relative` above a target.

    P(λ > t(1 + δ)/m) = 1 − Γ_cdf(t(1 + δ)/m; shape, rate).

    Args:
        shape: of the gamma distribution of λ, above 0.
        rate: of it, in the unit of the denominator, above 0.
        target: t per `multiplier`, 0 or more.
        relative: δ, −1 or more: 0.1 for 10% above the target.
        multiplier: m.

    Returns:
        NaN where an argument is out of range. A usual mark is 0.8; 0.975 is the analogue of the 95% line.

    Raises:
        ValueError: `relative` is missing, infinite or below −1.

    Reference: Richardson et al. 2004, Environmental Health Perspectives 112:1016.
    """
    check_multiplier(multiplier)
    if not (relative >= -1 and math.isfinite(relative)):
        raise ValueError(f"relative must be a finite number of at least -1, not {relative!r}")
    shape, rate, target = broadcast(shape, rate, target)
    valid = finite_denominator(shape) & finite_denominator(rate) & finite_count(target)
    mark = np.where(valid, target, np.nan) * (1 + relative) / multiplier
    return np.asarray(special.gammaincc(np.where(valid, shape, np.nan), np.where(valid, rate, np.nan) * mark))


def reliability(denominator: ArrayLike, rate: ArrayLike) -> Floats:
    """Reliability n/(n + rate) of an area's rate: the share of its variance that is between areas.

    Args:
        denominator: n of each area.
        rate: that of the gamma distribution of true rates, 1/(τ²·mean); infinite where areas do not differ.

    Returns:
        0 to 1; 1 less it is the weight of the common mean in the shrunk rate. NaN where n or the rate is not
        above 0.
    """
    denominator, rate = broadcast(denominator, rate)
    valid = finite_denominator(denominator) & (rate > 0)
    return np.asarray(np.where(valid, denominator, np.nan) / (denominator + np.where(valid, rate, np.nan)))
