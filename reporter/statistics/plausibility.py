"""Whether a new count is plausible: its exact tail probability given the area's own history, or another's."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from reporter.statistics.arrays import Floats, broadcast, finite_count, finite_denominator, whole


class Plausibility(NamedTuple):
    """How a new count compares with what the past leads to expect.

    Attributes:
        expected: the count at the past rate.
        p_above: probability of as many events or more, if the rate has not changed.
        p_below: probability of as many or fewer.
        p_value: two-sided, twice the smaller.
        p_adjusted: the probability that any of all the comparisons made shows a p-value as small by chance.
    """

    expected: Floats
    p_above: Floats
    p_below: Floats
    p_value: Floats
    p_adjusted: Floats


def plausibility(
    count: ArrayLike,
    denominator: ArrayLike,
    past_count: ArrayLike,
    past_denominator: ArrayLike,
    *,
    comparisons: int | None = None,
) -> Plausibility:
    """Exact predictive tail of a new count given past events of the same rate.

    With x new events of n births and X past events of N: given x + X in all, the new are Binomial(x + X, n/(n
    + N)). This allows for the past rate being known from X events only; no rate is estimated. p_adjusted = 1
    − (1 − p)^k.

    Args:
        count: x, whole numbers.
        denominator: n.
        past_count: X: the sum of the area's earlier years, or the rest of the country's count in the same
            year.
        past_denominator: N.
        comparisons: k, how many areas are looked at in all; None for the number of elements that have a
            p-value.

    Returns:
        NaN where anything is missing, broken or negative, or a denominator is not above 0; with no event at
        all p is 1.

    True rates drift: a long history judged so strictly flags some honest counts. It is a question to the
    producer, not a finding; act below p_adjusted of 0.001 or so. Reference: Przyborowski and Wilenski 1940;
    Šidák 1967.
    """
    x, n, past, past_n = broadcast(count, denominator, past_count, past_denominator)
    valid = finite_count(x) & whole(x) & finite_count(past) & whole(past)
    valid &= finite_denominator(n) & finite_denominator(past_n)
    x, n, past, past_n = (np.where(valid, argument, np.nan) for argument in (x, n, past, past_n))
    new = stats.binom(x + past, n / (n + past_n))
    p_above, p_below = np.asarray(new.sf(x - 1)), np.asarray(new.cdf(x))
    p_value = np.minimum(2 * np.minimum(p_above, p_below), 1.0)
    k = int(valid.sum()) if comparisons is None else comparisons
    p_adjusted = -special.expm1(k * special.log1p(-p_value))
    return Plausibility(n * past / past_n, p_above, p_below, p_value, p_adjusted)
