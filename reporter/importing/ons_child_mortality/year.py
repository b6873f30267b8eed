"""One workbook: its table of areas and its breakdowns, read and checked for consistency."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.importing.ons_child_mortality.area_table import AreaRow, area_rows
from reporter.importing.ons_child_mortality.breakdown_tables import UNLINKED, CategoryRow, category_rows
from reporter.importing.ons_child_mortality.checks import ConsistencyChecks
from reporter.importing.ons_child_mortality.tables import (
    CODE,
    KINDS,
    OF_ONE_COUNTRY,
    TableRow,
    WorkbookTable,
    find_tables,
)
from reporter.importing.ons_child_mortality.workbook import Workbook, open_workbook

COLUMNS = ("live_births", "infant_deaths", "neonatal_deaths")
"""Columns of counts in the tidy files."""

FURTHER = ("stillbirths", "perinatal_deaths")
"""Columns of counts of areas, not of categories, that are written where every area has them."""


@dataclass(frozen=True)
class WorkbookYear:
    """The contents of one workbook.

    Attributes:
        workbook: the workbook.
        year: its year of data, from the title of its table of areas.
        tables: the tables that were read.
        areas: the rows of the table of areas, each larger area before its parts.
        categories: the rows of the breakdowns, with totals; earlier years too.
        checks: the checks made, and the failed ones.
    """

    workbook: Workbook
    year: int
    tables: tuple[WorkbookTable, ...]
    areas: tuple[AreaRow, ...]
    categories: tuple[CategoryRow, ...]
    checks: ConsistencyChecks


def read_year(path: Path) -> WorkbookYear:
    """Read one workbook and check its figures.

    Raises:
        InputError: the file is no workbook, has no table of areas, or has a cell or heading that cannot be
            read.
    """
    workbook = open_workbook(path)
    tables, problems = find_tables(workbook)
    problems += _wrong_set(path, tables)
    if problems:
        raise InputError(problems)
    area_table = next(table for table in tables if table.kind == "areas")
    areas, problems = area_rows(area_table)
    categories: list[CategoryRow] = []
    for table in tables:
        if table.kind != "areas":
            rows, wrong = category_rows(table)
            categories += rows
            problems += wrong
    problems += _given_twice(categories)
    if problems:
        raise InputError(problems)
    checks = check(areas, categories, area_table.year)
    return WorkbookYear(workbook, area_table.year, tuple(tables), tuple(areas), tuple(categories), checks)


def columns_of(years: Sequence[WorkbookYear]) -> tuple[str, ...]:
    """The columns of counts of areas: `COLUMNS`, and those of `FURTHER` that every area of every year has."""
    rows = [area.row for each in years for area in each.areas]
    return (*COLUMNS, *(name for name in FURTHER if all(row.number(name) is not None for row in rows)))


def counts_of(row: TableRow, columns: Sequence[str]) -> tuple[int, ...] | None:
    """The counts of a row in the order of the columns; None where it lacks one."""
    counts = [_count(row, column) for column in columns]
    found = tuple(count for count in counts if count is not None)
    return found if len(found) == len(counts) else None


def counts_by_category(row: TableRow) -> dict[str, int] | None:
    """The counts of a row by column; None where a column of its table has no number in this row.

    A table may lack a column: those by gestational age of one country have neonatal deaths alone.
    """
    given = [column for column in COLUMNS if column in row.counts or column == "neonatal_deaths"]
    counts = {column: count for column in given if (count := _count(row, column)) is not None}
    return counts if len(counts) == len(given) else None


def deaths_by_category(row: TableRow) -> dict[str, int]:
    """The deaths of a row by column, without missing ones."""
    deaths = [column for column in COLUMNS if column.endswith("deaths")]
    return {column: count for column in deaths if (count := _count(row, column)) is not None}


def _count(row: TableRow, column: str) -> int | None:
    """A count; neonatal deaths without a column are the sum of early and late neonatal deaths."""
    if column != "neonatal_deaths" or column in row.counts:
        return row.number(column)
    early, late = row.number("early_neonatal_deaths"), row.number("late_neonatal_deaths")
    return None if early is None or late is None else early + late


def check(areas: Sequence[AreaRow], categories: Sequence[CategoryRow], year: int) -> ConsistencyChecks:
    """The consistency checks of all figures of a workbook."""
    checks = ConsistencyChecks()
    parts: dict[str, list[TableRow]] = {}
    for area in areas:
        checks.check_counts(area.row, area.name, needed=_needed(area.row))
        checks.check_row(area.row, area.name)
        parts.setdefault(area.parent, []).append(area.row)
    for area in areas:
        if area.code in parts:
            checks.check_sum(area.row, area.name, parts[area.code], "its parts")
    names = {area.code: area.name for area in areas}
    for category in categories:
        name = _named(category, names)
        needed = [each for each in _needed(category.row) if category.category != UNLINKED or "deaths" in each]
        checks.check_counts(category.row, name, needed)
        checks.check_row(category.row, name)
    for total, rows in _with_categories(categories):
        checks.check_sum(total.row, _named(total, names), [each.row for each in rows], "its categories")
    _check_sexes(checks, areas, categories, year)
    return checks


def _check_sexes(
    checks: ConsistencyChecks, areas: Sequence[AreaRow], categories: Sequence[CategoryRow], year: int
) -> None:
    """Check that the table by sex, which counts the same births, has the totals of the table of areas."""
    totals = {each.area: each for each in categories if each.breakdown == "sex" and not each.category}
    for area in areas:
        total = totals.get(area.code)
        if total is not None and total.year == year:
            checks.check_sum(area.row, area.name, [total.row], "both sexes")


def _with_categories(
    categories: Sequence[CategoryRow],
) -> Iterator[tuple[CategoryRow, list[CategoryRow]]]:
    """Each total of a breakdown with its categories."""
    groups: dict[tuple[str, int, int, str], list[CategoryRow]] = {}
    for each in categories:
        groups.setdefault((each.area, each.first_year, each.year, each.breakdown), []).append(each)
    for rows in groups.values():
        for total in rows:
            if not total.category:
                yield total, [row for row in rows if row.category]


def _named(category: CategoryRow, names: Mapping[str, str]) -> str:
    place = names.get(category.area, category.area)
    years = f"{category.first_year} to " if category.first_year < category.year else ""
    what = f", {category.breakdown} '{category.label}'" if category.category else ""
    return f"{place} {years}{category.year}{what}"


def _needed(row: TableRow) -> tuple[str, ...]:
    """The columns without which a row cannot be written."""
    if "neonatal_deaths" in row.counts:
        return COLUMNS
    return ("live_births", "infant_deaths", "early_neonatal_deaths", "late_neonatal_deaths")


def _given_twice(categories: Sequence[CategoryRow]) -> Iterator[Problem]:
    """Problems of categories in two rows, of one table or of two."""
    first: dict[tuple[str, int, int, str, str], CategoryRow] = {}
    for each in categories:
        key = (each.area, each.first_year, each.year, each.breakdown, each.category)
        if key in first:
            cell, before = (next(iter(row.row.counts.values())).cell for row in (each, first[key]))
            message = (
                f"{each.breakdown} '{each.label}' of {each.area} {each.year} stands in cell {before.name}"
            )
            yield cell.problem(f"{message} of sheet {before.sheet} already", "every category once")
        first.setdefault(key, each)


def _wrong_set(path: Path, tables: Sequence[WorkbookTable]) -> Iterator[Problem]:
    """Problems of a missing or repeated table, or of one of another year than the table of areas."""
    areas = [table for table in tables if table.kind == "areas"]
    if not areas:
        expected = f"a table with the headings '{CODE.capitalize()}', 'Live births' and 'Infant deaths'"
        yield Problem(str(path), 0, "there is no table of live births and infant deaths by area", expected)
        return
    for kind in KINDS:
        again = [table for table in tables if table.kind == kind][1:] if kind not in OF_ONE_COUNTRY else []
        for table in again:
            message = f"a second table of the kind '{kind}': {table.title}"
            yield table.sheet.cell(table.header, 0).problem(message, "one in a workbook")
    for table in tables:
        if table.year and table.year != areas[0].year:
            message = f"the title names {table.year}, and that of the table of areas {areas[0].year}"
            yield table.sheet.cell(0, 0).problem(message, "tables of one year of data in a workbook")
