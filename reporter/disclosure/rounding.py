"""Rounding as a protection method: rounded counts, and the feasible values of a rounded count."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.primary import gives_group_away, primary
from reporter.publication.profiles import Profile


def rounded(count: ArrayLike, multiple: int) -> NDArray[np.int64]:
    """Counts rounded to the nearest multiple, halves up: 12 to 10 and 13 to 15 at a multiple of 5."""
    values = np.asarray(count, dtype=np.int64)
    return (2 * values + multiple) // (2 * multiple) * multiple


def rounded_from(printed: int, multiple: int) -> tuple[int, int]:
    """The least and the greatest count that round to a printed one: 8 and 12 to 10 at a multiple of 5."""
    return max(0, printed - multiple // 2), printed + (multiple - 1) // 2


def feasible(
    count: ArrayLike, profile: Profile, greatest: ArrayLike = np.inf
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least and the greatest feasible value of a count that is shown rounded.

    A value is feasible if it rounds to the same multiple and the profile would not have withheld it. Under
    the profile 'hes', 10 stands for 8 to 12, because 7 would have been withheld, and 0 for 0. Where withheld
    counts lie between feasible ones, those on the same side as the count are given: at a multiple of 5 with 1
    withheld, 0 stands for 0 and 2, and both for themselves alone, which is the safe side.

    Args:
        count: counts that are shown, of any shape.
        profile: the rules.
        greatest: the denominators that the counts lie within, inf where there is none.

    Returns:
        Two arrays of the shape of `count`.
    """
    values = np.asarray(count, dtype=np.int64)
    ends = []
    for direction in (-1, 1):
        end, goes_on = values.copy(), np.ones(values.shape, dtype=np.bool_)
        for step in range(1, profile.round_to + 1):
            goes_on &= _fits(values + direction * step, values, profile, greatest)
            np.copyto(end, values + direction * step, where=goes_on)
        ends.append(end)
    return ends[0], ends[1]


def readers_feasible(count: ArrayLike, profile: Profile) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The least and the greatest count that would be shown as the same multiple.

    Unlike `feasible`, they depend on the multiple alone: counts of the same multiple have the same.

    Args:
        count: counts that are shown, of any shape.
        profile: the rules.

    Returns:
        Two arrays of the shape of `count`.
    """
    shown = rounded(count, profile.round_to)
    least, greatest = shown.copy(), shown.copy()
    for ends, steps in ((least, range(-profile.round_to, 1)), (greatest, range(profile.round_to, -1, -1))):
        open_ends = np.ones(shown.shape, dtype=np.bool_)
        for step in steps:
            other = shown + step
            here = open_ends & _fits(other, shown, profile, np.inf)
            np.copyto(ends, other, where=here)
            open_ends &= ~here
    return least, greatest


def stands_for_others(count: ArrayLike, profile: Profile) -> NDArray[np.bool_]:
    """Mask of the counts that are shown as another count would be as well.

    Args:
        count: counts that are shown, of any shape.
        profile: the rules.
    """
    values = np.asarray(count, dtype=np.int64)
    others = (step for step in range(-profile.round_to, profile.round_to + 1) if step)
    found = np.zeros(values.shape, dtype=np.bool_)
    for step in others:
        found |= _fits(values + step, values, profile, np.inf)
    return found


def _fits(
    other: NDArray[np.int64], count: NDArray[np.int64], profile: Profile, greatest: ArrayLike
) -> NDArray[np.bool_]:
    """Mask of the values that round to the same multiple as a count, and would not have been withheld."""
    same = rounded(other, profile.round_to) == rounded(count, profile.round_to)
    withheld = primary(other, profile) | gives_group_away(other, greatest, profile)
    fits: NDArray[np.bool_] = (other >= 0) & (other <= np.asarray(greatest)) & same & ~withheld
    return fits
