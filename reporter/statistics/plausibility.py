"""Whether a count is plausible: its tail probability given other events, and the usual variation of rates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special, stats

from reporter.statistics.arrays import Floats, broadcast, finite_count, finite_denominator, vectors, whole

MEDIAN_SQUARE = 0.454936423119572
"""Median of the square of a standard normal variable, χ² with one degree of freedom."""

NEAREST = 2
"""An area's count is compared with those of at most so many years before and after, since rates drift."""

FEW = 4.0
"""τ² from k differences is multiplied by 1 + FEW/k: estimated from few, it is often far too low."""


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
    variation: ArrayLike = 0.0,
    comparisons: int | None = None,
) -> Plausibility:
    """Predictive tail of a new count given past events of the same rate, or of one that varies as usual.

    With x new events of n births and X past events of N, the rate is a gamma variable of shape X (X + 1 for
    p_above) and mean X/N, times a factor of mean 1 and standard deviation τ. The count then is negative
    binomial, the relative variance of its mean being 1/X + τ² + τ²/X. At τ = 0 this is the exact test: of x +
    X in all, the new are Binomial(x + X, n/(n + N)). p_adjusted = 1 − (1 − p)^k.

    Args:
        count: x, whole numbers.
        denominator: n.
        past_count: X: the sum of the area's other years, or the rest of the country's count in the same
            year; decimals where it stands for more than events, such as what other areas lead to expect.
        past_denominator: N.
        variation: τ, relative standard deviation of the true rate between the past and now.
        comparisons: k, how many areas are looked at in all; None for the number of elements that have a
            p-value.

    Returns:
        NaN where anything is missing, broken or negative, or a denominator is not above 0; with no event at
        all p is 1.

    True rates drift: without τ a long history flags many honest counts. It is a question to the producer, not
    a finding; act below p_adjusted of 0.001 or so. Reference: Przyborowski and Wilenski 1940; Šidák 1967.
    """
    x, n, past, past_n, spread = broadcast(count, denominator, past_count, past_denominator, variation)
    valid = finite_count(x) & whole(x) & finite_count(past) & finite_count(spread)
    valid &= finite_denominator(n) & finite_denominator(past_n)
    x, n, past, past_n = (np.where(valid, argument, np.nan) for argument in (x, n, past, past_n))
    p_above = np.asarray(stats.nbinom.sf(x - 1, *_negative_binomial(n, past + 1, past_n, spread)))
    p_below = np.where(past > 0, stats.nbinom.cdf(x, *_negative_binomial(n, past, past_n, spread)), 1.0)
    p_below = np.where(valid, p_below, np.nan)
    p_value = np.minimum(2 * np.minimum(p_above, p_below), 1.0)
    k = int(valid.sum()) if comparisons is None else comparisons
    p_adjusted = -special.expm1(k * special.log1p(-p_value))
    return Plausibility(n * past / past_n, p_above, p_below, p_value, p_adjusted)


def plausibility_in_series(
    count: ArrayLike,
    denominator: ArrayLike,
    rest_count: ArrayLike,
    rest_denominator: ArrayLike,
    *,
    between_years: float,
    between_areas: float,
) -> Plausibility:
    """Plausibility of each count of many areas and years, from the area's other years and the other areas.

    Before any count of its own an area's rate is r times a gamma variable of mean 1 and variance τ_a², r that
    of the rest. Its X events in the T nearest other years, E expected at r, then give it shape 1/τ_a² + fX
    and the factor (1/τ_a² + fX)/(1/τ_a² + fE), where f = 1/(1 + Xτ_y²/T) as years vary by τ_y too. r is once
    the rest's rate of all years together and once that of each year; a count is too high, or too low, only
    where it is so by both. So neither a year that was unusual everywhere nor an error in another area counts.

    Args:
        count: shape (areas, years), whole; NaN where there is none or where it is to be no part of the usual.
        denominator: likewise.
        rest_count: count of all other areas in the year; one is added, for what is not known without events.
        rest_denominator: likewise.
        between_years: τ_y, as of `usual_variation`.
        between_areas: τ_a.

    Returns:
        Arrays of shape (areas, years), by the rate that makes the count more plausible; NaN where the area
        has no rest. p_adjusted is for all of them.

    Reference: Clayton and Kaldor 1987, Biometrics 43:671 (gamma-Poisson).
    """
    x, n, rest, rest_n = broadcast(count, denominator, rest_count, rest_denominator)
    rest = np.where((rest_n > 0) & (rest >= 0), rest + 1, np.nan)
    rest_n = np.where(rest_n > 0, rest_n, np.nan)
    together, together_n = (
        np.broadcast_to(np.nansum(each, axis=1, keepdims=True), x.shape) for each in (rest, rest_n)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        usual, changed = (
            _by_rates(x, n, r / r_n, 1 / r, between_years, between_areas)
            for r, r_n in ((together, together_n), (rest, rest_n))
        )
    above, below = np.maximum(usual.p_above, changed.p_above), np.maximum(usual.p_below, changed.p_below)
    p_value = np.minimum(2 * np.minimum(above, below), 1.0)
    is_usual = np.where(above < below, usual.p_above >= changed.p_above, usual.p_below >= changed.p_below)
    expected = np.where(is_usual, usual.expected, changed.expected)
    p_adjusted = -special.expm1(int(np.isfinite(p_value).sum()) * special.log1p(-p_value))
    return Plausibility(expected, above, below, p_value, p_adjusted)


def _by_rates(
    x: Floats, n: Floats, rate: Floats, chance: Floats, between_years: float, between_areas: float
) -> Plausibility:
    """Plausibility where n·rate is expected, the rest's rate being known but for a relative variance."""
    known = np.isfinite(x) & np.isfinite(n) & np.isfinite(rate)
    own, led_to_expect = np.where(known, x, 0.0), np.where(known, n * rate, 0.0)
    past, expected, years = (_nearest(each) for each in (own, led_to_expect, known.astype(np.float64)))
    prior = 1 / max(between_areas**2, 1e-9)
    weight = 1 / (1 + past * between_years**2 / np.maximum(years, 1))
    spread = np.sqrt(between_years**2 + chance)
    return plausibility(
        np.where(known, x, np.nan),
        n * rate,
        prior + weight * past,
        prior + weight * expected,
        variation=spread,
    )


def _nearest(numbers: Floats) -> Floats:
    """Sum over the nearest other years, at most `NEAREST` on either side, shape (areas, years)."""
    total = np.zeros_like(numbers)
    for lag in range(1, NEAREST + 1):
        total[:, lag:] += numbers[:, :-lag]
        total[:, :-lag] += numbers[:, lag:]
    return total


def _negative_binomial(n: Floats, shape: Floats, past_n: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """Size and probability, as SciPy takes them, of a count among n at a gamma rate that varies by spread."""
    mean = n * shape / past_n
    some = np.where(shape > 0, shape, 1.0)
    size = 1 / (1 / some + spread**2 * (1 + 1 / some))
    return size, size / (size + mean)


def usual_variation(log_ratio: ArrayLike, sampling_variance: ArrayLike) -> float:
    """Relative standard deviation τ of true rates, from log ratios of counts to what they are compared with.

    d has variance τ² + s² with s² by chance, and d²/(τ² + s²) has the median m of χ² with one degree of
    freedom. So half of all d²/m − s² lie below τ², and τ² is their median, times 1 + 4/k for k of them as few
    are often alike by chance; 0 where it is negative. Up to half of the ratios can be as wrong as they like.

    Args:
        log_ratio: d, such as ln of a year's rate to that of the year before; NaN is left out.
        sampling_variance: s², such as the sum of 1/count of the two.

    Returns:
        τ of one ratio; of the difference of two years it is √2 times that of a year. NaN without any ratio.

    Reference: the median absolute deviation (Hampel 1974, JASA 69:383), with variances that differ.
    """
    d, chance = vectors(log_ratio, sampling_variance)
    known = np.isfinite(d) & np.isfinite(chance)
    if not known.any():
        return np.nan
    tau2 = np.median(d[known] ** 2 / MEDIAN_SQUARE - chance[known]) * (1 + FEW / known.sum())
    return float(np.sqrt(max(tau2, 0.0)))
