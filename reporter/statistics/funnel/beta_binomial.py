"""Proportions whose true shares differ between areas: over-dispersion by maximum likelihood, and limits.

True shares are Beta with mean μ and intraclass correlation ρ, variance μ(1 − μ)ρ; counts are beta-binomial.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, finite_count, finite_denominator, vectors, whole
from reporter.statistics.elementary import exp, log
from reporter.statistics.funnel.limits import Limits
from reporter.statistics.funnel.proportion import binomial_limits, mirrored_limits
from reporter.statistics.funnel.spread import fitted_spread
from reporter.statistics.rising import SMALLEST, log_rising, slope_of_log_rising, sum_of_inverses
from reporter.statistics.roots import root

RANGE = np.array([0, 1e-5, 1e-4, 5e-4, 2e-3, 0.006, 0.02, 0.06, 0.15, 0.35, 0.7, 0.95, 0.9999])
"""Correlations at which the likelihood is looked at first, and between which it is sought."""

NODES = 128
"""Places at which an integral over a distribution of shares is taken."""

LEFT_OUT = 1e-15
"""The probability beyond either end of them."""


class BetaBinomial(NamedTuple):
    """The mean of true shares, their intraclass correlation ρ with limits, and its test.

    `log_likelihood` holds all constants. `likelihood_ratio` is that of ρ = 0, `p_value` its p on the
    boundary: ½·P(χ²₁ > LR), 1 if LR is 0.
    """

    mean: float
    rho: float
    rho_lower: float
    rho_upper: float
    log_likelihood: float
    likelihood_ratio: float
    p_value: float


def beta_binomial(count: ArrayLike, denominator: ArrayLike, *, confidence: float = 0.95) -> BetaBinomial:
    """Over-dispersion of proportions.

    ln f(x) = Σ_{k<x} ln(μ(1−ρ) + kρ) + Σ_{k<n−x} ln((1−μ)(1−ρ) + kρ) − Σ_{k<n} ln(1 − ρ + kρ) + ln C(n, x). ρ
    has profile limits: 2(l̂ − l(ρ)) ≤ χ²(confidence; 1), the mean at its best at each.

    Args:
        count: events of each area (1-d), whole.
        denominator: n of each area, whole.
        confidence: of the limits of ρ.

    Returns:
        ρ between 0 and 0.9999. It is 0 where the likelihood ratio is below 1e-5, which then is 0 and p 1.
        rho_lower is 0 where 0 is not excluded, rho_upper infinite where the other end is not. An area with
        anything missing, or more events than its denominator, is left out. NaN throughout with fewer than two
        areas, no event, or nothing but events.

    The complement has the same ρ. Reference: Crowder 1978, Applied Statistics 27:34.
    """
    x, n = vectors(count, denominator)
    valid = finite_count(x) & whole(x) & finite_denominator(n) & whole(n) & (x <= n)
    x, n = x[valid], n[valid]
    if x.size < 2 or x.sum() in (0, n.sum()):
        return BetaBinomial(*[np.nan] * 7)
    near = float(special.logit(x.sum() / n.sum()))
    spread = fitted_spread(lambda rho: profile(x, n, rho, near), RANGE, confidence)
    return BetaBinomial(float(special.expit(best_logit(x, n, spread.value, near))), *spread)


def profile(x: Floats, n: Floats, rho: float, near: float) -> tuple[float, float]:
    """The log-likelihood at the best mean, and its derivative by ρ."""
    logit = best_logit(x, n, rho, near)
    p, q = special.expit(logit), special.expit(-logit)
    theta = np.array(rho / (1 - rho))
    choices = special.gammaln(n + 1) - special.gammaln(x + 1) - special.gammaln(n - x + 1)
    logs = x * log(p) + (n - x) * log(q) + choices
    logs += log_rising(x, theta / p) + log_rising(n - x, theta / q) - log_rising(n, theta)
    slopes = slope_of_log_rising(x, theta / p) / p + slope_of_log_rising(n - x, theta / q) / q
    slopes -= slope_of_log_rising(n, theta)
    return float(logs.sum()), float(slopes.sum()) / (1 - rho) ** 2


def best_logit(x: Floats, n: Floats, rho: float, near: float) -> float:
    """The logit of the mean of greatest likelihood: the likelihood is concave in the mean."""
    return root(lambda logit: -score(logit, x, n, rho), near)


def score(logit: float, x: Floats, n: Floats, rho: float) -> float:
    """The derivative of the log-likelihood by the logit of the mean."""
    theta = np.array(rho / (1 - rho))
    p, q = special.expit(logit), special.expit(-logit)
    return float((q * sum_of_inverses(x, theta / p) - p * sum_of_inverses(n - x, theta / q)).sum())


def beta_binomial_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    rho: float,
    *,
    multiplier: float = 1,
    confidence: float = 0.95,
) -> Limits:
    """Limits of a proportion about a target when true shares of areas have the intraclass correlation ρ.

    As `binomial_limits`, of the beta-binomial distribution.

    Args:
        denominator: n, a whole number above 0 (otherwise NaN).
        target: the centre line m·θ, between 0 and `multiplier` (otherwise NaN).
        rho: ρ of `beta_binomial`, taken as known; NaN gives NaN, 0 the plain limits.
        multiplier: m, 1 for a share and 100 for a percentage.
        confidence: 0.95 or 0.998 for the customary lines.

    Raises:
        ValueError: `rho` is negative, or 1 or more.
    """
    if rho < 0 or rho >= 1:
        raise ValueError(f"rho must be at least 0 and below 1, not {rho!r}")
    if not rho >= SMALLEST:
        plain = binomial_limits(denominator, target, multiplier=multiplier, confidence=confidence)
        return Limits(plain.lower + rho, plain.upper + rho)

    def below(count: Floats, n: Floats, share: Floats) -> Floats:
        return at_most(count, n, share, rho)

    return mirrored_limits(denominator, target, below, rho, multiplier, confidence)


def at_most(count: Floats, n: Floats, share: Floats, rho: float) -> Floats:
    """P(X ≤ k) = P(S < T), S the true share and T ~ Beta(k + 1, n − k) of the k + 1st of n uniform ones.

    Averaged over the one of them that varies less, by the trapezium rule on the scale of logits.
    """
    size, certain, none = 1 / rho - 1, (share == 0) | (share == 1), share
    share = np.where(certain, 0.5, share)
    true, ordered = (share * size, (1 - share) * size), (count + 1, n - count)
    swapped = _spread_of_logit(*true) < _spread_of_logit(*ordered)
    over = [np.where(swapped, one, other)[:, None] for one, other in zip(true, ordered, strict=True)]
    inside = [np.where(swapped, other, one)[:, None] for one, other in zip(true, ordered, strict=True)]
    start, end = _lowest_logit(over[0], over[1]), -_lowest_logit(over[1], over[0])
    logit = start + (end - start) * np.linspace(0, 1, NODES)
    density = over[0] * special.log_expit(logit) + over[1] * special.log_expit(-logit)
    weight = exp(density - density.max(axis=1, keepdims=True))
    below = (weight * special.betainc(*inside, special.expit(logit))).sum(axis=1) / weight.sum(axis=1)
    return np.where(certain, 1 - none, np.where(swapped, 1 - below, below))


def _spread_of_logit(a: Floats, b: Floats) -> Floats:
    """The variance of the logit of a Beta variable."""
    return np.asarray(special.zeta(2, a) + special.zeta(2, b))


def _lowest_logit(a: Floats, b: Floats) -> Floats:
    lowest = special.betaincinv(a, b, LEFT_OUT)
    return np.asarray(log(lowest) - special.log1p(-lowest))
