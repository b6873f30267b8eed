"""Relations between cells: of areas, years, categories and columns, with what each adds up to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import takewhile
from typing import NamedTuple

from reporter.disclosure.cells import Cell
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Breakdown, Category
from reporter.publication.indicator import Measure
from reporter.publication.periods import Period

IN_NO_CATEGORY = ""
"""Id of the virtual category that holds the events in none of a breakdown's categories."""


class Divided(NamedTuple):
    """A cell of everyone with the cells of all categories of a breakdown; each of them has a count."""

    breakdown: Breakdown
    cell: Cell
    parts: list[Cell]


def divided(values: dict[Cell, int], breakdowns: Iterable[Breakdown]) -> Iterator[Divided]:
    """The cells of everyone all of whose categories have cells, breakdown by breakdown."""
    by_category = {(cell.measure, cell.area_code) for cell in values if cell.category != EVERYONE}
    everyone = [
        cell for cell in values if cell.category == EVERYONE and (cell.measure, cell.area_code) in by_category
    ]
    for breakdown in breakdowns:
        categories = breakdown.all_categories
        for cell in everyone:
            # Most cells lack every category, so stop at the first that is missing.
            all_parts = (Cell(*cell[:3], category) for category in categories)
            parts = list(takewhile(values.__contains__, all_parts))
            if len(parts) == len(categories):
                yield Divided(breakdown, cell, parts)


def sums(
    values: dict[Cell, int],
    by_category: Iterable[Divided],
    areas: Areas,
    measured: dict[str, Measure],
    rests: Collection[str] = (),
) -> tuple[dict[Cell, int], ...]:
    """Relations of all kinds between cells: coefficients by cell, whose sum with their counts is 0.

    Args:
        values: the cells, with their counts.
        by_category: the cells of everyone with those of their categories.
        areas: the areas.
        measured: measures by name.
        rests: names of measures of what is left of others. A rest is tied to its columns alone: that rests
            add up follows, for their columns do.
    """
    tied = {cell: count for cell, count in values.items() if cell.measure not in rests} if rests else values
    return (
        *_sums_of_areas(tied, areas),
        *_sums_within_rounding(tied, areas),
        *_sums_of_years(tied),
        *_sums_of_columns(values, measured),
        *_sums_of_categories(tied, by_category),
    )


def holds(relation: Mapping[Cell, int], values: Mapping[Cell, int]) -> bool:
    """Whether a relation is 0 at these counts."""
    return sum(sign * values[cell] for cell, sign in relation.items()) == 0


def in_no_category(values: dict[Cell, int], divided: Iterable[Divided]) -> dict[Cell, int]:
    """Counts of the virtual category of each incomplete breakdown: everyone less the sum of the categories.

    Only for cells whose counts are all in `values`: their difference from counts of an older edition is no
    count.
    """
    return {
        cell._replace(category=Category(breakdown.id, IN_NO_CATEGORY)): values[cell]
        - sum(values[part] for part in parts)
        for breakdown, cell, parts in divided
        if not breakdown.complete and all(one in values for one in (cell, *parts))
    }


def _sums_of_categories(values: dict[Cell, int], divided: Iterable[Divided]) -> Iterator[dict[Cell, int]]:
    """Relations of each divided cell with its categories, and with the events in none of them."""
    for breakdown, cell, parts in divided:
        if cell not in values:
            continue
        rest = cell._replace(category=Category(breakdown.id, IN_NO_CATEGORY))
        yield {cell: -1, **dict.fromkeys([*parts, rest] if rest in values else parts, 1)}


def _sums_of_areas(values: dict[Cell, int], areas: Areas) -> Iterator[dict[Cell, int]]:
    """Relations of each cell with those of the areas directly below, by type, where these make it up."""
    below = {
        code: [[part.code for part in parts] for parts in areas.parts(code).values()]
        for code in {cell.area_code for cell in values}
    }
    own = _own(values)
    for cell in values:
        for codes in below[cell.area_code]:
            cells = [Cell(cell.measure, code, cell.period, cell.category) for code in codes]
            known = [own[part] for part in cells if part in own]
            if known and _add_up(cell, cells, values):
                yield {cell: -1, **dict.fromkeys(known, 1)}


ABOVE, BELOW = " above its parts", " below its parts"
"""Ends of the names of the virtual measures by which rounding keeps an area from the sum of its parts."""


def within_rounding(
    values: Mapping[Cell, int], areas: Areas, measured: Mapping[str, Measure]
) -> dict[Cell, tuple[int, int]]:
    """Virtual cells of what an area lies above and below the sum of its parts, with count and bound.

    Only of areas that are apart because the source rounds counts. With n parts and counts that are rounded to
    r in each of k columns, the two differ by at most (n + 1)·k·⌊r/2⌋.

    Args:
        values: the cells, with their counts.
        areas: the areas.
        measured: measures by name.
    """
    found: dict[Cell, tuple[int, int]] = {}
    for cell, parts, rounded_to in _rounded(values, areas):
        difference = values[cell] - sum(values[part] for part in parts)
        most = (len(parts) + 1) * len(measured[cell.measure].columns) * (rounded_to // 2)
        if abs(difference) <= most:
            found[cell._replace(measure=cell.measure + ABOVE)] = (max(difference, 0), most)
            found[cell._replace(measure=cell.measure + BELOW)] = (max(-difference, 0), most)
    return found


def _rounded(values: Mapping[Cell, int], areas: Areas) -> Iterator[tuple[Cell, list[Cell], int]]:
    """Each cell of one year that its parts add up to but for rounding, with these, and the multiple."""
    apart = {kind: rounded_to for kind, rounded_to in areas.apart.items() if rounded_to > 1}
    below = {
        area.code: [[part.code for part in parts] for parts in areas.below(area.code).values()][:1]
        for area in areas.areas
        if area.type in apart
    }
    for cell in values if below else ():
        for codes in below.get(cell.area_code, ()) if cell.period.is_single_year else ():
            parts = [cell._replace(area_code=code) for code in codes]
            if all(part in values for part in parts):
                yield cell, parts, apart[areas[cell.area_code].type]


def _sums_within_rounding(values: dict[Cell, int], areas: Areas) -> Iterator[dict[Cell, int]]:
    """Relations of each such cell with its parts and with what it lies above and below their sum."""
    for cell, parts, _ in _rounded(values, areas):
        above, under = (cell._replace(measure=cell.measure + end) for end in (ABOVE, BELOW))
        if above in values:
            yield {cell: -1, **dict.fromkeys(parts, 1), above: 1, under: -1}


def _add_up(whole: Cell, parts: list[Cell], values: dict[Cell, int]) -> bool:
    """Whether the parts that have counts add up to the whole.

    Of everyone in one year they do, or reading would have refused the counts. In a pool, a part may lack the
    row of one year; then the relations of the single years say all. By category some areas may have no rows;
    the others then add up only where the areas without rows have no counts of everyone either.
    """
    lacking = [part for part in parts if part not in values]
    if lacking and whole._replace(category=EVERYONE) not in values:
        return False
    basis = whole.period.basis
    return not any(
        part._replace(period=Period(year, year, basis), category=category) in values
        for part in lacking
        for year in whole.period.years
        for category in (EVERYONE, whole.category)
    )


def _sums_of_years(values: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
    """Relations of each pool of years with its years."""
    periods = {cell.period for cell in values}
    single = {(period.first_year, period.basis): period for period in periods if period.is_single_year}
    made_of: dict[Period, list[Period]] = {}
    for period in periods:
        steps = [single[key] for year in period.years if (key := (year, period.basis)) in single]
        if not period.is_single_year and len(steps) == len(period.years):
            made_of[period] = steps
    own = _own(values)
    for cell in values:
        if cell.period in made_of:
            cells = [Cell(cell.measure, cell.area_code, each, cell.category) for each in made_of[cell.period]]
            years = [own[each] for each in cells if each in own]
            if len(years) == len(cells):
                yield {cell: -1, **dict.fromkeys(years, 1)}


def _own(values: Iterable[Cell]) -> dict[Cell, Cell]:
    """Each cell by itself, so that relations share its record: a nation has a million places in relations."""
    return {cell: cell for cell in values}


def _sums_of_columns(values: dict[Cell, int], measured: dict[str, Measure]) -> Iterator[dict[Cell, int]]:
    """Relations of each measure of several columns with its columns."""
    made_of = {
        name: {**dict.fromkeys(measure.add, 1), **dict.fromkeys(measure.subtract, -1)}
        for name, measure in measured.items()
        if len(measure.columns) > 1
    }
    own = _own(values)
    for cell in values:
        if cell.measure in made_of:
            parts = {Cell(column, *cell[1:]): sign for column, sign in made_of[cell.measure].items()}
            if all(part in own for part in parts):
                yield {cell: -1, **{own[part]: sign for part, sign in parts.items()}}
