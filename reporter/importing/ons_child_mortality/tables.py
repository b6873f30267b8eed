"""Finds the tables of a workbook by their headings, in any sheet and row, and reads their rows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reporter.errors import Problem
from reporter.importing.ons_child_mortality.markers import CellContent, CellMarker, content, markers_of
from reporter.importing.ons_child_mortality.workbook import SheetCell, Workbook, WorkbookSheet, words

NAME = "area of usual residence (name)"
CODE = "area of usual residence (code)"

YEARS = "years"
"""Key of a row in a table with columns for every year: its year, or several such as 2018-2022."""

KINDS: Mapping[str, tuple[frozenset[str], frozenset[str]]] = {
    "areas": (frozenset({CODE, NAME}), frozenset({"area of usual residence (geography)"})),
    "deprivation": (frozenset({"year", "imd"}), frozenset()),
    "gestation": (frozenset({"gestational age (weeks)"}), frozenset()),
    "gestation by year": (frozenset({"gestational age (weeks)", YEARS}), frozenset()),
    "ethnicity": (frozenset({"country code", "ethnic group"}), frozenset({"country"})),
    "sex": (frozenset({"area code", "sex"}), frozenset({"country of occurrence"})),
}
"""Kinds of table by the headings of their keys: required ones, and optional ones."""

OF_ONE_COUNTRY = ("deprivation", "gestation by year")
"""Kinds of table of which a workbook has one for every country."""

COUNTS = {
    name.replace("_", " "): name
    for name in (
        "live_births",
        "stillbirths",
        "perinatal_deaths",
        "early_neonatal_deaths",
        "late_neonatal_deaths",
        "neonatal_deaths",
        "postneonatal_deaths",
        "infant_deaths",
    )
}
"""Columns of counts by heading."""

_AGES = "stillbirth|perinatal|early neonatal|late neonatal|neonatal|postneonatal|infant"
_RATE = re.compile(rf"({_AGES})( mortality)? rates?")
_RELIABILITY = re.compile(rf"({_AGES}) unreliable indicator")
_FIGURES = re.compile(r"\b(deaths|births|stillbirths|rates?|indicator)\b")
_YEAR = re.compile(r"\b((?:19|20)\d\d)\b")
_YEARS_OF_COLUMN = re.compile(r" ((?:19|20)\d\d(?:-(?:19|20)\d\d)?)( \(combined years\))?$")


@dataclass(frozen=True)
class Figure:
    """A number or marker, and its cell."""

    content: CellContent
    cell: SheetCell

    @property
    def count(self) -> int | None:
        """The number if it is whole, else None."""
        if isinstance(self.content, CellMarker) or self.content != int(self.content):
            return None
        return int(self.content)


@dataclass(frozen=True)
class TableRow:
    """A row of a table.

    Attributes:
        keys: its keys, by heading.
        counts: its counts, by column name.
        rates: its rates, by kind of death, such as 'infant' for the infant mortality rate.
        reliability: the marker beside each rate.
    """

    keys: Mapping[str, str]
    counts: Mapping[str, Figure]
    rates: Mapping[str, Figure]
    reliability: Mapping[str, Figure]

    def number(self, column: str) -> int | None:
        """A count; None where the row has no whole number in this column."""
        return self.counts[column].count if column in self.counts else None


@dataclass(frozen=True)
class WorkbookTable:
    """A table of a workbook.

    Attributes:
        kind: one of `KINDS`.
        sheet: its sheet.
        header: the row of its header, counted from 0.
        title: its title, without footnotes.
        subtitles: the lines between title and header.
        year: the last year in the title; 0 where there is none.
        rows: its rows, in order.
    """

    kind: str
    sheet: WorkbookSheet
    header: int
    title: str
    subtitles: tuple[str, ...]
    year: int
    rows: tuple[TableRow, ...]


def find_tables(workbook: Workbook) -> tuple[list[WorkbookTable], list[Problem]]:
    """All tables of a known kind, in the order of the sheets, and every problem of their form."""
    tables: list[WorkbookTable] = []
    problems: list[Problem] = []
    for sheet in workbook.sheets:
        for kind, header in _headers(sheet):
            table, wrong = _read(sheet, kind, header)
            tables.append(table)
            problems += wrong
    return tables, problems


def _headers(sheet: WorkbookSheet) -> Iterator[tuple[str, int]]:
    """Kind and row of the first header with live births and deaths in a sheet, where the kind is known."""
    for number, row in enumerate(sheet.rows):
        parts = {_with_years(value) for value in row}
        headings, is_by_year = {title for title, _ in parts} - {""}, any(years for _, years in parts)
        if {"live births", "neonatal deaths" if is_by_year else "infant deaths"} <= headings:
            keys = {each for each in headings if not _FIGURES.search(each)} | (
                {YEARS} if is_by_year else set()
            )
            for kind, (needed, optional) in KINDS.items():
                if needed <= keys <= needed | optional:
                    yield kind, number
            return


def heading(value: object) -> str:
    """A heading in lower case, without footnotes."""
    return words(value).lower()


def _with_years(value: object) -> tuple[str, str]:
    """A heading without the years at its end, and the years: 'live births' and '2022'."""
    title = heading(value)
    found = _YEARS_OF_COLUMN.search(title)
    return (title[: found.start()], found[1]) if found else (title, "")


def _columns(header: Sequence[object]) -> dict[str, dict[str, int]]:
    """Columns by heading, for each set of years with columns of its own; '' for columns without years."""
    columns: dict[str, dict[str, int]] = {}
    of_all: dict[str, int] = {}
    for number, value in enumerate(header):
        title, years = _with_years(value)
        (columns.setdefault(years, {}) if years else of_all).setdefault(title, number)
    return {years: {**of_all, **own} for years, own in columns.items()} or {"": of_all}


def _read(sheet: WorkbookSheet, kind: str, header: int) -> tuple[WorkbookTable, list[Problem]]:
    above = [words(row[0]) for row in sheet.rows[:header] if row and words(row[0])]
    title = above[0] if above else ""
    years = _YEAR.findall(title)
    year = int(years[-1]) if years else 0
    columns = _columns(sheet.rows[header])
    problems = [each for own in columns.values() for each in _missing(sheet, kind, header, own)]
    if not year:
        message = f"the title of the table, '{title}', names no year"
        problems.append(sheet.cell(0, 0).problem(message, "a title such as 'Live births and deaths, 2022'"))
    rows: list[TableRow] = []
    # Markers depend on the year, so no row can be read without it.
    for number in range(header + 1, len(sheet.rows)) if year else ():
        for of_years, own in columns.items():
            row, wrong = _row(sheet, number, own, year)
            needed = sorted(KINDS[kind][0] - {YEARS})
            empty = [key for key in needed if not row.keys[key]]
            if len(empty) < len(needed):
                rows.append(replace(row, keys={**row.keys, YEARS: of_years}) if of_years else row)
                problems += [*wrong, *_empty_keys(sheet, number, own, empty)]
    return WorkbookTable(kind, sheet, header, title, tuple(above[1:]), year, tuple(rows)), problems


def _empty_keys(
    sheet: WorkbookSheet, number: int, columns: Mapping[str, int], keys: Sequence[str]
) -> Iterator[Problem]:
    for key in keys:
        yield sheet.cell(number, columns[key]).problem(f"'{key}' is empty", "what the row is of")


def _missing(sheet: WorkbookSheet, kind: str, header: int, columns: Mapping[str, int]) -> Iterator[Problem]:
    neonatal = {"early neonatal deaths", "late neonatal deaths"}
    if "neonatal deaths" not in columns and not neonatal <= columns.keys():
        message = f"this table ({kind}) has no column 'Neonatal deaths'"
        yield sheet.cell(header, 0).problem(message, "that heading in this row")


def _row(
    sheet: WorkbookSheet, number: int, columns: Mapping[str, int], year: int
) -> tuple[TableRow, list[Problem]]:
    values = sheet.rows[number]
    keys: dict[str, str] = {}
    counts: dict[str, Figure] = {}
    rates: dict[str, Figure] = {}
    reliability: dict[str, Figure] = {}
    problems: list[Problem] = []
    for title, column in columns.items():
        cell, value = sheet.cell(number, column), values[column]
        if title and not _FIGURES.search(title):
            keys[title] = words(value)
            continue
        found = [(counts, COUNTS[title])] if title in COUNTS else []
        found += [(rates, match[1])] if (match := _RATE.fullmatch(title)) else []
        found += [(reliability, match[1])] if (match := _RELIABILITY.fullmatch(title)) else []
        for place, name in found:
            what = content(value, year)
            if what is None or (place is counts and not isinstance(what, CellMarker) and what % 1):
                known = ", ".join(filter(None, markers_of(year)))
                expected = f"a {'whole ' if place is counts else ''}number, or one of {known}"
                problems.append(cell.problem(f"'{title}' is '{words(value)}'", expected))
            else:
                place[name] = Figure(what, cell)
    return TableRow(keys, counts, rates, reliability), problems
