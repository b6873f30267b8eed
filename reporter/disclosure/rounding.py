"""Rounding as a protection method: rounded counts, and the feasible values of a rounded count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.primary import primary
from reporter.publication.profiles import Profile


def rounded(count: ArrayLike, multiple: int) -> NDArray[np.int64]:
    """Counts rounded to the nearest multiple, halves up: 12 to 10 and 13 to 15 at a multiple of 5."""
    values = np.asarray(count, dtype=np.int64)
    return (2 * values + multiple) // (2 * multiple) * multiple


def rounded_from(printed: int, multiple: int) -> tuple[int, int]:
    """The least and the greatest count that round to a printed one: 8 and 12 to 10 at a multiple of 5."""
    return max(0, printed - multiple // 2), printed + (multiple - 1) // 2


def feasible(count: ArrayLike, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least and the greatest feasible value of a count that is shown rounded.

    A value is feasible if it rounds to the same multiple and the profile would not have withheld it. Under
    the profile 'hes', 10 stands for 8 to 12, because 7 would have been withheld, and 0 for 0.

    Args:
        count: counts that are shown, of any shape.
        profile: the rules.

    Returns:
        Two arrays of the shape of `count`.
    """
    values = np.asarray(count, dtype=np.int64)
    target = rounded(values, profile.round_to)
    low, high = values.copy(), values.copy()
    for step in range(1, profile.round_to + 1):
        for bound, other in ((low, values - step), (high, values + step)):
            fits = (other >= 0) & (rounded(other, profile.round_to) == target) & ~primary(other, profile)
            np.copyto(bound, other, where=fits)
    return low, high
