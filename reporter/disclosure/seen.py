"""Released cells: those that follow from counts and a suppression pattern."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from reporter.disclosure.attacker import CellStatus
from reporter.disclosure.cells import Cell, ShownCell, denominator_cells
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.pattern import Pattern
from reporter.disclosure.released import COLUMNS, ReleasedCells
from reporter.disclosure.rounding import readers_feasible, rounded
from reporter.disclosure.standardised import NOTHING, Standardised
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.profiles import Profile
from reporter.publication.units import in_ones


def released_with(
    areas: Areas,
    denominators: Denominators,
    linked: LinkedCells,
    status: CellStatus,
    pattern: Pattern,
    profile: Profile,
    standardised: Mapping[ShownCell, Standardised],
) -> ReleasedCells:
    """Released cells for a given suppression pattern.

    Only the gate decides the pattern. Twins are released under that of the true counts, with its intervals,
    since these follow from published figures alone.

    Args:
        areas: the areas.
        denominators: the denominators of all shown cells.
        linked: the linked cells of these counts.
        status: the status of each linked cell under the profile.
        pattern: which cells are withheld, and what an attacker can find of each.
        profile: the rules.
        standardised: the released rates of directly standardised indicators.
    """
    unit = denominators.event_unit
    seen = _seen(linked, status, pattern, profile.in_units(unit), unit)
    gone = {cell for cell, withheld in zip(linked.values, pattern.withheld, strict=True) if withheld}
    types = {area.code: area.type for area in areas.areas}
    rows = [
        _row(
            planned,
            types,
            seen[planned.cell],
            pd.NA if whole in gone else _or_missing(denominators.given(planned)),
            standardised.get(planned, NOTHING),
        )
        for planned, whole in zip(linked.planned, denominator_cells(linked.planned), strict=True)
    ]
    names = [*COLUMNS, "breakdown", "category"]
    columns = zip(*rows, strict=True) if rows else ([] for _ in names)
    frame = pd.DataFrame(dict(zip(names, columns, strict=True))).astype(
        {
            **dict.fromkeys(("numerator", "rate_numerator", "least", "greatest"), _datatype(unit)),
            "denominator": _datatype(max(denominators.units.values(), default=1)),
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
    """Released count of a cell, numerator of its rate, and its interval; NA for nothing."""

    numerator: Any
    rate_numerator: Any
    least: Any
    greatest: Any


def _datatype(unit: int) -> str:
    """Whole numbers, unless a unit is smaller than one."""
    return "Int64" if unit == 1 else "Float64"


def _or_missing(number: float | int | None) -> Any:
    return pd.NA if number is None else number


def _seen(
    linked: LinkedCells, status: CellStatus, pattern: Pattern, profile: Profile, unit: int
) -> dict[Cell, _Seen]:
    """Released counts of each shown cell in ones, rounded under the rules, which are in units."""
    values = linked.counts
    shown = np.where(status.rounded, rounded(values, profile.round_to), values)
    of_rate = values if profile.rates_from == "exact" else shown
    interval = (np.where(status.rounded, bound, values) for bound in readers_feasible(values, profile))
    columns = (_in_ones(column.tolist(), unit) for column in (shown, of_rate, *interval))
    own = linked.shown
    return {
        cell: _Seen(
            pd.NA, pd.NA, *_in_ones(_possible(*pattern.readers_intervals[name], linked.step(cell)), unit)
        )
        if gone
        else _Seen(*seen)
        for (cell, name), gone, seen in zip(
            linked.ids.items(), pattern.withheld.tolist(), zip(*columns, strict=True), strict=True
        )
        if cell in own
    }


def _possible(least: int | None, greatest: int | None, step: int) -> tuple[int | None, int | None]:
    """The interval with counts at both ends: where events are whole, so is each of them."""
    return (
        None if least is None else -(-least // step) * step,
        None if greatest is None else greatest // step * step,
    )


def _in_ones(numbers: Iterable[int | None], unit: int) -> list[Any]:
    """Numbers in ones, NA where there is none."""
    return [pd.NA if number is None else in_ones(number, unit) for number in numbers]


def _row(
    planned: ShownCell, types: Mapping[str, str], seen: _Seen, denominator: Any, standardised: Standardised
) -> tuple[Any, ...]:
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
        *standardised,
        *category,
    )
