"""Exact two-sided p-values of a whole count: all outcomes no more probable than the one observed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from scipy import special, stats

from reporter.statistics import poisson
from reporter.statistics.arrays import Floats

TIE = special.log1p(1e-7)
"""Probabilities within 1e-7 of each other count as equal, as in R's poisson.test and binom.test."""


HALVINGS = 1100
"""More than there are between any two floats; a stop where counts are too large to be told apart."""


def poisson_test(count: Floats, mean: Floats) -> Floats:
    """The p-value of a whole count under Poisson(mean); NaN where an argument is NaN."""

    def log_probability(k: Floats) -> Floats:
        return np.asarray(special.xlogy(k, mean) - special.gammaln(k + 1))

    # k! > (k/e)^k, so from e times the mean on nothing is more probable than no event at all.
    beyond = np.ceil(np.e * mean) + 1
    at_most, more_than = (partial(tail, mean=mean) for tail in (poisson.at_most, poisson.more_than))
    return _two_sided(count, mean, beyond, log_probability, at_most, more_than)


def binomial_test(count: Floats, trials: Floats, share: Floats) -> Floats:
    """The p-value of a whole count under Binomial(trials, share); NaN where an argument is NaN."""

    def log_probability(k: Floats) -> Floats:
        choices = special.gammaln(trials + 1) - special.gammaln(k + 1) - special.gammaln(trials - k + 1)
        return np.asarray(choices + special.xlogy(k, share) + special.xlog1py(trials - k, -share))

    distribution = stats.binom(trials, share)
    return _two_sided(count, trials * share, trials + 1, log_probability, distribution.cdf, distribution.sf)


def fisher_test(count_1: Floats, trials_1: Floats, count_2: Floats, trials_2: Floats) -> Floats:
    """Fisher's exact p-value that two shares are equal; NaN where an argument is NaN.

    Given the total of the counts, the first is hypergeometric.
    """
    events, trials = count_1 + count_2, trials_1 + trials_2
    fewest, most = np.maximum(events - trials_2, 0.0), np.minimum(events, trials_1)

    def log_probability(k: Floats) -> Floats:
        possible = np.clip(k, fewest, most)
        parts = (possible, trials_1 - possible, events - possible, trials_2 - events + possible)
        factorials = [special.gammaln(part + 1) for part in parts]
        inside = -(factorials[0] + factorials[1] + factorials[2] + factorials[3])
        return np.where(k == possible, inside, -np.inf)

    distribution = stats.hypergeom(trials, trials_1, events)
    return _two_sided(
        count_1,
        trials_1 * events / trials,
        most + 1,
        log_probability,
        distribution.cdf,
        distribution.sf,
    )


def _two_sided(
    count: Floats,
    mean: Floats,
    beyond: Floats,
    log_probability: Callable[[Floats], Floats],
    at_most: Callable[[Floats], Floats],
    more_than: Callable[[Floats], Floats],
) -> Floats:
    """The tail that holds the count, and of the other tail the outcomes no more probable than the count.

    That other tail starts at the first outcome past the mean that is improbable enough; probabilities fall
    away from the mean, so it is found by bisection between the mean and one past the last outcome.
    """
    below = count < mean
    threshold = log_probability(count) + TIE
    near = np.where(below, np.ceil(mean) - 1, np.floor(mean) + 1)
    far = np.where(below, beyond, -1.0)
    for _ in range(HALVINGS):
        apart = np.abs(far - near) > 1
        if not apart.any():
            break
        middle = np.floor((near + far) / 2)
        improbable = log_probability(np.maximum(middle, 0.0)) <= threshold
        far, near = np.where(apart & improbable, middle, far), np.where(apart & ~improbable, middle, near)
    p_value = np.where(below, at_most(count) + more_than(far - 1), at_most(far) + more_than(count - 1))
    p_value = np.where(count == mean, 1.0, np.minimum(p_value, 1.0))
    return np.where(np.isnan(count) | np.isnan(mean), np.nan, p_value)
