"""The recent trend as Fingertips marks it: five points, one straight line, and all six fits of one sign."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.statistics.arrays import Floats, vectors

POINTS = 5
THRESHOLD = 9.54953570608324
"""The 0.998 quantile of χ² on 1 df, as Fingertips writes it."""

WIDTH_IN_ERRORS = 3.92
"""Fingertips takes a 95% interval to be this many standard errors wide."""

Marker = Literal["increasing", "decreasing", "no significant change", "cannot be calculated"]


class RecentTrend(NamedTuple):
    """The marker, χ² on 1 df, and the slope per step; NaN where it cannot be calculated."""

    marker: Marker
    chi_square: float
    slope: float


class CalendarTrend(NamedTuple):
    """A recent trend in calendar years: the marker, χ², the slope per year, and the years used.

    `reason` is empty unless the marker is "cannot be calculated"; the years are NaN then.
    """

    marker: Marker
    chi_square: float
    slope: float
    first_year: float
    last_year: float
    reason: str


def recent_trend(value: ArrayLike, lower: ArrayLike, upper: ArrayLike) -> RecentTrend:
    """Recent trend of a rate from the last five valid points, which stand at positions 1 to 5.

    SE_t = (U − L)/3.92, w = 1/SE², D = Σw·Σwt² − (Σwt)², slope b = (Σw·Σwvt − Σwt·Σwv)/D, χ² = b²·D/Σw.
    A change is significant if χ² > 9.5495… (99.8%) and b has one sign with all points and with any one left
    out.

    Args:
        value: rates of non-overlapping years, in order of time (1-d).
        lower: their lower 95% limits.
        upper: their upper 95% limits.

    Returns:
        "cannot be calculated" with fewer than five points that have a value and an interval wider than 0.

    This is the marker of Fingertips, for parity: it ignores gaps between years, and rates without events
    weigh by an interval that is not symmetric. `calendar_trend` keeps to years; `exact_trend` and
    `poisson_trend` test. Reference: Fingertips, TrendMarkerCalculator (dhsc-govuk/FingertipsNext).
    """
    value, lower, upper = vectors(value, lower, upper)
    valid = np.isfinite(value) & (upper - lower > 0) & np.isfinite(upper - lower)
    value, width = value[valid][-POINTS:], (upper - lower)[valid][-POINTS:]
    if value.size < POINTS:
        return RecentTrend("cannot be calculated", np.nan, np.nan)
    weight = (WIDTH_IN_ERRORS / width) ** 2
    slope, chi_square = _line(value, weight)
    all_but_one = [np.arange(POINTS) != left_out for left_out in range(POINTS)]
    signs = {np.sign(_line(value, weight, kept)[0]) for kept in all_but_one}
    if chi_square <= THRESHOLD or signs != {np.sign(slope)}:
        return RecentTrend("no significant change", chi_square, slope)
    return RecentTrend("increasing" if slope > 0 else "decreasing", chi_square, slope)


def _line(value: Floats, weight: Floats, kept: NDArray[np.bool_] | None = None) -> tuple[float, float]:
    """Slope and χ² of the weighted line through all points or those kept."""
    position = np.arange(1.0, value.size + 1)
    if kept is not None:
        position, value, weight = position[kept], value[kept], weight[kept]
    position = position - (weight * position).sum() / weight.sum()
    spread = float((weight * position**2).sum())
    # A value is taken off all of them first, so that a flat series has the slope 0 without rounding.
    slope = float((weight * position * (value - value[-1])).sum()) / spread
    return slope, slope**2 * spread


def calendar_trend(
    year: ArrayLike, value: ArrayLike, lower: ArrayLike, upper: ArrayLike, *, basis: ArrayLike | None = None
) -> CalendarTrend:
    """The recent trend of the last five calendar years, which must follow on each other and count alike.

    Args:
        year: calendar years in any order (1-d), each at most once.
        value: the rate of each year; NaN where it is withheld or missing.
        lower: lower 95% limits.
        upper: upper 95% limits.
        basis: what each year's counts are based on (deaths registered, deaths occurring), or None if all
            alike.

    Returns:
        The trend of the last five years of the series. No gap, missing rate or change of basis is stepped
        over: each makes the marker "cannot be calculated", with the reason in words.

    Raises:
        ValueError: a year is missing or occurs twice.
    """
    years, value, lower, upper = vectors(year, value, lower, upper)
    if np.isnan(years).any() or np.unique(years).size < years.size:
        raise ValueError("each year must be given, and given once")
    bases = np.broadcast_to(np.asarray("" if basis is None else basis, dtype=np.str_), years.shape)
    order = np.argsort(years, kind="stable")[-POINTS:]
    years, value, lower, upper = (argument[order] for argument in (years, value, lower, upper))
    reason = _obstacle(years, value, upper - lower, bases[order])
    if reason:
        return CalendarTrend("cannot be calculated", np.nan, np.nan, np.nan, np.nan, reason)
    return CalendarTrend(*recent_trend(value, lower, upper), float(years[0]), float(years[-1]), "")


def _obstacle(years: Floats, value: Floats, width: Floats, bases: NDArray[np.str_]) -> str:
    """Why there is no trend over these years, or nothing."""
    if years.size < POINTS:
        return f"{years.size} years where {POINTS} are needed"
    if (gap := np.flatnonzero(np.diff(years) != 1)).size:
        return f"no year between {years[gap[-1]]:.0f} and {years[gap[-1] + 1]:.0f}"
    if (change := np.flatnonzero(bases[1:] != bases[:-1])).size:
        return f"the basis changes in {years[change[-1] + 1]:.0f}"
    if (missing := np.flatnonzero(~(np.isfinite(value) & (width > 0) & np.isfinite(width)))).size:
        return f"no rate for {years[missing[-1]]:.0f}"
    return ""
