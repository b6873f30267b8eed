"""The interval of each withheld count that follows from the figures of an edition alone.

What an audit assumes of a reader is more: every earlier edition, other tables, which counts were revised, and
the exact value of a rounded count until it is withheld. Not every reader knows these, so nothing that is
published may depend on them. What is computed here depends on the figures that the edition prints, on its
rules, and on which counts add up to which; a reader with paper and pencil finds no less.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.attacker import CellStatus
from reporter.disclosure.audit import audit, bracket
from reporter.disclosure.cells import Cell
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.pattern import EXACT_UP_TO
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.rounding import readers_feasible, rounded
from reporter.publication.profiles import Profile

Interval: TypeAlias = tuple[int | None, int | None]


def readers_intervals(
    own: LinkedCells,
    linked: LinkedCells,
    status: CellStatus,
    withheld: NDArray[np.bool_],
    profile: Profile,
    denominators: Denominators,
) -> Mapping[str, Interval]:
    """The interval of each withheld count by its id; None where there is no bound.

    The intervals are exact up to `EXACT_UP_TO` withheld cells, and no narrower than these above. None is
    narrower than that of the audit.

    Args:
        own: the linked cells of the edition, without those of any other.
        linked: the linked cells that the pattern was chosen for.
        status: the status of each of these under the profile.
        withheld: True where one of these is withheld, shape (cells of `linked`,).
        profile: the rules.
        denominators: the denominators of all cells.
    """
    places = {cell: place for place, cell in enumerate(linked.values)}
    of_linked = np.array([places[cell] for cell in own.values], dtype=np.int64)
    shown = np.array([cell in own.shown for cell in own.values], dtype=np.bool_)
    gone = withheld[of_linked]
    if not gone.any():
        return {}
    lower, upper = _bounds(own, linked, shown, profile, denominators)
    printed = np.where(status.rounded[of_linked], rounded(own.counts, profile.round_to), own.counts)
    exact = status.exact[of_linked] | status.denominator[of_linked] | (printed % profile.round_to != 0)
    may_be_rounded = shown & ~gone & ~exact & (profile.round_to > 1)
    least, greatest = readers_feasible(printed, profile)
    table = LinkedTable.build(
        ids=own.ids.values(),
        values=own.counts,
        relations=own.matrix,
        lower=np.where(may_be_rounded, least, lower),
        upper=np.where(may_be_rounded, np.minimum(greatest, upper), upper),
        fixed=shown & ~gone & ~may_be_rounded,
    )
    few = np.count_nonzero(gone) <= EXACT_UP_TO
    found = (audit if few else bracket)(table, gone | may_be_rounded | ~shown, cells=gone)
    return {
        name: (_whole(low), _whole(high))
        for name, low, high in zip(found.ids, found.low, found.high, strict=True)
    }


def _bounds(
    own: LinkedCells,
    linked: LinkedCells,
    shown: NDArray[np.bool_],
    profile: Profile,
    denominators: Denominators,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest value of each cell by the rules, if it is withheld or not shown.

    A shown count is withheld at 1 or more where zeros are shown, and is no more than its denominator where
    the edition prints that and events are among those counted. An earlier edition of other rules may have
    withheld a zero, which then stays withheld.
    """
    before = {
        cell._replace(edition="")
        for cell in linked.withheld_before
        if not linked.bounds.get(cell, (0, None))[0]
    }
    at_least = np.array(
        [_is_above_zero(cell, own, profile) and cell not in before for cell in own.values], dtype=np.bool_
    )
    # Categories that are known of more births than deaths leave fewer than none of births in no category.
    negative = {(cell.measure, cell.category) for cell, count in own.values.items() if count < 0}
    below_zero = np.array([(cell.measure, cell.category) in negative for cell in own.values], dtype=np.bool_)
    lower = np.where(below_zero, -np.inf, (shown & at_least) * own.steps.astype(np.float64))
    most: dict[Cell, int] = {}
    for planned in () if own.denominators else own.planned:
        if planned.indicator.numerator.within_denominator:
            counted = denominators[planned]
            most[planned.cell] = min(most.get(planned.cell, counted), counted)
    return lower, np.array([most.get(cell, np.inf) for cell in own.values])


def _is_above_zero(cell: Cell, own: LinkedCells, profile: Profile) -> bool:
    """Whether a cell is at least 1 if it is withheld, by the rules alone."""
    if cell in own.denominators and profile.withholds_denominators:
        return profile.zero_is_shown and profile.withhold_denominators_from > 0
    return profile.zero_is_shown


def _whole(bound: float) -> int | None:
    return int(bound) if np.isfinite(bound) else None
