"""The attacker's view of the linked cells under a profile: which are seen, public, or known within bounds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from reporter.disclosure.cells import Cell
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.earlier_table import UNBOUNDED
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.primary import gives_group_away, primary, primary_denominator
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.rounding import feasible, stands_for_others
from reporter.disclosure.within_denominators import greatest_events
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile


@dataclass(frozen=True, eq=False)
class CellStatus:
    """Status of each linked cell; every array has the shape (cells,).

    Attributes:
        shown: planned to be shown.
        denominator: a shown denominator that is no numerator as well.
        public: public already, with this count.
        changed: published before with another count.
        kept: withheld by an earlier edition and never printed, so withheld for good.
        exact: of an area whose counts the profile neither rounds nor withholds for their size.
        small: shown, and under primary suppression.
        rounded: shown, not under primary suppression, and protected by rounding.
        lower: least feasible value where the cell is withheld or rounded.
        upper: greatest feasible value likewise; inf where there is none.
        lower_withheld: least feasible value if the cell is withheld, rounded or not.
        upper_withheld: greatest feasible value likewise.
    """

    shown: NDArray[np.bool_]
    denominator: NDArray[np.bool_]
    public: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    kept: NDArray[np.bool_]
    exact: NDArray[np.bool_]
    small: NDArray[np.bool_]
    rounded: NDArray[np.bool_]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    lower_withheld: NDArray[np.float64]
    upper_withheld: NDArray[np.float64]


def cell_status(
    linked: LinkedCells,
    publication: Publication,
    areas: Areas,
    profile: Profile,
    denominators: Denominators,
) -> CellStatus:
    """Status of each linked cell of a publication under a profile.

    Where zeros are shown, the attacker knows that a withheld count is at least 1. A rounded count is known to
    be one of those that round to it. Events are no more than their denominator where each of them is one of
    those counted there. What earlier editions told of a count narrows it further.

    Args:
        linked: the linked cells.
        publication: settings and indicators.
        areas: the areas.
        profile: the rules.
        denominators: the denominators of all cells.
    """
    values = linked.counts
    shown, public, changed, before = (
        _among(linked, some) for some in (linked.shown, linked.public, linked.changed, linked.withheld_before)
    )
    denominator = _among(linked, linked.denominators - {planned.cell for planned in linked.planned})
    greatest_count = greatest_events(linked, publication, denominators)
    exact = _exact(linked, publication, areas, profile)
    kept = before & ~public
    by_size = np.where(
        denominator,
        primary_denominator(values, profile),
        primary(values, profile) | gives_group_away(values, greatest_count, profile),
    )
    small = shown & ((by_size & ~exact) | kept)
    low, high = feasible(values, profile, greatest_count)
    stands = stands_for_others(values, profile)
    rounded = shown & ~exact & ~public & ~small & ~denominator & stands
    at_least = (shown & (values > 0) & profile.zero_is_shown) * linked.steps.astype(np.float64)
    least, greatest = _told_before(linked)
    # Denominators among the linked cells may be withheld: then relations say what they leave for events.
    most = np.inf if linked.denominators else greatest_count
    # Categories that are known of more births than deaths leave fewer than none of births in no category.
    negative = {(cell.measure, cell.category) for cell, count in linked.values.items() if count < 0}
    unbounded = np.array(
        [(cell.measure, cell.category) in negative for cell in linked.values], dtype=np.bool_
    )
    lower = np.where(unbounded, -np.inf, np.maximum(at_least, least))
    upper = np.minimum(greatest, most)
    return CellStatus(
        shown=shown,
        denominator=denominator,
        public=public,
        changed=changed,
        kept=kept,
        exact=exact,
        small=small,
        rounded=rounded,
        lower=np.where(rounded, np.maximum(low, least), lower),
        upper=np.where(rounded, np.minimum(high, upper), upper),
        lower_withheld=lower,
        upper_withheld=upper,
    )


def _among(linked: LinkedCells, some: Collection[Cell]) -> NDArray[np.bool_]:
    if not some:
        return np.zeros(len(linked.values), dtype=np.bool_)
    return np.fromiter((cell in some for cell in linked.values), np.bool_, len(linked.values))


def _exact(
    linked: LinkedCells, publication: Publication, areas: Areas, profile: Profile
) -> NDArray[np.bool_]:
    """Mask of the cells whose counts the profile neither withholds for their size nor rounds."""
    comparator = publication.settings.comparator
    exactly = {
        code: code in areas and profile.gives_exactly(areas[code].type, is_comparator=code == comparator)
        for code in {cell.area_code for cell in linked.values}
    }
    return np.fromiter((exactly[cell.area_code] for cell in linked.values), np.bool_, len(linked.values))


def _told_before(linked: LinkedCells) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest feasible value of each cell by what earlier editions told of it alone."""
    told = [linked.bounds.get(cell, UNBOUNDED) for cell in linked.values]
    least = np.array([low for low, _ in told], dtype=np.float64)
    greatest = np.array([np.inf if high is None else high for _, high in told], dtype=np.float64)
    return least, greatest


def linked_table(
    linked: LinkedCells,
    status: CellStatus,
    profile: Profile,
    weights: ArrayLike = 1,
    *,
    exact_is_fixed: bool = True,
) -> LinkedTable:
    """Linked table with the attacker's bounds under a profile.

    Fixed, that is never withheld, are public counts, shown zeros, and counts that the profile gives exactly,
    unless an earlier edition withheld them.

    Args:
        linked: the linked cells.
        status: the status of each linked cell under the profile.
        profile: the rules.
        weights: cost of withholding a cell, one for all or one a cell.
        exact_is_fixed: whether counts that the profile gives exactly can never be withheld.
    """
    zero = (linked.counts == 0) & ~status.rounded & profile.zero_is_shown
    return LinkedTable.build(
        ids=linked.ids.values(),
        values=linked.counts,
        relations=linked.matrix,
        lower=status.lower,
        upper=status.upper,
        weights=weights,
        fixed=status.public | (status.shown & ~status.small & (zero | (status.exact & exact_is_fixed))),
    )
