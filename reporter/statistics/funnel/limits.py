"""Control limits about a target at any denominator, and which points lie outside them."""

from __future__ import annotations

from types import EllipsisType
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from reporter.statistics import poisson
from reporter.statistics.arrays import (
    Floats,
    Integers,
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
    tail_probability,
)
from reporter.statistics.count_limits import table_index
from reporter.statistics.funnel.quantile import interpolated

NEAR = 1e-9
"""An expected count this near a threshold, relatively, is judged by the drawn line instead."""


MOVES = 64
"""More than the guess of a Poisson quantile is off by; a stop where floats no longer hold each count."""


class Limits(NamedTuple):
    """Lower and upper control limit, in the unit of the points they are drawn about."""

    lower: Floats
    upper: Floats


def poisson_limits(
    denominator: ArrayLike, target: ArrayLike, *, multiplier: float = 1000, confidence: float = 0.95
) -> Limits:
    """Interpolated exact Poisson limits of a rate about a target (Spiegelhalter 2005).

    With E = n·target/m and p = α/2 or 1 − α/2: r is the smallest count with P(X ≤ r) ≥ p, a = (P(X ≤ r) −
    p)/P(X = r), and the limit is m·(r − a)/n, floored at 0. The interpolation makes the line continuous in n.

    Args:
        denominator: n; any positive number, so a curve can be drawn from a grid.
        target: the centre line per `multiplier`.
        multiplier: m.
        confidence: 0.95 or 0.998 for the customary lines.

    Returns:
        Limits per `multiplier`; NaN where the denominator is missing or not above 0, or the target missing or
        negative. They allow for chance alone: see `adjusted_rate_limits` where areas differ by more.

    Reference: Spiegelhalter 2005, Statistics in Medicine 24:1185, appendix A.1.1.
    """
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    denominator, mean = expected_count(denominator, target, multiplier)
    quantiles = [(p, _poisson_quantile(p, mean)) for p in (tail, 1 - tail)]
    lower, upper = (
        interpolated(count, poisson.at_most(count, mean) - p, poisson.exactly(count, mean))
        for p, count in quantiles
    )
    return Limits(multiplier * lower / denominator, multiplier * upper / denominator)


def _poisson_quantile(probability: float, mean: Floats) -> Floats:
    """The smallest count r with P(X ≤ r) ≥ p: a Cornish-Fisher guess, moved until it is right.

    Five times as fast as SciPy's, which inverts by iteration. The guess is a few counts off at most.
    """
    z = special.ndtri(probability)
    count = np.asarray(np.maximum(np.floor(mean + z * np.sqrt(mean) + (z**2 - 1) / 6), 0.0))
    for _ in range(MOVES):
        short = special.pdtr(count, mean) < probability
        over = (count > 0) & (special.pdtr(count - 1, mean) >= probability)
        if not (short | over).any():
            break
        count = count + short - over
    return count


def expected_count(denominator: ArrayLike, target: ArrayLike, multiplier: float) -> tuple[Floats, Floats]:
    """Denominator and expected count, both NaN where no limit can be drawn."""
    denominator, target = broadcast(denominator, target)
    valid = finite_denominator(denominator) & finite_count(target)
    denominator = np.where(valid, denominator, np.nan)
    return denominator, denominator * np.where(valid, target, np.nan) / multiplier


def outside(value: ArrayLike, limits: Limits) -> Integers:
    """-1 below the lower limit, 1 above the upper, 0 on or inside the limits or where anything is missing."""
    point = np.asarray(value, dtype=np.float64)
    return np.asarray((point > limits.upper).astype(np.int64) - (point < limits.lower))


def flag(
    count: ArrayLike,
    denominator: ArrayLike,
    target: ArrayLike,
    *,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> Integers:
    """-1, 0 or 1: the rate m·x/n lies below, inside or above the lines that `poisson_limits` draws.

    Arguments as for `poisson_limits` and counts of events. An area that cannot be judged gets 0, as does a
    rate exactly on a line; no events are never flagged above. Many areas tested at once give false flags: see
    `expected_false_flags`.

    For whole counts the rule is the same as P(X ≤ x) < α/2 for below and P(X ≤ x) > 1 − α/2 for above, hence
    a threshold of the expected count for each count; many areas are judged by a table of those.
    """
    check_multiplier(multiplier)
    tail = tail_probability(confidence)
    count, denominator, target = broadcast(count, denominator, target)
    valid = finite_count(count) & finite_denominator(denominator) & finite_count(target)
    count, denominator = np.where(valid, count, 0.0), np.where(valid, denominator, np.nan)

    def flag_by_line(of: NDArray[np.bool_] | EllipsisType) -> Integers:
        limits = poisson_limits(denominator[of], target[of], multiplier=multiplier, confidence=confidence)
        return outside(multiplier * count[of] / denominator[of], limits)

    index = table_index(count)
    if index is None:
        return flag_by_line(...)
    expected = denominator * target / multiplier
    possible = np.arange(1.0, index.max() + 2.0)
    flagged_from, flagged_below = special.gammainccinv(possible, tail), special.gammaincinv(possible, tail)
    flagged_below[0] = 0.0  # no events are never flagged above
    too_many, too_few = flagged_below[index], flagged_from[index]
    result = np.asarray((expected < too_many).astype(np.int64) - (expected > too_few))
    doubtful = (np.abs(expected - too_many) <= NEAR * too_many) | (
        np.abs(expected - too_few) <= NEAR * too_few
    )
    if doubtful.any():
        result[doubtful] = flag_by_line(doubtful)
    return result
