"""Over-dispersion of a funnel: how much more areas differ than chance alone makes them.

`overdispersion` is what the field computes (FunnelPlotR, the NHS's SHMI and CQC methods) and is here for
parity. It has two faults: after trimming or winsorising its φ is not 1 when chance alone acts, so it finds
too little; and counts of 0 have no logarithm. `calibrated_overdispersion` divides φ by its expectation under
chance alone. For rates with few events the publication uses neither, but `rates.py`: the same idea on the
counts themselves.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from reporter.statistics.arrays import Floats, broadcast, finite_count, finite_denominator, tail_probability
from reporter.statistics.elementary import exp, log
from reporter.statistics.funnel.limits import Limits
from reporter.statistics.funnel.trimming import Method, check_method, kept, null_phi, winsorised


class Overdispersion(NamedTuple):
    """Over-dispersion of a set of areas.

    Attributes:
        phi: φ, the mean square of the z-scores kept. Zero counts that survive trimming count as one half.
        tau2: τ², the variance between areas on the scale of the z-scores, 0 if chance alone explains φ.
        n_kept: how many areas φ rests on.
    """

    phi: float
    tau2: float
    n_kept: int


def overdispersion(
    observed: ArrayLike, expected: ArrayLike, *, method: Method = "shmi", trim: float = 0.1
) -> Overdispersion:
    """φ and τ² of ratios observed/expected by the method of the SHMI or of the CQC.

    - "shmi": z = √E·ln(O/E), s² = 1/E. Extremes are left out: rank R among N (ties averaged), k = 1/trim,
      bin ⌊R·k/(N+1)⌋, kept if 0 < bin < k − 1. Counts of 0 that are kept count as one half.
    - "cqc": z = 2√E·(√(O/E) − 1), s² = 1/(4E). Extremes are winsorised: z is clipped to its quantiles
      `trim` and 1 − `trim`.

    φ = Σz²/n over the n kept; τ² = max(0, (nφ − (n−1))/(Σw − Σw²/Σw)), w = 1/s² (DerSimonian and Laird).

    Args:
        observed: counts, one for each area.
        expected: expected counts; areas without (missing or not above 0), or without a count, are ignored.
        method: "shmi" or "cqc".
        trim: the share taken off each end, at least 0 and below 0.5.

    Returns:
        φ, τ² and n. Never infinite; with no area φ is NaN, with fewer than two τ² is NaN.

    Raises:
        ValueError: unknown method, or `trim` out of range.

    Reference: Spiegelhalter 2005 and 2012; NHS Digital's SHMI specification. No Python library has it.
    """
    z, weight, _ = _scores(observed, expected, method, trim)
    return between_areas(mean_square(z), weight)


def calibrated_overdispersion(
    observed: ArrayLike, expected: ArrayLike, *, method: Method = "shmi", trim: float = 0.1
) -> Overdispersion:
    """As `overdispersion`, with φ divided by its expectation when chance alone acts (`null_phi`).

    φ near 1 then means chance alone, and τ² starts there rather than at a true φ of 2.28 (SHMI) or 1.47
    (CQC).
    """
    z, weight, n_areas = _scores(observed, expected, method, trim)
    null = null_phi(max(n_areas, 1), method=method, trim=trim)
    return between_areas(mean_square(z) / null, weight)


def usable(observed: Floats, expected: Floats) -> NDArray[np.bool_]:
    """Where an area can be taken into account: a count, and an expected count above 0."""
    return finite_count(observed) & finite_denominator(expected)


def mean_square(z: Floats) -> float:
    """φ, or NaN with no area."""
    return float(np.mean(z**2)) if z.size else np.nan


def between_areas(phi: float, weight: Floats) -> Overdispersion:
    """τ² by moments from φ and the weights 1/s² of the areas it rests on (DerSimonian and Laird)."""
    n = weight.size
    if n < 2:
        return Overdispersion(phi, np.nan, n)
    total = weight.sum()
    tau2 = (n * phi - (n - 1)) / (total - (weight**2).sum() / total)
    return Overdispersion(phi, max(float(tau2), 0.0), n)


def _scores(
    observed: ArrayLike, expected: ArrayLike, method: Method, trim: float
) -> tuple[Floats, Floats, int]:
    """z-scores and weights of the areas kept, and how many areas there were."""
    check_method(method, trim)
    observed, expected = (np.atleast_1d(argument) for argument in broadcast(observed, expected))
    known = usable(observed, expected)
    observed, expected = observed[known], expected[known]
    if method == "cqc":
        z = 2 * np.sqrt(expected) * (np.sqrt(observed / expected) - 1)
        return winsorised(z, trim) if z.size else z, 4 * expected, z.size
    ranks = stats.rankdata(np.sqrt(expected) * log(observed / expected))
    keep = kept(ranks, trim)
    observed, expected = np.where(observed == 0, 0.5, observed)[keep], expected[keep]
    return np.sqrt(expected) * log(observed / expected), expected, ranks.size


def adjusted_limits(
    expected: ArrayLike, tau2: ArrayLike, *, method: Method = "shmi", confidence: float = 0.95
) -> Limits:
    """Over-dispersion adjusted limits of the ratio observed/expected.

    "shmi": exp(∓z√(1/E + τ²)). "cqc": (1 ∓ z√(1/(4E) + τ²))², the lower root floored at 0: squared back to
    the ratio, which FunnelPlotR omits, so that its lines are half as wide as they should be.

    Args:
        expected: E > 0, otherwise NaN.
        tau2: τ² ≥ 0 from the same method, otherwise NaN. The formula is applied at 0 too.
        method: "shmi" or "cqc".
        confidence: 0.95 or 0.998 for the customary lines.

    Neither scale suits an area that expects only a few events; for rates use `adjusted_rate_limits`.
    """
    check_method(method, trim=0.0)
    z = -special.ndtri(tail_probability(confidence))
    expected, tau2 = broadcast(expected, tau2)
    valid = finite_denominator(expected) & finite_count(tau2)
    expected, tau2 = np.where(valid, expected, np.nan), np.where(valid, tau2, np.nan)
    if method == "shmi":
        half = z * np.sqrt(1 / expected + tau2)
        return Limits(exp(-half), exp(half))
    half = z * np.sqrt(1 / (4 * expected) + tau2)
    return Limits(np.maximum(1 - half, 0.0) ** 2, (1 + half) ** 2)
