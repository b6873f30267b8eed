"""Reads the areas file: one row an area, its type and the areas it is a part of."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporter.errors import Problem
from reporter.publication.areas import Area, Areas
from reporter.records.csv_file import CsvTable, read_csv

COLUMNS = {
    "area_code": "the code of each area",
    "area_name": "the name of each area",
    "area_type": "the type of each area, such as ICB",
    "parent_code": "the code of the area that each is a part of, empty for the largest",
}

SHORT_NAME = "short_name"
"""The column that need not be there: the name that pages print; empty for `area_name`."""

VALID = ("valid_from", "valid_to")
"""Columns that need not be there: the first and the last day of each area, such as 2023-03-31, or nothing."""

NO_TYPES: Mapping[str, int] = {}

MOST_OF_NAME = 500
"""Most characters of a name: it stands in sentences, on charts and in the titles of worksheets."""

# Codes become file names, so only what every file system accepts is allowed.
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def read_areas(
    file: Path, area_types: Sequence[str] | None, apart: Mapping[str, int] = NO_TYPES
) -> tuple[Areas | None, list[Problem]]:
    """Read the areas.

    Args:
        file: the areas file.
        area_types: the types of area that the publication lists; None where they are unknown.
        apart: the types whose areas are not the sums of their parts (see `Areas`).

    Returns:
        The areas, None where there is any problem with them; and all problems.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None:
        return None, problems
    rows = [
        (int(line), _area(row)) for line, row in zip(table.lines, table.cells.to_dict("records"), strict=True)
    ]
    first_line: dict[str, int] = {}
    for line, area in rows:
        first_line.setdefault(area.code, line)
    problems += _wrong_cells(table, rows, first_line)
    problems += _unknown_types(table, rows, area_types)
    problems += _names_of_others(table, rows)
    problems += _wrong_days(table, rows)
    if problems:
        return None, problems
    areas = Areas(tuple(area for _, area in rows), apart=apart)
    problems += _cycles(table.file, areas, first_line) or _wrong_sums(table.file, areas, first_line)
    return (None if problems else areas), problems


def _area(row: Mapping[Any, str]) -> Area:
    code, name, area_type, parents = (row[column] for column in COLUMNS)
    codes = dict.fromkeys(filter(None, map(str.strip, parents.split(";"))))
    days = (_day(row.get(column, "")) for column in VALID)
    return Area(code, name, area_type, tuple(codes), row.get(SHORT_NAME, ""), *days)


def _day(text: str) -> dt.date | None:
    """A day such as 2023-03-31; None for any other text."""
    try:
        return dt.datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=dt.UTC).date()
    except ValueError:
        return None


def _wrong_cells(
    table: CsvTable, rows: Sequence[tuple[int, Area]], first_line: Mapping[str, int]
) -> Iterator[Problem]:
    first_written: dict[str, str] = {}
    for code in first_line:
        first_written.setdefault(code.casefold(), code)
    for line, area in rows:
        if not _CODE.fullmatch(area.code):
            what = f"area_code is '{area.code}'" if area.code else "area_code is empty"
            yield Problem(table.file, line, what, "a code of letters, digits, '.', '_' and '-', 100 at most")
        elif (first := first_written[area.code.casefold()]) != area.code or line != first_line[area.code]:
            # Where a file system takes W1.html and w1.html for one file, one would replace the other.
            message = f"area_code {area.code} stands on line {first_line[first]} already"
            message += "" if first == area.code else f" as {first}"
            yield Problem(table.file, line, message, "every area once")
        if not area.name:
            yield Problem(table.file, line, f"area_name of {area.code} is empty", "a name")
        for column, name in (("area_name", area.name), (SHORT_NAME, area.short_name)):
            if len(name) > MOST_OF_NAME:
                message = f"{column} of {area.code} has {len(name):,} characters"
                yield Problem(table.file, line, message, f"at most {MOST_OF_NAME}")
        if not area.type:
            yield Problem(table.file, line, f"area_type of {area.code} is empty", "a type of area")
        # The parent may be a row of the wrong length, which the table leaves out.
        for parent in area.parents if table.is_whole else ():
            if parent not in first_line:
                message = f"parent_code {parent} of {area.code} is not the code of an area"
                yield Problem(table.file, line, message, "an area_code of this file, several separated by ;")


def _unknown_types(
    table: CsvTable, rows: Sequence[tuple[int, Area]], area_types: Sequence[str] | None
) -> Iterator[Problem]:
    """A problem for each unlisted type of area, at its first row."""
    seen: set[str] = set(area_types or ())
    for line, area in rows:
        if area_types is not None and area.type and area.type not in seen:
            seen.add(area.type)
            expected = f"an area type listed under [[levels]]: {', '.join(area_types)}"
            yield Problem(table.file, line, f"area_type of {area.code} is '{area.type}'", expected)


def _names_of_others(table: CsvTable, rows: Sequence[tuple[int, Area]]) -> Iterator[Problem]:
    """A problem for each short name that another area of its type has, as short name or as name."""
    named: dict[tuple[str, str], set[str]] = {}
    for _, area in rows:
        for name in (area.name, area.short_name):
            named.setdefault((area.type, name), set()).add(area.code)
    for line, area in rows:
        others = named[area.type, area.short_name] - {area.code} if area.short_name else ()
        if others:
            message = f"{SHORT_NAME} of {area.code} is '{area.short_name}', a name of {min(others)} too"
            yield Problem(table.file, line, message, f"another for each {area.type}, or none")


def _wrong_days(table: CsvTable, rows: Sequence[tuple[int, Area]]) -> Iterator[Problem]:
    """A problem for each day that is none, or is before the area opened."""
    for (line, area), row in zip(rows, table.cells.to_dict("records"), strict=True):
        for column in VALID:
            if (text := row.get(column, "")) and _day(text) is None:
                message = f"{column} of {area.code} is '{text[:40]}'"
                yield Problem(table.file, line, message, "a day such as 2023-03-31, or nothing")
        if area.valid_from and area.valid_to and area.valid_to < area.valid_from:
            message = f"{area.code} is valid from {area.valid_from} to {area.valid_to}"
            yield Problem(table.file, line, message, "a first day that is not after the last")


def _cycles(file: str, areas: Areas, lines: Mapping[str, int]) -> list[Problem]:
    """A problem for every cycle of areas that are parts of one another, on the line of its first area."""
    problems = []
    in_a_ring: set[str] = set()
    for area in areas.areas:
        ring = [each.code for each in areas.ancestors(area.code)]
        if area.code in ring and area.code not in in_a_ring:
            through = {code for code in ring if area.code in {a.code for a in areas.ancestors(code)}}
            in_a_ring |= through
            others = ", ".join(sorted(through - {area.code}))
            message = f"{area.code} is a part of itself" + (f", by way of {others}" if others else "")
            problems.append(Problem(file, lines[area.code], message, "parents that lead to a largest area"))
    return problems


def _wrong_sums(file: str, areas: Areas, lines: Mapping[str, int]) -> list[Problem]:
    """Problems of areas that would count a part twice, or whose parts of one type lack some of another."""
    problems = []
    smallest: dict[str, set[str]] = {area.code: {area.code} for area in areas.leaves}
    for area in areas.smallest_first:
        held: dict[str, set[str]] = {}
        for area_type, parts in areas.parts(area.code).items():
            through: dict[str, str] = {}
            for part in parts:
                for code in sorted(smallest[part.code] & through.keys()):
                    message = (
                        f"{code} counts twice towards {area.code}: by way of {through[code]} and {part.code}"
                    )
                    problems.append(Problem(file, lines[code], message, f"one {area_type} for each area"))
                through |= dict.fromkeys(smallest[part.code], part.code)
            held[area_type] = set(through)
        everything = set().union(*held.values())
        for area_type, codes in held.items():
            for code in sorted(everything - codes):
                message = f"{code} is in no {area_type} of {area.code}, which has parts of that type"
                problems.append(
                    Problem(file, lines[code], message, f"every type of part to make up all of {area.code}")
                )
        smallest.setdefault(area.code, everything)
    return problems
