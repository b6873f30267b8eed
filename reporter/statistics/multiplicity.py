"""Many tests at once: the false discovery rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy import stats

from reporter.statistics.arrays import Floats, floats


def benjamini_hochberg(p_value: ArrayLike) -> Floats:
    """p-values adjusted for the false discovery rate.

    Rejecting where the adjusted p is up to q keeps the expected share of false rejections at q or below. With
    p₍₁₎ ≤ … ≤ p₍ₘ₎: adjusted p₍ᵢ₎ = min over j ≥ i of m·p₍ⱼ₎/j, at most 1.

    Args:
        p_value: p-values of one family of tests, any shape; a missing one stays NaN and does not count in m.

    Raises:
        ValueError: a p-value lies outside 0 to 1.

    Holds for independent tests and for those that depend positively, as areas of one country do.
    Reference: Benjamini and Hochberg 1995, JRSS B 57:289. SciPy computes it.
    """
    adjusted = np.array(floats(p_value))
    known = ~np.isnan(adjusted)
    if known.any():
        adjusted[known] = stats.false_discovery_control(adjusted[known], method="bh")
    return adjusted
