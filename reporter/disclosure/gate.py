"""The gate: counts go in, released cells come out, and a private record of what was withheld.

Primary suppression by the profile, secondary suppression under everything that ties the cells together, then
an audit that shares no code with the protection. What the audit cannot prove safe is not released: the build
fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.areas import Areas
from reporter.counts import Counts
from reporter.disclosure.audit import Intervals, audit
from reporter.disclosure.linked import Cell, LinkedCells, ShownCell, count_of, link, shown_cells
from reporter.disclosure.primary import primary
from reporter.disclosure.protect import Protection, protect
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.released import COLUMNS, ReleasedCells
from reporter.errors import DisclosureError
from reporter.profiles import Profile
from reporter.publication import Publication

LEVEL_COST = 10.0
"""A cell costs this many times as much to withhold for each level of area below its own."""

HEADLINE_COST = 5.0
"""A cell of the headline indicator costs this many times as much to withhold as one of the others."""


@dataclass(frozen=True)
class Passage:
    """What came through the gate and what stayed behind.

    Attributes:
        released: the cells that everything after the gate works on.
        record: the private record, ready for JSON: primary and secondary cells, the interval that an attacker
            can find for each withheld cell, and how near the protection is to the least possible. Not for
            publication.
    """

    released: ReleasedCells
    record: dict[str, Any]


def release(publication: Publication, areas: Areas, counts: Counts, profile: Profile) -> Passage:
    """Release the cells that a publication plans to show, as far as its profile allows.

    Args:
        publication: settings and indicators; its show blocks say which cells are planned.
        areas: the areas.
        counts: complete counts.
        profile: the rules.

    Raises:
        DisclosureError: a withheld count cannot be protected, or the audit found one that can be worked out.
    """
    linked = link(publication, areas, counts)
    table = linked_table(linked, areas, profile)
    cells = list(linked.values)
    shown = np.array([cell in linked.shown for cell in cells], dtype=np.bool_)
    first = primary(table.values, profile) & shown
    if first.any():
        width = np.where(shown, profile.minimum_width, 0)
        protection = protect(table, first | ~shown, minimum_width=width, prove=False)
        withheld = protection.withheld & shown
        intervals = audit(table, protection.withheld, cells=withheld)
        _refuse_disclosed(intervals, profile)
        record = _record(table, first, withheld, protection, intervals)
    else:
        withheld = first
        record = {"primary": [], "secondary": [], "intervals": {}}
    hidden = {cell for cell, gone in zip(cells, withheld, strict=True) if gone}
    return Passage(_released(publication, areas, counts, linked, hidden, profile), record)


def linked_table(linked: LinkedCells, areas: Areas, profile: Profile) -> LinkedTable:
    """The linked cells as an attacker reads them under a profile.

    Where zeros are shown, a withheld count is known to be at least 1, and a zero is never withheld. Larger
    areas cost more to withhold than smaller ones, and the headline indicator more than the others.
    """
    cells = list(linked.values)
    values = np.array(list(linked.values.values()), dtype=np.int64)
    shown = np.array([cell in linked.shown for cell in cells], dtype=np.bool_)
    height = _height(areas)
    return LinkedTable.build(
        ids=[cell.id for cell in cells],
        values=values,
        relations=[{cell.id: sign for cell, sign in relation.items()} for relation in linked.relations],
        lower=np.where(shown & (values > 0), 1 if profile.zero_is_shown else 0, 0),
        weights=[
            LEVEL_COST ** height[cell.area_code] * (HEADLINE_COST if cell.measure == linked.headline else 1.0)
            for cell in cells
        ],
        fixed=shown & (values == 0) if profile.zero_is_shown else np.zeros(len(cells), dtype=np.bool_),
    )


def _height(areas: Areas) -> dict[str, int]:
    """How many levels lie below each area."""
    height = {area.code: 0 for area in areas.areas}
    for area in areas.smallest_first:
        for parent in area.parents:
            height[parent] = max(height[parent], height[area.code] + 1)
    return height


def _refuse_disclosed(intervals: Intervals, profile: Profile) -> None:
    narrow = [
        name
        for name, width in zip(intervals.ids, intervals.width, strict=True)
        if width < profile.minimum_width
    ]
    if narrow:
        raise DisclosureError(
            "the audit found withheld counts that can be worked out, so nothing was built: "
            + "; ".join(narrow)
        )


def _record(
    table: LinkedTable,
    first: NDArray[np.bool_],
    withheld: NDArray[np.bool_],
    protection: Protection,
    intervals: Intervals,
) -> dict[str, Any]:
    ids = np.array(table.ids)
    return {
        "primary": ids[first].tolist(),
        "secondary": ids[withheld & ~first].tolist(),
        "cost": protection.cost,
        "lower_bound": protection.lower_bound,
        "proved_optimal": protection.proved_optimal,
        "intervals": {
            name: [int(low) if np.isfinite(low) else None, int(high) if np.isfinite(high) else None]
            for name, low, high in zip(intervals.ids, intervals.low, intervals.high, strict=True)
        },
    }


def _released(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    linked: LinkedCells,
    hidden: set[Cell],
    profile: Profile,
) -> ReleasedCells:
    denominators = _denominators(publication, counts)
    rows = [
        _row(planned, areas, linked, hidden, denominators)
        for planned in shown_cells(publication, areas)
        if planned.cell in linked.shown
    ]
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype(
        {
            "numerator": "Int64",
            "denominator": "int64",
            "first_year": "int64",
            "last_year": "int64",
            "withheld": "bool",
        }
    )
    return ReleasedCells(frame, areas, profile.mark, profile.rule, profile.reliability)


def _denominators(publication: Publication, counts: Counts) -> dict[tuple[str, str, int, str], int]:
    return {
        (indicator.id, *key): count_of(row, indicator.denominator)
        for key, row in counts.by_key().items()
        for indicator in publication.indicators
    }


def _row(
    planned: ShownCell,
    areas: Areas,
    linked: LinkedCells,
    hidden: set[Cell],
    denominators: dict[tuple[str, str, int, str], int],
) -> tuple[Any, ...]:
    indicator, cell = planned
    period = cell.period
    return (
        indicator.id,
        cell.area_code,
        areas[cell.area_code].type,
        period.first_year,
        period.last_year,
        period.label,
        period.basis,
        pd.NA if cell in hidden else linked.values[cell],
        sum(denominators[indicator.id, cell.area_code, year, period.basis] for year in period.years),
        cell in hidden,
    )
