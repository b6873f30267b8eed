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
