"""Ranks of areas by their true rates, with the interval without which no rank may be shown."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, finite_denominator, tail_probability, vectors

CELLS = 2000
"""Into about so many the range of rates is divided."""

FEWEST = 8
"""Parts of the distribution of each area that they do not cross."""


class Ranks(NamedTuple):
    """The expected rank of each area and its limits, whole numbers; rank 1 is the highest rate."""

    expected: Floats
    lower: Floats
    upper: Floats


def ranks(shape: ArrayLike, rate: ArrayLike, *, confidence: float = 0.95) -> Ranks:
    """Expected ranks with limits of areas whose true rates are independent gamma variables.

    E[rank_i] = 1 + Σ_{j≠i} P(λ_j > λ_i), P(λ_j > λ_i) = I(B_i/(B_i + B_j); A_i, A_j), the regularised
    incomplete beta function. Limits: the smallest k with P(rank ≤ k) ≥ α/2, and ≥ 1 − α/2. Given λ_i the rank
    is 1 + the number of others above it, a Poisson-binomial variable, whose distribution is averaged over λ_i
    in cells so narrow that no P(λ_j > λ) changes by more than 1/8 in one.

    Args:
        shape: A of the gamma distribution of each area's true rate (1-d).
        rate: B of it.
        confidence: of the limits.

    Returns:
        An area with anything missing or not above 0 gets NaN and does not count.

    Reference: Goldstein and Spiegelhalter 1996, JRSS A 159:385.
    """
    tail = tail_probability(confidence)
    shape, rate = vectors(shape, rate)
    valid = finite_denominator(shape) & finite_denominator(rate)
    a, b = shape[valid], rate[valid]
    result = Ranks(*(np.full(shape.shape, np.nan) for _ in range(3)))
    if not a.size:
        return result
    above = special.betainc(a[:, None], a, b[:, None] / (b[:, None] + b))
    # An area is above itself with the probability 1/2 in that sum.
    result.expected[valid] = 0.5 + above.sum(axis=1)
    at_most = np.cumsum(_rank_probabilities(a, b), axis=1)
    for limit, probability in ((result.lower, tail), (result.upper, 1 - tail)):
        limit[valid] = np.minimum((at_most < probability).sum(axis=1) + 1, a.size)
    return result


def _rank_probabilities(a: Floats, b: Floats) -> Floats:
    """P(rank of area i = k + 1), shape (areas, areas)."""
    parts = max(FEWEST, CELLS // a.size)
    edges = np.unique(special.gammaincinv(a[:, None], np.arange(1, parts) / parts) / b[:, None])
    below = special.gammainc(a[:, None], b[:, None] * np.concatenate([[0.0], edges, [np.inf]]))
    weight = np.diff(below, axis=1)
    # In the middle of a cell a rate is exceeded with the mean of what it is at its ends.
    exceeded = 1 - (below[:, 1:] + below[:, :-1]) / 2
    everyone = _number_exceeding(exceeded)
    return np.array([_without(everyone, *each) for each in zip(exceeded, weight, strict=True)])


def _number_exceeding(probability: Floats) -> Floats:
    """The distribution of how many independent events happen: (events + 1, cells) of (events, cells)."""
    events, cells = probability.shape
    number = np.zeros((events + 1, cells))
    number[0] = 1.0
    for event in range(events):
        happens = probability[event]
        number[1 : event + 2] += happens * (number[: event + 1] - number[1 : event + 2])
        number[0] *= 1 - happens
    return number


def _without(number: Floats, probability: Floats, weight: Floats) -> Floats:
    """The distribution of `_number_exceeding` without one event, averaged over the cells.

    The event is taken out from no event on where it is rare and from the other end where it is not: rounding
    errors then shrink. Its probabilities fall from cell to cell.
    """
    common = int((probability > 0.5).sum())
    rest = np.empty((number.shape[0] - 1, number.shape[1]))
    for cells, rows, taken in (
        (slice(common, None), range(rest.shape[0]), 0),
        (slice(0, common), range(rest.shape[0] - 1, -1, -1), 1),
    ):
        stays = probability[cells] if taken else 1 - probability[cells]
        odds, share = (1 - stays) / stays, number[:, cells] / stays
        before = np.zeros(stays.size)
        for row in rows:
            before = share[row + taken] - odds * before
            rest[row, cells] = before
    return np.asarray((rest * weight).sum(axis=1))
