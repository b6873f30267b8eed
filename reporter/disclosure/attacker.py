"""The attacker's view of the linked cells under a profile: which are seen, public, or known within bounds."""

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
class CellStatus:
    """Status of each linked cell; every array has the shape (cells,).

    Attributes:
        shown: planned to be shown.
        public: public already, with this count.
        changed: published before with another count.
        exact: of an area whose counts the profile neither rounds nor withholds for their size.
        small: shown, and under primary suppression.
        rounded: shown, not under primary suppression, and protected by rounding.
        lower: least feasible value where the cell is withheld or rounded.
        upper: greatest feasible value likewise; inf where there is none.
    """

    shown: NDArray[np.bool_]
    public: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    small: NDArray[np.bool_]
    rounded: NDArray[np.bool_]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]


def cell_status(linked: LinkedCells, publication: Publication, areas: Areas, profile: Profile) -> CellStatus:
    """Status of each linked cell of a publication under a profile.

    Where zeros are shown, the attacker knows that a withheld count is at least 1. A rounded count is known to
    be one of those that round to it.
    """
    values = linked.counts
    shown, public, changed = (
        np.fromiter((cell in some for cell in linked.values), np.bool_, values.size)
        if some
        else np.zeros(values.size, dtype=np.bool_)
        for some in (linked.shown, linked.public, linked.changed)
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
    return CellStatus(
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
    linked: LinkedCells,
    status: CellStatus,
    profile: Profile,
    weights: ArrayLike = 1,
    *,
    exact_is_fixed: bool = True,
) -> LinkedTable:
    """Linked table with the attacker's bounds under a profile.

    Fixed, that is never withheld, are public counts, shown zeros, and counts that the profile gives exactly.

    Args:
        linked: the linked cells.
        status: the status of each linked cell under the profile.
        profile: the rules.
        weights: cost of withholding a cell, one for all or one a cell.
        exact_is_fixed: whether counts that the profile gives exactly can never be withheld.
    """
    zero = (linked.counts == 0) & ~status.rounded & profile.zero_is_shown
    ids = linked.ids
    return LinkedTable.build(
        ids=ids.values(),
        values=linked.counts,
        relations=[{ids[cell]: sign for cell, sign in relation.items()} for relation in linked.relations],
        lower=status.lower,
        upper=status.upper,
        weights=weights,
        fixed=status.public | (status.shown & (zero | (status.exact & exact_is_fixed))),
    )
