"""Exact conditional test of a trend: no approximation, at any number of events."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import fft, special

from reporter.statistics.arrays import Floats, vectors, whole
from reporter.statistics.elementary import exp, log
from reporter.statistics.trend.log_linear import fitted_slope, likelihood_ratio, shares, testable

WINDOW = 40
"""The tilted distribution holds nothing more standard deviations than this from the observed sum."""

NOTHING = -60.0
"""The logarithm of what is nothing beside 1, with digits to spare."""


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
        here = small = math.pow(denominator[end].sum() / denominator.sum(), count.sum())
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
    # From the mean of the events, which is that of the shares too.
    distance = time - observed / events
    deviation = math.sqrt(events * float((share * distance**2).sum()))
    longest = events * int(time.max()) + 1
    length = int(fft.next_fast_len(min(longest, 2 * math.ceil(WINDOW * deviation) + 1), real=True))
    reach = longest if length >= longest else length // 2
    if slope > 0:
        steps = np.arange(min(reach, longest - 1 - observed) + 1)
        beyond = _tilted(events, share, distance, length)[steps % length]
    else:
        steps = np.arange(min(reach, observed) + 1)
        beyond = _tilted(events, share, distance, length)[-steps % length]
    back = math.exp(-likelihood_ratio(slope, count, denominator, time)(0.0) / 2)
    tail = back * float((beyond * exp(-abs(slope) * steps)).sum())
    return back * float(beyond[0]), min(tail, 1.0)


def _tilted(events: int, share: Floats, distance: Floats, length: int) -> Floats:
    """P(S = s + j) at place j modulo the length, each event lying at a distance from s/X with its share.

    The characteristic function of one event is near 1 where its power X is not 0, and rounding of it would
    count X times: its logarithm is taken from what it has less than 1.
    """
    # From the first year on distances are whole; this tells where the power is not 0.
    place = np.rint(distance - distance.min()).astype(np.int64) % length
    size = np.abs(fft.rfft(np.bincount(place, weights=share, minlength=length)))
    counts = np.flatnonzero(events * log(size) > NOTHING)
    turned = special.expm1(-2j * np.pi / length * counts[:, None] * distance)
    less_one = (share * turned.real).sum(axis=1) + 1j * (share * turned.imag).sum(axis=1)
    log_one = special.log1p(less_one)
    power = np.zeros(length // 2 + 1, dtype=np.complex128)
    power[counts] = exp(events * log_one.real) * (special.expm1(1j * events * log_one.imag) + 1)
    return np.asarray(np.maximum(fft.irfft(power, length), 0.0))
