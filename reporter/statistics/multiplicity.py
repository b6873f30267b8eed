"""Many tests at once: the false discovery rate."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

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
    Reference: Benjamini and Hochberg 1995, JRSS B 57:289.
    """
    adjusted = np.array(floats(p_value))
    known = ~np.isnan(adjusted)
    family = adjusted[known]
    if ((family < 0) | (family > 1)).any():
        raise ValueError("a p-value lies between 0 and 1")
    order = np.argsort(family, kind="stable")
    ranks = np.arange(1, family.size + 1)
    # From the largest down, each is at most the one before it; the largest is its own.
    family[order] = np.minimum.accumulate((family[order] * (family.size / ranks))[::-1])[::-1]
    adjusted[known] = family
    return adjusted
