"""The linked cells as an attacker reads them under a profile: seen, known, or within bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.primary import primary
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.rounding import feasible
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile


@dataclass(frozen=True, eq=False)
class Standing:
    """How each linked cell stands, every array of shape (cells,).

    Attributes:
        shown: planned to be shown.
        public: known already.
        changed: published before with another count.
        exact: of an area whose counts the profile gives as they are.
        small: shown and withheld by the rule.
        rounded: shown, not withheld by the rule, and hidden by its rounding.
        lower: the least count that a reader holds possible where the cell is withheld or rounded.
        upper: the greatest such count; inf where there is none.
    """

    shown: NDArray[np.bool_]
    public: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    small: NDArray[np.bool_]
    rounded: NDArray[np.bool_]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def standing_of(linked: LinkedCells, publication: Publication, areas: Areas, profile: Profile) -> Standing:
    """How the linked cells of a publication stand under a profile.

    Where zeros are shown, a withheld count is known to be at least 1. A rounded count is known to be one of
    those that round to it.
    """
    values = linked.counts
    shown, public, changed = (
        np.fromiter((cell in some for cell in linked.values), np.bool_, values.size)
        if some
        else np.zeros(values.size, dtype=np.bool_)
        for some in (linked.shown, linked.known, linked.changed)
    )
    comparator = publication.settings.comparator
    exactly = {
        code: profile.gives_exactly(areas[code].type, is_comparator=code == comparator)
        for code in {cell.area_code for cell in linked.values}
    }
    exact = np.fromiter((exactly[cell.area_code] for cell in linked.values), np.bool_, values.size)
    small = primary(values, profile) & shown & ~exact
    low, high = feasible(values, profile)
    rounded = shown & ~exact & ~public & ~small & (low < high)
    at_least = (shown & (values > 0) & profile.zero_is_shown).astype(np.float64)
    return Standing(
        shown=shown,
        public=public,
        changed=changed,
        exact=exact,
        small=small,
        rounded=rounded,
        lower=np.where(rounded, low, at_least),
        upper=np.where(rounded, high, np.inf),
    )


def linked_table(
    linked: LinkedCells, standing: Standing, profile: Profile, weights: ArrayLike = 1
) -> LinkedTable:
    """The linked cells as an attacker reads them under a profile.

    What is public already is never withheld, nor is a shown zero, nor a count that the profile gives exactly.

    Args:
        linked: the linked cells.
        standing: how they stand under the profile.
        profile: the rules.
        weights: what withholding a cell costs, one for all or one a cell.
    """
    zero = (linked.counts == 0) & ~standing.rounded & profile.zero_is_shown
    ids = linked.ids
    return LinkedTable.build(
        ids=ids.values(),
        values=linked.counts,
        relations=[{ids[cell]: sign for cell, sign in relation.items()} for relation in linked.relations],
        lower=standing.lower,
        upper=standing.upper,
        weights=weights,
        fixed=standing.public | (standing.shown & (zero | standing.exact)),
    )
