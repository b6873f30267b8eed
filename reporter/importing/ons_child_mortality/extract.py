"""The tidy rows of all workbooks, without figures acknowledged as wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reporter.importing.ons_child_mortality.acknowledgement import Acknowledged
from reporter.importing.ons_child_mortality.area_table import AreaRow, tidy_areas
from reporter.importing.ons_child_mortality.breakdown_tables import UNLINKED, CategoryRow, preterm
from reporter.importing.ons_child_mortality.year import (
    WorkbookYear,
    columns_of,
    counts_by_category,
    counts_of,
    deaths_by_category,
)
from reporter.publication.areas import Area, Areas

BASIS = "occurring"
"""Basis of the death cohort: deaths are counted in the year in which they occurred."""

ColumnCounts = tuple[int, ...]
"""Counts in the order of the columns."""

CategoryKey = tuple[str, int, str, str]
"""Area code, year, breakdown and category."""

CategoryCounts = Mapping[str, int]
"""Counts of a category by column, without columns that its table lacks."""


@dataclass(frozen=True)
class Revised:
    """Counts of a category that a newer workbook has changed; the newer ones are used.

    Attributes:
        key: the category; `UNLINKED` for deaths for which no birth was found.
        before: the counts in the older workbook.
        after: the counts in the newer workbook.
        workbook: year of the newer workbook.
    """

    key: CategoryKey
    before: CategoryCounts
    after: CategoryCounts
    workbook: int


@dataclass(frozen=True)
class Extract:
    """Everything that the import writes.

    Attributes:
        years: the workbooks, earliest first.
        acknowledged: the cells acknowledged as wrong.
        areas: the areas of all years, in the order of the newest workbook.
        counts: counts by year and area code.
        columns: names of these counts.
        categories: counts by category.
        unlinked: deaths for which no birth was found, by area code, year and breakdown.
        combined: rows of several years counted together, for which the tidy files have no place.
        revised: counts by category that differ between workbooks.
        left_out: rows of the tables of areas that are not written, as year and area code.
    """

    years: tuple[WorkbookYear, ...]
    acknowledged: Acknowledged
    areas: tuple[Area, ...]
    counts: Mapping[tuple[int, str], ColumnCounts]
    columns: tuple[str, ...]
    categories: Mapping[CategoryKey, CategoryCounts]
    unlinked: Mapping[tuple[str, int, str], CategoryCounts]
    combined: tuple[CategoryRow, ...]
    revised: tuple[Revised, ...]
    left_out: tuple[tuple[int, str], ...]


def extract(years: Sequence[WorkbookYear], acknowledged: Acknowledged) -> Extract:
    """The rows of all years together; of equal breakdowns and years the newest workbook counts.

    Args:
        years: the workbooks, earliest first, each of another year.
        acknowledged: the cells acknowledged as wrong in them.
    """
    columns = columns_of(years)
    counts: dict[tuple[int, str], ColumnCounts] = {}
    given: dict[CategoryKey, CategoryCounts] = {}
    revised: list[Revised] = []
    left_out: list[tuple[int, str]] = []
    for each in years:
        with_parts = {area.parent for area in each.areas}
        for area in each.areas:
            found = counts_of(area.row, columns)
            if found is None or (area.code in with_parts and acknowledged.touches_counts(area.row)):
                left_out.append((each.year, area.code))
            else:
                counts[each.year, area.code] = found
        newer = _of_single_years(each)
        revised += (
            Revised(key, given[key], found, each.year)
            for key, found in newer.items()
            if given.get(key, found) != found
        )
        given |= newer
    return Extract(
        tuple(years),
        acknowledged,
        _areas(years),
        counts,
        columns,
        _with_preterm({key: found for key, found in given.items() if key[-1] != UNLINKED}),
        {key[:-1]: found for key, found in given.items() if key[-1] == UNLINKED},
        tuple(row for each in years for row in each.categories if row.first_year < row.year),
        tuple(revised),
        tuple(left_out),
    )


def _of_single_years(each: WorkbookYear) -> dict[CategoryKey, CategoryCounts]:
    """Counts by category of a workbook, with unlinked deaths and without totals."""
    found: dict[CategoryKey, CategoryCounts] = {}
    for row in each.categories:
        if row.category and row.first_year == row.year:
            is_unlinked = row.category == UNLINKED
            counts = deaths_by_category(row.row) if is_unlinked else counts_by_category(row.row)
            if counts:
                found[row.area, row.year, row.breakdown, row.category] = counts
    return found


def _with_preterm(categories: Mapping[CategoryKey, CategoryCounts]) -> dict[CategoryKey, CategoryCounts]:
    """The categories with, after them, the sums of gestational ages by preterm birth group."""
    grouped: dict[CategoryKey, CategoryCounts] = {}
    for (area, year, breakdown, category), counts in categories.items():
        group = preterm(category) if breakdown == "gestation" else None
        if group is not None:
            key = (area, year, "preterm", group)
            before = grouped.get(key, {})
            grouped[key] = {column: before.get(column, 0) + count for column, count in counts.items()}
    return {**categories, **grouped}


def _areas(years: Sequence[WorkbookYear]) -> tuple[Area, ...]:
    """The areas of all years; names and parents are those of the newest workbook that has the area."""
    rows: dict[str, AreaRow] = {}
    for each in reversed(years):
        for area in each.areas:
            rows.setdefault(area.code, area)
    return tuple(tidy_areas(list(rows.values())))


def within(whole: Extract, code: str) -> Extract:
    """The extract reduced to an area and the areas in it.

    Args:
        whole: the extract.
        code: code of the area, which the extract must have.
    """
    areas = Areas.of(whole.areas)
    smallest = {leaf.code for leaf in areas.leaves if leaf.code == code or _lies_in(leaf.code, code, areas)}
    kept = {
        area.code
        for area in whole.areas
        if area.code == code or _lies_in(area.code, code, areas) or _consists_of(area.code, smallest, areas)
    }
    return replace(
        whole,
        areas=tuple(
            replace(area, parents=tuple(parent for parent in area.parents if parent in kept))
            for area in whole.areas
            if area.code in kept
        ),
        counts={key: counts for key, counts in whole.counts.items() if key[1] in kept},
        categories={key: counts for key, counts in whole.categories.items() if key[0] in kept},
        unlinked={key: deaths for key, deaths in whole.unlinked.items() if key[0] in kept},
        combined=tuple(row for row in whole.combined if row.area in kept),
        revised=tuple(each for each in whole.revised if each.key[0] in kept),
        left_out=tuple(key for key in whole.left_out if key[1] in kept),
    )


def _lies_in(code: str, larger: str, areas: Areas) -> bool:
    return any(area.code == larger for area in areas.ancestors(code))


def _consists_of(code: str, smallest: set[str], areas: Areas) -> bool:
    """Whether all parts of an area are among these codes; this finds counties, which have no parents."""
    parts = [part for of_type in areas.parts(code).values() for part in of_type]
    return bool(parts) and all(part.code in smallest for part in parts)
