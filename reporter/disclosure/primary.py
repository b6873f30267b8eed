"""Primary suppression: numerators and denominators that a profile withholds because of their size."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.publication.profiles import Profile


def primary(count: ArrayLike, profile: Profile) -> NDArray[np.bool_]:
    """Boolean mask of the counts from `withhold_from` to `withhold_to`, both included.

    Args:
        count: counts of any shape.
        profile: the rules.

    Returns:
        Boolean array of the shape of `count`.
    """
    values = np.asarray(count)
    withheld: NDArray[np.bool_] = (values >= profile.withhold_from) & (values <= profile.withhold_to)
    return withheld


def primary_denominator(denominator: ArrayLike, profile: Profile) -> NDArray[np.bool_]:
    """Boolean mask of the denominators that are withheld because of their size.

    Args:
        denominator: denominators of any shape.
        profile: the rules.
    """
    values = np.asarray(denominator)
    withheld: NDArray[np.bool_] = (values >= profile.withhold_denominators_from) & (
        values <= profile.withhold_denominators_to
    )
    return withheld


def gives_group_away(count: ArrayLike, greatest: ArrayLike, profile: Profile) -> NDArray[np.bool_]:
    """Mask of the counts that tell of few people without the event, or that all or none of a group had it.

    With 49 events among 50 people, the one without is as rare as the one of 50. All or none are protected
    where the profile says so.

    Args:
        count: numbers of events, of any shape.
        greatest: the denominators that they lie within, inf where there is none.
        profile: the rules.
    """
    counts = np.asarray(count)
    without = np.where(np.isfinite(greatest), np.asarray(greatest) - counts, -1)
    few: NDArray[np.bool_] = (counts > 0) & (without > 0) & primary(without, profile)
    if profile.withhold_all_or_none:
        few |= (without == 0) | ((counts == 0) & (without > 0))
    return few
