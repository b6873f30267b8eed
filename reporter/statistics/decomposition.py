"""Why two crude rates differ: other mothers, or other rates among the same mothers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from reporter.statistics.arrays import check_multiplier, finite_count, vectors


class Kitagawa(NamedTuple):
    """The difference of two crude rates and the two parts that add up to it, per `multiplier`."""

    total: float
    composition: float
    rate: float


def kitagawa(
    count_1: ArrayLike,
    denominator_1: ArrayLike,
    count_2: ArrayLike,
    denominator_2: ArrayLike,
    *,
    multiplier: float = 1000,
) -> Kitagawa:
    """Difference of two crude rates, second minus first, as composition and rate.

    With shares c = n/Σn and rates r = x/n of each category: composition = m·Σ(c₂ − c₁)(r₁ + r₂)/2,
    rate = m·Σ(r₂ − r₁)(c₁ + c₂)/2, total = m·(Σx₂/Σn₂ − Σx₁/Σn₁) = composition + rate, without a remainder.

    Args:
        count_1: events of the first population in each category (1-d).
        denominator_1: its denominators.
        count_2: events of the second population in the same categories.
        denominator_2: its denominators.
        multiplier: m.

    Returns:
        NaN throughout where anything is missing or negative, a population is empty, or there are events of no
        births. A category that one population lacks has no rate there: it takes that of the other.

    It describes; it has no interval and says nothing of causes. Reference: Kitagawa 1955, JASA 50:1168.
    """
    check_multiplier(multiplier)
    x1, n1, x2, n2 = vectors(count_1, denominator_1, count_2, denominator_2)
    valid = all(finite_count(argument).all() for argument in (x1, n1, x2, n2))
    impossible = ((n1 == 0) & (x1 > 0)) | ((n2 == 0) & (x2 > 0))
    if not valid or impossible.any() or n1.sum() == 0 or n2.sum() == 0:
        return Kitagawa(np.nan, np.nan, np.nan)
    rate_1, rate_2 = (x / np.where(n > 0, n, 1.0) for x, n in ((x1, n1), (x2, n2)))
    rate_1, rate_2 = np.where(n1 > 0, rate_1, rate_2), np.where(n2 > 0, rate_2, rate_1)
    share_1, share_2 = n1 / n1.sum(), n2 / n2.sum()
    composition = multiplier * float(((share_2 - share_1) * (rate_1 + rate_2)).sum()) / 2
    rate = multiplier * float(((rate_2 - rate_1) * (share_1 + share_2)).sum()) / 2
    total = multiplier * float(x2.sum() / n2.sum() - x1.sum() / n1.sum())
    return Kitagawa(total, composition, rate)
