"""The gate: counts go in; released cells and a private record of what was withheld come out.

The profile decides primary suppression, all relations between cells decide secondary suppression, and an
audit that shares no code with the protection checks the pattern. The build fails if the audit finds a
withheld cell with too few feasible values.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.counts.table import Counts
from reporter.disclosure.attacker import CellStatus, cell_status, linked_table
from reporter.disclosure.audit import Intervals, audit
from reporter.disclosure.cells import Cell, ShownCell
from reporter.disclosure.cost import costs
from reporter.disclosure.denominators import Denominators, denominator_cell
from reporter.disclosure.linked import LinkedCells, link
from reporter.disclosure.protect import protect
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.protection.solution_cache import SolutionCache, content_of
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.released import COLUMNS, ReleasedCells
from reporter.disclosure.rounding import rounded
from reporter.errors import DisclosureError
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile

Interval: TypeAlias = tuple[int | None, int | None]
"""The least and the greatest value that a reader finds possible; None where there is no bound."""

EXACT_COST = 100.0
"""Ratio of the cost of a count that the profile gives exactly to the greatest cost of another one."""


class PublicAlready(DisclosureError):  # noqa: N818 -- reads as the sentence it is
    """Counts that the rules withhold are public, and the settings do not say that they are shown."""


@dataclass(frozen=True)
class GateResult:
    """Result of the gate.

    Attributes:
        released: the released cells; everything after the gate works on these alone.
        record: the private record, ready for JSON: primary and secondary cells, the interval that an attacker
            can find for each withheld cell, and how near the cost is to its lower bound. Not for publication.
        linked: the linked cells with their true counts, the withheld ones too. Not for publication.
        status: the status of each linked cell.
        withheld_denominators: the denominators that are withheld, as cells of their own.
    """

    released: ReleasedCells
    record: dict[str, Any]
    linked: LinkedCells = field(repr=False)
    status: CellStatus = field(repr=False)
    withheld_denominators: frozenset[Cell] = frozenset()


def release(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    profile: Profile,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    cache: SolutionCache | None = None,
    jobs: int = 1,
) -> GateResult:
    """Released cells of a publication, with primary and secondary suppression applied and audited.

    Args:
        publication: settings and indicators; its show blocks say which cells are planned.
        areas: the areas.
        counts: complete counts.
        profile: the rules.
        public_counts: counts that are public already; the attacker has them.
        cache: solutions of earlier calls, for a process that releases similar counts again; the result is
            the same without it.
        jobs: threads that search for a pattern; the result is the same for any number.

    Raises:
        DisclosureError: a count to withhold is public already (unless the settings show such counts), a cell
            cannot be protected, or the audit found a withheld count that can be worked out.
    """
    linked = link(publication, areas, counts, public_counts)
    status = cell_status(linked, publication, areas, profile)
    denominators = Denominators.of(publication, counts)
    if publication.settings.disclosure.known_counts == "refuse":
        _refuse_public(linked, status.small & status.public, public_counts)
    first = status.small & ~status.public
    withheld = first
    record: dict[str, Any] = {"primary": [], "secondary": [], "intervals": {}}
    if first.any():
        weights = costs(publication, areas, denominators, linked)
        cache = cache or SolutionCache()
        try:
            table = linked_table(linked, status, profile, weights)
            withheld, record = _withheld(table, first, status, profile, cache, jobs)
        except CannotBeProtected:
            if not (status.exact & status.shown & ~status.public).any():
                raise
            # Exact totals of few events give all their parts away, so some of them are withheld as well.
            dear = np.where(status.exact, weights.max() * EXACT_COST, weights)
            table = linked_table(linked, status, profile, dear, exact_is_fixed=False)
            withheld, record = _withheld(table, first, status, profile, cache, jobs)
        record["minimised"] = publication.settings.disclosure.cost
    cells = list(linked.values)
    record["public_already"] = {
        cells[place].id: public_counts.source[cells[place]]
        for place in np.flatnonzero(status.shown & status.public)
    }
    intervals = intervals_of(linked, record)
    released = released_with(areas, denominators, linked, status, withheld, profile, intervals)
    return GateResult(released, record, linked, status)


def intervals_of(linked: LinkedCells, record: Mapping[str, Any]) -> dict[Cell, Interval]:
    """The interval of each withheld cell, from the private record."""
    found = record["intervals"]
    return {
        cell: (least, most) for cell in linked.values for least, most in [found.get(cell.id, (None, None))]
    }


def released_with(
    areas: Areas,
    denominators: Denominators,
    linked: LinkedCells,
    status: CellStatus,
    withheld: NDArray[np.bool_],
    profile: Profile,
    intervals: Mapping[Cell, Interval],
    withheld_denominators: Collection[Cell] = frozenset(),
) -> ReleasedCells:
    """Released cells for a given suppression pattern.

    Only `release` decides the pattern. Verification calls this to see what other counts would release under
    the same pattern.

    Args:
        areas: the areas.
        denominators: the denominators of all shown cells.
        linked: the linked cells of these counts.
        status: the status of each linked cell under the profile.
        withheld: True where the cell is withheld, primary and secondary alike, shape (cells,).
        profile: the rules.
        intervals: the interval of each withheld cell. Of a twin these are those of the true counts, since
            they follow from published figures alone.
        withheld_denominators: the denominators that are withheld (`denominator_cell`).
    """
    seen = _seen(linked, status, withheld, profile, intervals)
    types = {area.code: area.type for area in areas.areas}
    rows = [
        _row(
            planned,
            types,
            seen[planned.cell],
            pd.NA if denominator_cell(planned) in withheld_denominators else denominators[planned],
        )
        for planned in linked.planned
    ]
    names = [*COLUMNS, "breakdown", "category"]
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    frame = pd.DataFrame(dict(zip(names, columns, strict=True))).astype(
        {
            **dict.fromkeys(("numerator", "rate_numerator", "denominator", "least", "greatest"), "Int64"),
            "first_year": "int64",
            "last_year": "int64",
            "withheld": "bool",
        }
    )
    everyone = frame["breakdown"] == EVERYONE.breakdown
    return ReleasedCells(
        cells=frame.loc[everyone, list(COLUMNS)].reset_index(drop=True),
        by_category=frame[~everyone].reset_index(drop=True),
        areas=areas,
        profile=profile,
    )


class _Seen(NamedTuple):
    """What a reader knows of a cell: released count, numerator of the rate, interval; NA for nothing."""

    numerator: Any
    rate_numerator: Any
    least: Any
    greatest: Any


def _seen(
    linked: LinkedCells,
    status: CellStatus,
    withheld: NDArray[np.bool_],
    profile: Profile,
    intervals: Mapping[Cell, Interval],
) -> dict[Cell, _Seen]:
    """What is released of each shown cell, rounded under the rules."""
    values = linked.counts
    shown = np.where(status.rounded, rounded(values, profile.round_to), values).tolist()
    of_rate = values.tolist() if profile.rates_from == "exact" else shown
    least, greatest = (
        np.where(status.rounded, bound, values).tolist() for bound in (status.lower, status.upper)
    )
    return {
        cell: _Seen(pd.NA, pd.NA, *(pd.NA if bound is None else bound for bound in intervals[cell]))
        if gone
        else _Seen(count, exact, int(low), int(high))
        for cell, gone, count, exact, low, high in zip(
            linked.values, withheld, shown, of_rate, least, greatest, strict=True
        )
        if cell in linked.shown
    }


def _refuse_public(linked: LinkedCells, public: NDArray[np.bool_], public_counts: PublicCounts) -> None:
    cells = [cell for cell, one in zip(linked.values, public, strict=True) if one]
    if cells:
        named = "; ".join(f"{cell.id} (in {public_counts.source[cell]})" for cell in cells)
        raise PublicAlready(
            "counts that the profile withholds are public already, so that withholding them protects nobody: "
            + named
        )


def _refuse_disclosed(intervals: Intervals, minimum_width: NDArray[np.int64]) -> None:
    narrow = [
        name
        for name, width, least in zip(intervals.ids, intervals.width, minimum_width, strict=True)
        if width < least
    ]
    if narrow:
        raise DisclosureError(
            "the audit found withheld counts that can be worked out, so nothing was built: "
            + "; ".join(narrow)
        )


def _withheld(
    table: LinkedTable,
    first: NDArray[np.bool_],
    status: CellStatus,
    profile: Profile,
    cache: SolutionCache,
    jobs: int,
) -> tuple[NDArray[np.bool_], dict[str, Any]]:
    """Mask of the withheld cells, primary `first` and secondary, and the private record; audited."""
    # Withholding rules out the value published before, so the interval must be one wider.
    wide = status.shown & ~status.rounded
    width = np.where(wide, profile.minimum_width + status.changed, 0)
    uncertain = (~status.shown & ~status.public) | status.rounded
    matrix = table.relations
    arrays = (table.values, matrix.data, matrix.indices, matrix.indptr, table.lower, table.upper)
    content = content_of(*table.ids, *arrays, table.weights, table.fixed, first, uncertain, width)
    withheld, record = cache.get(
        "withheld",
        content,
        int(first.sum()),
        lambda: _protected(table, first, uncertain, width, cache, jobs),
    )
    return withheld, deepcopy(record)


def _protected(
    table: LinkedTable,
    first: NDArray[np.bool_],
    uncertain: NDArray[np.bool_],
    width: NDArray[np.int64],
    cache: SolutionCache,
    jobs: int,
) -> tuple[NDArray[np.bool_], dict[str, Any]]:
    protection = protect(table, first | uncertain, minimum_width=width, prove=False, cache=cache, jobs=jobs)
    withheld = protection.withheld & ~uncertain
    intervals = audit(table, protection.withheld, cells=withheld)
    _refuse_disclosed(intervals, width[withheld])
    ids = np.array(table.ids)
    record = {
        "primary": ids[first].tolist(),
        "secondary": ids[withheld & ~first].tolist(),
        "cost": protection.cost,
        "lower_bound": protection.lower_bound,
        "gap": protection.gap,
        "proved_optimal": protection.proved_optimal,
        "intervals": {
            name: [int(low) if np.isfinite(low) else None, int(high) if np.isfinite(high) else None]
            for name, low, high in zip(intervals.ids, intervals.low, intervals.high, strict=True)
        },
    }
    return withheld, record


def _row(planned: ShownCell, types: Mapping[str, str], seen: _Seen, denominator: Any) -> tuple[Any, ...]:
    indicator, cell = planned
    area, period, category = cell.area_code, cell.period, cell.category
    return (
        indicator.id,
        area,
        types[area],
        period.first_year,
        period.last_year,
        period.label,
        period.basis,
        seen.numerator,
        denominator,
        seen.numerator is pd.NA,
        seen.rate_numerator,
        seen.least,
        seen.greatest,
        *category,
    )
