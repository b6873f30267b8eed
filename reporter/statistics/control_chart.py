"""Control charts of a series in time: centre line and 3-sigma limits at each point.

Many events: `u_chart` of rates, `c_chart` of counts, `p_chart` of shares. Few events, where those charts have
no lower limit and mostly zeros: `g_chart` of births between deaths, `t_chart` of time between deaths, and
where only counts of whole years may be known `exact_u_chart`. `xmr` for values of any kind. All take one
series (1-d, in order of time); a missing element has no limits and does not count, and a moving range is
taken between neighbours only. Reference: Montgomery 2009; Provost and Murray 2011; Nelson 1982.

A chart may have phases, each with a centre and limits of its own (`xmr`, `u_chart`, `p_chart`, `c_chart`):
`changes` are the positions, from 0, at which a new one starts, set where something is known to have changed
and never because the points suggest it. `baseline` is how many first points of every phase its centre and
limits rest on, to be drawn on to its end; all, if None or more than there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from reporter.statistics.arrays import Floats, finite_count, finite_denominator, vectors
from reporter.statistics.elementary import power

SIGMA_OF_RANGE = 1.128
"""d₂: the mean moving range of two normal values is 1.128 standard deviations."""

XMR_FACTOR = 2.66
"""3/1.128 as charts of individual values write it."""

RANGE_LIMIT = 3.267
"""D₄: a moving range this many times the mean, or more, is an outlier."""

BEYOND = float(special.ndtr(-3))
"""The share of a normal distribution beyond three standard deviations on one side, 0.00135."""

T_POWER = 3.6
"""Exponential times to the power 1/3.6 are nearly normal."""


Changes = Sequence[int] | NDArray[np.integer]
"""The positions at which new phases start."""


class ControlChart(NamedTuple):
    """Centre line, lower and upper 3-sigma limit at each point."""

    centre: Floats
    lower: Floats
    upper: Floats


def xmr(value: ArrayLike, *, baseline: int | None = None, changes: Changes = ()) -> ControlChart:
    """Individual values: mean ± 2.66 times the mean moving range, without ranges of 3.267 times it or more.

    No floor at 0. A constant series has no limits (every range is an outlier of ranges that are 0). Limits
    from fewer than 13 points are on trial. Not for rates of few events: `u_chart` knows their precision.
    """
    (series,) = vectors(value)
    centre, half = np.empty(series.size), np.empty(series.size)
    for phase, base in _phases(series.size, baseline, changes):
        centre[phase], half[phase] = _individuals(series[base], XMR_FACTOR)
    return _drawn(np.isfinite(series), centre, centre - half, centre + half)


def u_chart(
    count: ArrayLike, denominator: ArrayLike, *, baseline: int | None = None, changes: Changes = ()
) -> ControlChart:
    """Rates x/n: ū = Σx/Σn, limits ū ± 3√(ū/n), floored at 0; per unit of denominator."""
    count, denominator = vectors(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator)
    mean = _means(valid, count, denominator, baseline, changes)
    half = 3 * np.sqrt(mean / np.where(valid, denominator, np.nan))
    return _drawn(valid, mean, np.maximum(mean - half, 0.0), mean + half)


def exact_u_chart(count: ArrayLike, denominator: ArrayLike) -> ControlChart:
    """Rates x/n of few events: ū = Σx/Σn with exact Poisson limits; per unit of denominator.

    The limits are the rates of the smallest count r with P(X ≤ r) ≥ 0.00135 and of the smallest with P(X > r)
    ≤ 0.00135, X Poisson with mean n·ū: the tail beyond three standard deviations of a normal distribution. So
    chance alone crosses them in at most 1 year of 370, where `u_chart` with 5 events expected flags 1 in 183
    and has no lower limit up to 9. For events whose order must not be published; where each is known,
    `g_chart` and `t_chart` see a change sooner.
    Reference: Montgomery 2009, section 7.3 (probability limits).
    """
    count, denominator = vectors(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator)
    mean = _means(valid, count, denominator)
    denominator = np.where(valid, denominator, np.nan)
    counts = stats.poisson(mean * denominator)
    return _drawn(valid, mean, counts.ppf(BEYOND) / denominator, counts.isf(BEYOND) / denominator)


def p_chart(
    count: ArrayLike, denominator: ArrayLike, *, baseline: int | None = None, changes: Changes = ()
) -> ControlChart:
    """Shares x/n: p̄ = Σx/Σn, limits p̄ ± 3√(p̄(1−p̄)/n), kept between 0 and 1."""
    count, denominator = vectors(count, denominator)
    valid = finite_count(count) & finite_denominator(denominator) & (count <= denominator)
    mean = _means(valid, count, denominator, baseline, changes)
    half = 3 * np.sqrt(mean * (1 - mean) / np.where(valid, denominator, np.nan))
    return _drawn(valid, mean, np.maximum(mean - half, 0.0), np.minimum(mean + half, 1.0))


def c_chart(count: ArrayLike, *, baseline: int | None = None, changes: Changes = ()) -> ControlChart:
    """Counts over equal denominators: c̄ ± 3√c̄, floored at 0."""
    (count,) = vectors(count)
    valid = finite_count(count)
    mean = _means(valid, count, np.ones(count.size), baseline, changes)
    half = 3 * np.sqrt(mean)
    return _drawn(valid, mean, np.maximum(mean - half, 0.0), mean + half)


def g_chart(gap: ArrayLike) -> ControlChart:
    """Cases between events, geometric (births between deaths): ḡ ± 3√(ḡ(ḡ+1)), floored at 0.

    The centre is the mean. A gap above the upper limit is a sign of improvement.
    """
    (gap,) = vectors(gap)
    valid = finite_count(gap)
    mean = _means(valid, gap, np.ones(gap.size))
    half = 3 * np.sqrt(mean * (mean + 1))
    return _drawn(valid, mean, np.maximum(mean - half, 0.0), mean + half)


def t_chart(gap: ArrayLike) -> ControlChart:
    """Time between events, exponential: an individuals chart of t^(1/3.6), turned back by the power 3.6.

    Limits of y = t^(1/3.6) are ȳ ± 3·(mean moving range)/1.128 with the same screening as `xmr`; a lower
    limit below 0 is 0. Two events at one time make a gap of 0, which is a value like others (R's qicharts2
    stops there).
    """
    (gap,) = vectors(gap)
    valid = finite_count(gap)
    centre, half = _individuals(power(np.where(valid, gap, np.nan), 1 / T_POWER), 3 / SIGMA_OF_RANGE)
    lower, upper = (power(np.maximum(limit, 0.0), T_POWER) for limit in (centre - half, centre + half))
    return _drawn(valid, power(centre, T_POWER), lower, upper)


def _phases(size: int, baseline: int | None, changes: Changes) -> Iterator[tuple[slice, slice]]:
    """Each phase of a series, and the part of it that its limits rest on.

    Raises:
        ValueError: a change is not a position of the series, or the baseline is below 1.
    """
    starts = {int(change) for change in changes}
    if starts != set(changes) or not starts <= set(range(size)):
        raise ValueError(f"changes must be positions from 0 to {size - 1}, not {list(changes)!r}")
    if baseline is not None and baseline < 1:
        raise ValueError(f"baseline must be at least 1 point, not {baseline!r}")
    for start, end in pairwise(sorted({0, *starts, size})):
        yield slice(start, end), slice(start, end if baseline is None else min(start + baseline, end))


def _means(
    valid: NDArray[np.bool_],
    numerator: Floats,
    denominator: Floats,
    baseline: int | None = None,
    changes: Changes = (),
) -> Floats:
    """Σx/Σn of the phase of each point, over the valid points of its baseline."""
    means = np.empty(valid.size)
    for phase, base in _phases(valid.size, baseline, changes):
        used = valid[base]
        means[phase] = _ratio(numerator[base][used].sum(), denominator[base][used].sum())
    return means


def _individuals(series: Floats, factor: float) -> tuple[float, float]:
    """Mean, and `factor` times the mean moving range without outlying ranges; NaN with no range left."""
    ranges = np.abs(np.diff(series))
    ranges = ranges[np.isfinite(ranges)]
    kept = ranges[ranges < RANGE_LIMIT * _mean(ranges)]
    return _mean(series[np.isfinite(series)]), factor * _mean(kept)


def _mean(values: Floats) -> float:
    return _ratio(values.sum(), values.size)


def _ratio(numerator: float, denominator: float) -> float:
    return float(numerator / denominator) if denominator > 0 else np.nan


def _drawn(valid: NDArray[np.bool_], *lines: float | Floats) -> ControlChart:
    """Each line at the valid points, NaN elsewhere."""
    return ControlChart(*(np.where(valid, line, np.nan) for line in lines))
