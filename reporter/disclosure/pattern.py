"""The suppression pattern of linked cells: primary and secondary suppression, audited.

The profile decides primary suppression, all relations between cells decide secondary suppression, and an
audit that shares no code with the protection checks the pattern.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.attacker import CellStatus, linked_table
from reporter.disclosure.audit import Intervals, audit, bracket
from reporter.disclosure.certificate import certify
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.protect import protect
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.solution_cache import SolutionCache, content_of
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.widths import minimum_widths, small_differences
from reporter.errors import DisclosureError
from reporter.publication.profiles import Profile

EXACT_UP_TO = 1000
"""Greatest number of withheld cells whose exact intervals are found; where there are more, brackets are."""

Interval: TypeAlias = tuple[int | None, int | None]

EXACT_COST = 100.0
"""Ratio of the cost of a count that the profile gives exactly to the greatest cost of another one."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """A safe suppression pattern of linked cells.

    Attributes:
        withheld: True where a shown cell is withheld, primary and secondary alike, shape (cells,).
        primary: those under primary suppression, with those that an earlier edition withheld.
        intervals: the interval that an attacker can find for each withheld cell, by its id, or, in a large
            publication, one no narrower; None where there is no bound.
        readers_intervals: the interval of each that follows from the figures of the edition alone, likewise.
        differences: ids of small counts that no table shows and subtraction gives.
        cost: sum of the weights of the secondary cells.
        lower_bound: no safe pattern costs less.
        proved_optimal: whether cost and lower bound meet.
    """

    withheld: NDArray[np.bool_]
    primary: NDArray[np.bool_]
    intervals: Mapping[str, Interval]
    readers_intervals: Mapping[str, Interval] = field(default_factory=dict)
    differences: tuple[str, ...] = ()
    cost: float = 0.0
    lower_bound: float = 0.0
    proved_optimal: bool = True


def safe_pattern(
    linked: LinkedCells,
    status: CellStatus,
    profile: Profile,
    weights: NDArray[np.float64],
    cache: SolutionCache,
    jobs: int = 1,
) -> Pattern:
    """A safe suppression pattern of linked cells.

    Counts that the profile gives exactly are withheld only where nothing else protects a count. Small
    differences are protected as far as what must be shown allows.

    Args:
        linked: the linked cells.
        status: the status of each linked cell under the profile.
        profile: the rules.
        weights: cost of withholding each cell.
        cache: solutions of earlier calls; the result is the same without it.
        jobs: threads that search for a pattern; the result is the same for any number.

    Raises:
        CannotBeProtected: a cell cannot be made safe whatever else is withheld.
        DisclosureError: the audit found a withheld count that can be worked out.
    """
    refusal: CannotBeProtected | None = None
    for view, cost, exact_is_fixed in _views(status, profile, weights):
        table = linked_table(linked, view, profile, cost, exact_is_fixed=exact_is_fixed)
        try:
            return _with_differences(linked, view, profile, table, cache, jobs)
        except CannotBeProtected as error:
            refusal = refusal or error
    assert refusal is not None
    raise refusal


def _views(
    status: CellStatus, profile: Profile, weights: NDArray[np.float64]
) -> Iterator[tuple[CellStatus, NDArray[np.float64], bool]]:
    """Views of the cells in the order to try: status, costs, and whether exact counts must be shown."""
    yield status, weights, True
    if status.rounded.any() and profile.withholds:
        # A rounded count may be withheld as well. Until it is, it is taken as if it were shown exactly, which
        # tells an attacker more than it will.
        status = replace(
            status,
            rounded=np.zeros_like(status.rounded),
            lower=status.lower_withheld,
            upper=status.upper_withheld,
        )
        yield status, weights, True
    if (status.exact & status.shown & ~status.public).any():
        # A total of three events gives its three parts away: such totals are then withheld as well.
        yield status, np.where(status.exact, weights.max() * EXACT_COST, weights), False


def _with_differences(
    linked: LinkedCells,
    status: CellStatus,
    profile: Profile,
    table: LinkedTable,
    cache: SolutionCache,
    jobs: int,
) -> Pattern:
    width = minimum_widths(status, linked.counts, profile)
    if profile.differences == "allow":
        return _cached(table, status, width, np.zeros_like(status.shown), cache, jobs)
    small = small_differences(linked, status, profile)
    given = np.zeros_like(small)
    while profile.differences == "protect":
        asked = small & ~given
        try:
            return _cached(table, status, np.where(asked, profile.minimum_width, width), small, cache, jobs)
        except CannotBeProtected as error:
            # What must be shown gives some differences away; they are listed, and all others protected.
            stuck = np.isin(np.array(table.ids), error.cells)
            if not (stuck & asked).any() or (stuck & ~asked).any():
                raise
            given |= stuck
    return _cached(table, status, width, small, cache, jobs)


def _cached(
    table: LinkedTable,
    status: CellStatus,
    width: NDArray[np.int64],
    differences: NDArray[np.bool_],
    cache: SolutionCache,
    jobs: int,
) -> Pattern:
    first = status.small & ~status.public
    uncertain = (~status.shown & ~status.public) | status.rounded
    matrix = table.relations
    arrays = (table.values, matrix.data, matrix.indices, matrix.indptr, table.lower, table.upper)
    masks = (table.weights, table.fixed, first, uncertain, width, differences)
    content = content_of(*table.ids, *arrays, *masks)
    return deepcopy(
        cache.get(
            "withheld",
            content,
            int(first.sum()),
            lambda: _protected(table, first, uncertain, width, differences, cache, jobs),
        )
    )


def _protected(
    table: LinkedTable,
    first: NDArray[np.bool_],
    uncertain: NDArray[np.bool_],
    width: NDArray[np.int64],
    differences: NDArray[np.bool_],
    cache: SolutionCache,
    jobs: int,
) -> Pattern:
    unseen = first | uncertain
    if not (unseen & (width > 0)).any() and not differences.any():
        return Pattern(np.zeros_like(first), first, {})
    protection = protect(table, unseen, minimum_width=width, prove=False, cache=cache, jobs=jobs)
    withheld = protection.withheld & ~uncertain
    few = np.count_nonzero(withheld) <= EXACT_UP_TO
    intervals = (audit if few else bracket)(table, protection.withheld, cells=withheld)
    asked = np.where(withheld & few, 0, np.maximum(width, differences))
    others = certify(table, protection.withheld, asked, protection.twins)
    reached, ids = others.high - others.low, np.array(table.ids)
    too_narrow = protection.withheld & (reached < np.where(withheld & few, 0, width))
    _refuse_disclosed([*_narrow(intervals, width[withheld]), *ids[too_narrow]])
    return Pattern(
        withheld=withheld,
        primary=first,
        intervals={
            name: (_whole(low), _whole(high))
            for name, low, high in zip(intervals.ids, intervals.low, intervals.high, strict=True)
        },
        differences=tuple(ids[differences & (reached == 0)].tolist()),
        cost=protection.cost,
        lower_bound=protection.lower_bound,
        proved_optimal=protection.proved_optimal,
    )


def _whole(bound: float) -> int | None:
    return int(bound) if np.isfinite(bound) else None


def _narrow(intervals: Intervals, minimum_width: NDArray[np.int64]) -> list[str]:
    return [
        name
        for name, width, least in zip(intervals.ids, intervals.width, minimum_width, strict=True)
        if width < least
    ]


def _refuse_disclosed(narrow: list[str]) -> None:
    if narrow:
        raise DisclosureError(
            "the audit found withheld counts that can be worked out, so nothing was built: "
            + "; ".join(narrow)
        )
