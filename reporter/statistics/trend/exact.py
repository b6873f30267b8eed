"""Exact conditional test of a trend: no approximation, at any number of events."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft

from reporter.statistics.arrays import Floats, vectors, whole
from reporter.statistics.trend.log_linear import fitted_slope, likelihood, shares, testable

WINDOW = 40
"""The tilted distribution holds nothing more standard deviations than this from the observed sum."""


class ExactTrend(NamedTuple):
    """P(S ≤ s), P(S ≥ s), the two-sided p-value and the two-sided mid-p-value."""

    p_lower: float
    p_upper: float
    p_value: float
    mid_p_value: float


def exact_trend(count: ArrayLike, denominator: ArrayLike, score: ArrayLike) -> ExactTrend:
    """Exact test that rates do not change with the score (the year).

    Given the total X, x ~ Multinomial(X, n_t/N) without a trend. S = Σ x_t·(t − t₀), s its observed value:
    p_value = min(1, 2·min(P(S ≤ s), P(S ≥ s))); mid_p_value takes half of P(S = s) off each tail first.

    Args:
        count: events of each year (1-d), whole numbers.
        denominator: n of each year.
        score: the year; differences must be whole numbers.

    Returns:
        p = 1 with no events; NaN where anything is missing, broken, or there is one score only. The
        mid-p-value is the less conservative: with few events the exact test rejects far less often than its
        level says.

    How: the distribution of S is the Fourier transform of the characteristic function to the power X. It is
    first tilted to the fitted slope, which puts s in its middle, and tilted back: small tails keep all their
    digits. No library has the test; R needs an X-fold convolution written by hand.
    """
    count, denominator, score = vectors(count, denominator, score)
    if not testable(count, denominator, score) or not whole(count).all():
        return ExactTrend(*[np.nan] * 4)
    time = score - score.min()
    if not np.array_equal(time, np.round(time)):
        return ExactTrend(*[np.nan] * 4)
    if count.sum() == 0:
        return ExactTrend(1.0, 1.0, 1.0, 1.0)
    time = time / math.gcd(*time.astype(np.int64).tolist())
    slope = fitted_slope(count, denominator, time)
    if math.isinf(slope):  # s is the end of the distribution: every event in the end year
        end = time == (time.max() if slope > 0 else time.min())
        here = small = float((denominator[end].sum() / denominator.sum()) ** count.sum())
    else:
        here, small = _tail(slope, count, denominator, time)
    large = min(1 - small + here, 1.0)
    p_lower, p_upper = (large, small) if slope > 0 else (small, large)
    tail = min(small, large)
    return ExactTrend(p_lower, p_upper, min(1.0, 2 * tail), min(1.0, 2 * tail - here))


def _tail(slope: float, count: Floats, denominator: Floats, time: Floats) -> tuple[float, float]:
    """P(S = s) and the tail from s on in the direction of the slope (to the lower end if it is 0)."""
    events, observed = int(count.sum()), int((time * count).sum())
    share = shares(slope, denominator, time)
    deviation = math.sqrt(events * float((share * (time - (share * time).sum()) ** 2).sum()))
    longest = events * int(time.max()) + 1
    length = int(fft.next_fast_len(min(longest, 2 * math.ceil(WINDOW * deviation) + 1), real=True))
    one = np.bincount((time % length).astype(np.int64), weights=share, minlength=length)
    tilted = np.maximum(fft.irfft(fft.rfft(one) ** events, length), 0.0)
    reach = longest if length >= longest else length // 2
    if slope > 0:
        distance = np.arange(min(reach, longest - 1 - observed) + 1)
        beyond = tilted[(observed + distance) % length]
    else:
        distance = np.arange(min(reach, observed) + 1)
        beyond = tilted[(observed - distance) % length]
    log_likelihood = likelihood(count, denominator, time)
    back = log_likelihood(0.0) - log_likelihood(slope)
    tail = math.exp(back) * float((beyond * np.exp(-abs(slope) * distance)).sum())
    return math.exp(back) * float(beyond[0]), min(tail, 1.0)
