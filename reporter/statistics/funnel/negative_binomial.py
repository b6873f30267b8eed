"""Over-dispersion of rates by maximum likelihood, with counts that are withheld."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, check_multiplier, tail_probability
from reporter.statistics.elementary import exp, log
from reporter.statistics.funnel.interval_counts import CountsAtSpread, IntervalCounts, interval_counts
from reporter.statistics.funnel.spread import fitted_spread

RANGE = np.array([0, 1e-3, 5e-3, 0.015, 0.04, 0.1, 0.25, 0.6, 1.5, 4, 9])
"""Relative variances at which the likelihood is looked at first, and between which it is sought."""

MOST_STEPS = 100
"""Newton's method needs 5 or so."""


class NegativeBinomial(NamedTuple):
    """The mean of true rates per `multiplier`, their relative variance τ² with limits, and its test.

    `log_likelihood` holds all constants: it is the log of the probability of all that is known.
    `likelihood_ratio` is that of τ² = 0, `p_value` its p on the boundary: ½·P(χ²₁ > LR), 1 if LR is 0.
    """

    mean: float
    tau2: float
    tau2_lower: float
    tau2_upper: float
    log_likelihood: float
    likelihood_ratio: float
    p_value: float


def negative_binomial(
    lower_count: ArrayLike,
    upper_count: ArrayLike,
    denominator: ArrayLike,
    *,
    target: float | None = None,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> NegativeBinomial:
    """Over-dispersion of rates from counts that are known, or known to lie within an interval.

    True rates are a mean times gamma variables with mean 1 and variance τ²; a count is negative binomial with
    mean E = n·mean/m and variance E + τ²E². A count known to lie in [lower, upper] contributes the log of the
    probability of that. τ² has profile limits: 2(l̂ − l(τ²)) ≤ χ²(confidence; 1), the mean at its best there.

    Args:
        lower_count: the least possible count of each area (1-d), whole.
        upper_count: the greatest; equal where the count is known, infinite where there is no limit.
        denominator: n of each area.
        target: the mean per `multiplier` where it is given (the comparator's rate); None: it is estimated.
        multiplier: m.
        confidence: of the limits of τ².

    Returns:
        τ² between 0 and 9. It is 0 where the likelihood ratio is below 1e-5, which then is 0 and p 1.
        tau2_lower is 0 where 0 is not excluded, tau2_upper infinite where 9 is not. An area with anything
        missing is left out. NaN throughout with fewer than two areas, where no event is possible, where no
        count has an upper limit, or where the target is not above 0.

    Withheld areas are not to be left out: small counts are withheld first, and what remains leans high. Wide
    intervals of the counts give wide limits. With few areas look at the limits, not at τ² alone: "no more
    than chance" needs p and tau2_upper. Reference: Self and Liang 1987, JASA 82:605; Cameron and Trivedi
    2013, Regression Analysis of Count Data. R's MASS::glm.nb fits known counts only, and has θ = 1/τ².
    """
    check_multiplier(multiplier)
    tail_probability(confidence)
    counts = interval_counts(lower_count, upper_count, denominator)
    if (
        counts.lower.size < 2
        or not (counts.upper > 0).any()
        or (target is not None and not 0 < target < np.inf)
    ):
        return NegativeBinomial(*[np.nan] * 7)
    if target is not None:
        expected = counts.denominator * target / multiplier
        spread = fitted_spread(lambda tau2: _given_mean(counts, tau2, expected), RANGE, confidence)
        return NegativeBinomial(target, *spread)
    if (counts.upper == np.inf).all():
        return NegativeBinomial(*[np.nan] * 7)
    if not counts.lower.any():  # no event at all is what makes this most probable, whatever τ² is
        return NegativeBinomial(0.0, 0.0, 0.0, np.inf, 0.0, 0.0, 1.0)
    middle = np.where(counts.upper < np.inf, (counts.lower + counts.upper) / 2, counts.lower + 1)
    near = best_mean(counts, 0.0, middle.sum() / counts.denominator.sum())[0]
    spread = fitted_spread(lambda tau2: best_mean(counts, tau2, near)[1:], RANGE, confidence)
    return NegativeBinomial(multiplier * best_mean(counts, spread.value, near)[0], *spread)


def _given_mean(counts: IntervalCounts, tau2: float, expected: Floats) -> tuple[float, float]:
    """The log-likelihood and its derivative by τ²."""
    at = CountsAtSpread(counts, tau2)
    log_probability, share = at.probabilities(expected)
    return float(log_probability.sum()), at.by_tau2(expected, share)


def best_mean(counts: IntervalCounts, tau2: float, near: float) -> tuple[float, float, float]:
    """The mean per unit of denominator of the greatest likelihood, that likelihood, its derivative by τ².

    Sought by Newton's method from a mean that is near it.
    """
    at = CountsAtSpread(counts, tau2)
    log_mean = float(log(near))
    for _ in range(MOST_STEPS):
        expected = counts.denominator * exp(log_mean)
        _, share = at.probabilities(expected)
        score, information = at.by_log_mean(expected, share)
        step = min(max(score / information, -1.0), 1.0)
        log_mean += step
        if abs(step) < 1e-7:  # the next one would be its square
            break
    expected = counts.denominator * exp(log_mean)
    log_probability, share = at.probabilities(expected)
    return float(exp(log_mean)), float(log_probability.sum()), at.by_tau2(expected, share)
