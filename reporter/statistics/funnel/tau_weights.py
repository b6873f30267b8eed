"""How plausible each spread of true rates is, by all areas or by all but the one that is judged."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import Floats, check_multiplier, floats
from reporter.statistics.elementary import exp
from reporter.statistics.funnel.interval_counts import CountsAtSpread, interval_counts


def tau_weights(
    tau: ArrayLike,
    lower_count: ArrayLike,
    upper_count: ArrayLike,
    denominator: ArrayLike,
    target: float,
    *,
    multiplier: float = 1000,
) -> Floats:
    """The weight of each spread τ: the likelihood of what is known of all areas, normalised.

    With an evenly spaced grid, all spreads are alike beforehand, and these are probabilities after the
    counts are seen. `mixture_limits` with them allows for what the counts leave open about τ.

    Args:
        tau: the grid of relative standard deviations of true rates (1-d), 0 or more: 0, 0.0125, ... 0.8.
        lower_count: the least possible count of each area (1-d), whole.
        upper_count: the greatest; equal where the count is known, infinite where there is no limit.
        denominator: n of each area.
        target: the mean of true rates per `multiplier`.
        multiplier: m.

    Returns:
        One weight for each τ, adding to 1; all alike where nothing is known of any area. An area with
        anything missing is left out. NaN where the target is not above 0.

    Raises:
        ValueError: a τ is missing, negative or infinite, or there is none.

    Reference: Morris 1983, JASA 78:47 (flat prior on τ).
    """
    each = _log_likelihoods(tau, lower_count, upper_count, denominator, target, multiplier)
    return _normalised(each.sum(axis=0))


def tau_weights_without_each(
    tau: ArrayLike,
    lower_count: ArrayLike,
    upper_count: ArrayLike,
    denominator: ArrayLike,
    target: float,
    *,
    multiplier: float = 1000,
) -> Floats:
    """The weights of `tau_weights` for each area in turn, by all areas but this one.

    An outlier otherwise widens its own limits: with its row, `mixture_limits` judges an area by what the
    others show. Arguments and errors as for `tau_weights`.

    Returns:
        Shape (areas, τ), each row adding to 1. That of an area with anything missing rests on all others.
    """
    each = _log_likelihoods(tau, lower_count, upper_count, denominator, target, multiplier)
    return _normalised(each.sum(axis=0) - each)


def _log_likelihoods(
    tau: ArrayLike,
    lower: ArrayLike,
    upper: ArrayLike,
    denominator: ArrayLike,
    target: float,
    multiplier: float,
) -> Floats:
    """The log-likelihood of each area (row) at each τ (column); 0 where nothing is known of the area."""
    check_multiplier(multiplier)
    grid = floats(tau)
    if grid.ndim != 1 or not grid.size or not ((grid >= 0) & (grid < np.inf)).all():
        raise ValueError("tau must be a one-dimensional grid of finite numbers of at least 0")
    counts = interval_counts(lower, upper, denominator)
    if not 0 < target < np.inf:
        return np.full((counts.known.size, grid.size), np.nan)
    expected = counts.denominator * target / multiplier
    result = np.zeros((counts.known.size, grid.size))
    for column, tau2 in enumerate((grid**2).tolist()):
        result[counts.known, column] = CountsAtSpread(counts, tau2).probabilities(expected)[0]
    return result


def _normalised(log_weight: Floats) -> Floats:
    weight = exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))
