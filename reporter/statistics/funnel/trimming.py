"""Keeping extremes out of an estimate of over-dispersion, and what that does to φ when chance alone acts."""

from __future__ import annotations

from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from reporter.statistics.arrays import Floats

Method = Literal["shmi", "cqc"]


def check_method(method: str, trim: float) -> None:
    """Refuse an unknown method, or a share of extremes that leaves nothing.

    Raises:
        ValueError: `method` is not "shmi" or "cqc", or `trim` is not at least 0 and below 0.5.
    """
    if method not in ("shmi", "cqc"):
        raise ValueError(f'method must be "shmi" or "cqc", not {method!r}')
    check_trim(trim)


def check_trim(trim: float) -> None:
    """Refuse a share of extremes that leaves nothing.

    Raises:
        ValueError: `trim` is not at least 0 and below 0.5.
    """
    if not 0 <= trim < 0.5:
        raise ValueError(f"trim must be at least 0 and below 0.5, not {trim!r}")


def kept(rank: Floats, trim: float) -> NDArray[np.bool_]:
    """Which ranks (1 to N, ties averaged) truncation keeps: 0 < ⌊R·k/(N+1)⌋ < k − 1 with k = 1/trim."""
    if trim == 0:
        return np.ones(rank.shape, dtype=np.bool_)
    groups = 1 / trim
    group = np.floor(rank * groups / (rank.size + 1))
    return np.asarray((group > 0) & (group < groups - 1))


def winsorised(z: Floats, trim: float) -> Floats:
    """The scores with those beyond their quantiles `trim` and 1 − `trim` (R's type 7) drawn in to these."""
    return np.asarray(np.clip(z, *np.quantile(z, [trim, 1 - trim])))


@cache
def null_phi(n_areas: int, *, method: Method, trim: float = 0.1) -> float:
    """Expectation of φ when chance alone acts: of N independent standard normal scores, trimmed.

    "shmi" truncates: the mean of E[Z₍ᵢ₎²] over the ranks kept. "cqc" winsorises: the same over all ranks with
    the outer ones replaced by the quantile, an interpolation (1−g)·Z₍ⱼ₎ + g·Z₍ⱼ₊₁₎ of two order statistics.
    With many areas and trim 0.1 they tend to 0.438 and 0.679; with few they differ much from that.

    Args:
        n_areas: N, at least 1.
        method: "shmi" or "cqc".
        trim: the share taken off each end.

    Raises:
        ValueError: unknown method, `trim` out of range, or no area.
    """
    check_method(method, trim)
    if n_areas < 1:
        raise ValueError(f"n_areas must be at least 1, not {n_areas!r}")
    if method == "shmi":
        ranks = np.flatnonzero(kept(np.arange(1.0, n_areas + 1), trim)) + 1
        return _sum_of_squares(int(ranks[0]), int(ranks[-1]), n_areas) / ranks.size
    if n_areas == 1:
        return 1.0
    position = (n_areas - 1) * trim
    outer = int(position) + 1
    share = position - int(position)
    inner = _square(outer + 1, n_areas)
    # E[((1−g)X + gY)²] = (1−g)E[X²] + gE[Y²] − g(1−g)E[(Y−X)²]
    limit = (1 - share) * _square(outer, n_areas) + share * inner
    limit -= share * (1 - share) * _squared_gap(outer, n_areas)
    middle = _sum_of_squares(outer + 1, n_areas - outer, n_areas) if n_areas > 2 * outer else 0.0
    return float(2 * outer * limit + middle) / n_areas


_Z = np.linspace(-10, 10, 1601)
"""Grid over the normal distribution; for smooth integrands the trapezium rule on it is exact to rounding."""


def _sum_of_squares(first: int, last: int, n: int) -> float:
    """The sum of E[Z₍ᵢ₎²] for i = first to last: N·E[Z²; rank of Z in first to last], Z any one of the N."""
    below = stats.binom(n - 1, special.ndtr(_Z))
    inside = below.cdf(last - 1) - below.cdf(first - 2)
    return float(n * np.trapezoid(_Z**2 * stats.norm.pdf(_Z) * inside, _Z))


def _square(rank: int, n: int) -> float:
    return _sum_of_squares(rank, rank, n)


def _squared_gap(rank: int, n: int) -> float:
    """E[(Z₍ⱼ₊₁₎ − Z₍ⱼ₎)²]: below the upper one the lower is the largest of j, Φ(lower) = Φ(upper)·V¹ᐟʲ."""
    density = stats.beta.pdf(special.ndtr(_Z), rank + 1, n - rank) * stats.norm.pdf(_Z)
    # V = Φ(t) with t on a grid of its own: smooth there as well, so that the trapezium rule serves again.
    t = _Z[::20]
    lower = special.ndtri_exp(special.log_ndtr(_Z)[:, None] + special.log_ndtr(t) / rank)
    squared = np.trapezoid((_Z[:, None] - lower) ** 2 * stats.norm.pdf(t), t, axis=1)
    return float(np.trapezoid(density * squared, _Z))
