"""The Mann-Kendall test: whether values rise or fall more often than not, whatever their size."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import vectors


class MannKendall(NamedTuple):
    """S, its score z with continuity correction, two-sided p, Kendall's tau-b, and Sen's slope per step."""

    s: float
    z: float
    p_value: float
    tau: float
    sen_slope: float


def mann_kendall(value: ArrayLike) -> MannKendall:
    """Mann-Kendall test of a series at equal steps.

    S = Σ_{i<j} sign(v_j − v_i), Var = (T(T−1)(2T+5) − Σ g(g−1)(2g+5))/18 over groups of g ties,
    z = (S − sign S)/√Var; tau-b = S/√(P·(P − ties)) with P = T(T−1)/2 pairs; slope = median of (v_j − v_i)/(j
    − i).

    Returns:
        NaN throughout for fewer than two values or a missing one; NaN z, p and tau (and slope 0) for a
        constant series.

    Not for rates on few events, whose precision it ignores, nor for short series: with five years p
    cannot fall below 0.027. Reference: Mann 1945; Kendall 1975; Sen 1968. SciPy's kendalltau has no
    continuity correction.
    """
    (series,) = vectors(value)
    length = series.size
    if length < 2 or not np.isfinite(series).all():
        return MannKendall(*[np.nan] * 5)
    earlier, later = np.triu_indices(length, k=1)
    rise = series[later] - series[earlier]
    s = float(np.sign(rise).sum())
    sen_slope = float(np.median(rise / (later - earlier)))
    ties = np.unique(series, return_counts=True)[1]
    variance = (length * (length - 1) * (2 * length + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()) / 18
    if variance == 0:
        return MannKendall(s, np.nan, np.nan, np.nan, sen_slope)
    z = float((s - np.sign(s)) / np.sqrt(variance))
    untied = rise.size - (ties * (ties - 1)).sum() / 2
    tau = float(s / np.sqrt(rise.size * untied))
    return MannKendall(s, z, 2 * float(special.ndtr(-abs(z))), tau, sen_slope)
