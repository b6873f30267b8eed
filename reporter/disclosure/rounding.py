"""Rounding as protection: what a rounded count is, and which counts a reader of it holds possible."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.primary import primary
from reporter.publication.profiles import Profile


def rounded(count: ArrayLike, multiple: int) -> NDArray[np.int64]:
    """Counts rounded to the nearest multiple, halves up: 12 to 10 and 13 to 15 at a multiple of 5."""
    values = np.asarray(count, dtype=np.int64)
    return (2 * values + multiple) // (2 * multiple) * multiple


def feasible(count: ArrayLike, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least and the greatest count that a reader of a rounded count holds possible.

    These are the counts that round to the same number and that the profile would not have withheld: under
    the profile 'hes' 10 is 8 to 12, because 7 would have been withheld, and 0 is 0.

    Args:
        count: counts that are shown, of any shape.
        profile: the rules.
    """
    values = np.asarray(count, dtype=np.int64)
    target = rounded(values, profile.round_to)
    low, high = values.copy(), values.copy()
    for step in range(1, profile.round_to + 1):
        for bound, other in ((low, values - step), (high, values + step)):
            fits = (other >= 0) & (rounded(other, profile.round_to) == target) & ~primary(other, profile)
            np.copyto(bound, other, where=fits)
    return low, high
