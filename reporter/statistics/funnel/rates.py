"""Over-dispersion of crude rates, and control limits that allow for it.

Each area's true rate is taken as the target times a gamma variable with mean 1 and variance τ²; its count is
then negative binomial with mean E and variance E + τ²E². Nothing is transformed: counts of 0 are counts like
others, limits are quantiles of counts as the plain limits are, and at τ² = 0 they are the plain limits.

The publication draws the plain Poisson limits, which show what chance alone does, and beside them these. Not
the SHMI or CQC limits: those are normal limits of a transformed ratio, poor where only a few deaths are
expected.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from reporter.statistics.arrays import (
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
    tail_probability,
)
from reporter.statistics.funnel.limits import Limits, interpolated, poisson_limits
from reporter.statistics.funnel.overdispersion import Overdispersion, between_areas, mean_square, usable
from reporter.statistics.funnel.trimming import check_method, null_phi, winsorised


def rate_overdispersion(
    count: ArrayLike,
    denominator: ArrayLike,
    target: ArrayLike,
    *,
    multiplier: float = 1000,
    trim: float = 0.1,
) -> Overdispersion:
    """Calibrated φ and τ² of crude rates about a target.

    z = (x − E)/√E with E = n·target/m, winsorised at both ends, φ divided by what chance alone gives then
    (`null_phi`); τ² from φ by moments with weights E.

    Args:
        count: events of each area, zeros included.
        denominator: n of each area; areas with nothing expected, or with anything missing, are ignored.
        target: the centre line per `multiplier`.
        multiplier: m.
        trim: the share of areas drawn in at each end, so that a few outliers do not hide themselves.

    Returns:
        φ (1 when chance alone acts), τ² (variance of true rates relative to the target) and the number of
        areas; NaN where there are too few areas.

    Take it from areas none of which is withheld: small counts are withheld first, and what remains leans
    high.
    """
    check_multiplier(multiplier)
    check_method("cqc", trim)
    count, denominator, target = (
        np.atleast_1d(argument) for argument in broadcast(count, denominator, target)
    )
    expected = denominator * target / multiplier
    known = usable(count, expected)
    count, expected = count[known], expected[known]
    if not expected.size:
        return Overdispersion(np.nan, np.nan, 0)
    z = winsorised((count - expected) / np.sqrt(expected), trim)
    return between_areas(mean_square(z) / null_phi(z.size, method="cqc", trim=trim), expected)


def adjusted_rate_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    tau2: float,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Limits:
    """Limits of a rate about a target when true rates of areas differ with relative variance τ².

    Interpolated quantiles as `poisson_limits` takes them, of the negative binomial distribution with mean
    E = n·target/m and variance E + τ²E².

    Args:
        denominator: n; any positive number, so a curve can be drawn from a grid.
        target: the centre line per `multiplier`.
        tau2: τ² of `rate_overdispersion`; NaN gives NaN, 0 the plain limits.
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        Limits per `multiplier`, floored at 0; NaN where `poisson_limits` has NaN.

    Raises:
        ValueError: `tau2` is negative or infinite.
    """
    if tau2 == 0:
        return poisson_limits(denominator, target, multiplier=multiplier, confidence=confidence)
    if tau2 < 0 or np.isinf(tau2):
        raise ValueError(f"tau2 must be a finite number of at least 0, not {tau2!r}")
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    denominator, target = broadcast(denominator, target)
    valid = finite_denominator(denominator) & finite_count(target)
    denominator = np.where(valid, denominator, np.nan)
    mean = denominator * np.where(valid, target, np.nan) / multiplier
    counts = stats.nbinom(1 / tau2, 1 / (1 + tau2 * mean))
    quantiles = [(p, counts.ppf(p)) for p in (tail, 1 - tail)]
    lower, upper = (interpolated(count, counts.cdf(count) - p, counts.pmf(count)) for p, count in quantiles)
    return Limits(multiplier * lower / denominator, multiplier * upper / denominator)
