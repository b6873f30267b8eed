"""Adds counts up to larger areas; checks the file's own rows of these and that no area is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from reporter.counts.table import KEYS, Counts, add_up
from reporter.errors import Problem
from reporter.machine.rows import among, row_keys
from reporter.publication.areas import Areas
from reporter.publication.periods import Calendar, label_of
from reporter.publication.units import Units, written
from reporter.publication.validity import existed
from reporter.records.csv_file import CsvTable

NAMED = 3
"""How many missing areas a message names before it counts the others."""

NO_ROW = -1
"""Row number of an area without a row."""


def added_up(
    rows: pd.DataFrame,
    table: CsvTable,
    areas: Areas,
    columns: Sequence[str],
    units: Units,
    calendar: Calendar,
) -> tuple[Counts, list[Problem]]:
    """Counts of all areas, and problems of rows that do not add up.

    A row of a larger area must be the sum of its parts. A smallest area may lack a row in a year in which it
    did not exist, and where the row of an area it is part of shows that the others already add up: it is then
    counted together with another area, and has no row in the result either.

    Args:
        rows: the rows of the file, keys and counts as numbers, indexed like the rows of `table`.
        table: the file.
        areas: the areas.
        columns: names of the count columns.
        units: how many units make one of each column.
        calendar: the calendar of the periods.
    """
    is_smallest = among(rows["area_code"], [area.code for area in areas.leaves])
    counts = add_up(rows[is_smallest], areas, columns)
    missing = _missing(rows[is_smallest], rows, areas, calendar)
    totals = rows[~is_smallest]
    problems = [
        *_wrong_totals(totals, counts, table, areas, missing, units),
        *_absent(totals, rows, table, areas, missing),
        *_beyond_rounding(rows, counts, table, areas, units),
    ]
    return counts, problems


Missing = dict[tuple[int, str], list[str]]
"""Codes of the smallest areas without a row by year and basis; only years and bases that lack one."""


def _missing(smallest: pd.DataFrame, rows: pd.DataFrame, areas: Areas, calendar: Calendar) -> Missing:
    present = set(row_keys(smallest, ("year", "basis", "area_code")))
    found = Counter(key[:2] for key in present)
    return {
        key: [
            area.code
            for area in areas.leaves
            if (*key, area.code) not in present and existed(area, key[0], calendar)
        ]
        for key in sorted(set(row_keys(rows, ("year", "basis"))))
        if found[key] < len(areas.leaves)
    }


def _wrong_totals(
    totals: pd.DataFrame,
    counts: Counts,
    table: CsvTable,
    areas: Areas,
    missing: Missing,
    units: Units,
) -> Iterator[Problem]:
    columns, keys = list(counts.columns), list(row_keys(totals, KEYS))
    given, lines = totals[columns].to_numpy(), table.lines[totals.index].tolist()
    rows = np.array([counts.row_of.get(key, NO_ROW) for key in keys], dtype=np.intp)
    with_parts = rows != NO_ROW
    sums = np.zeros_like(given)
    sums[with_parts] = counts.table[columns].to_numpy()[rows[with_parts]]
    for place in np.flatnonzero(~with_parts | (given != sums).any(axis=1)).tolist():
        code, year, basis = keys[place]
        if not with_parts[place]:
            message = f"none of the parts of {_named(code, areas)} has a row"
            yield Problem(table.file, lines[place], message, "a row for each part")
            continue
        within = [part for part in missing.get((year, basis), []) if _lies_in(part, code, areas)]
        without = f"; {_some(within, areas)} without a row" if within else ""
        for column in np.flatnonzero(given[place] != sums[place]).tolist():
            unit = units.of(columns[column])
            message = f"{columns[column]} of {_named(code, areas)} is {written(given[place, column], unit)}"
            expected = f"{written(sums[place, column], unit)}, the sum of its parts{without}"
            yield Problem(table.file, lines[place], message, expected)


def _beyond_rounding(
    rows: pd.DataFrame, counts: Counts, table: CsvTable, areas: Areas, units: Units
) -> Iterator[Problem]:
    """Problems of areas that rounding alone does not keep from being the sums of their parts."""
    held = counts.by_key()
    lines = dict(zip(row_keys(rows, KEYS), table.lines[rows.index].tolist(), strict=True))
    for key, row in held.items():
        code, year, basis = key
        rounded_to = areas.apart.get(areas[code].type, 1)
        parts = [part.code for parts in list(areas.below(code).values())[:1] for part in parts]
        of_parts = [held[each] for part in parts if (each := (part, year, basis)) in held]
        if rounded_to == 1 or not parts or len(of_parts) < len(parts) or key in counts.at_source:
            continue
        most = (len(parts) + 1) * (rounded_to // 2)
        for column in counts.columns:
            total = sum(part[column] for part in of_parts)
            if abs(row[column] - total) > most * units.of(column):
                given, sums = (written(each, units.of(column)) for each in (row[column], total))
                message = f"{column} of {_named(code, areas)} is {given}, and its parts add up to {sums}"
                expected = f"a difference of at most {most}, by rounding to {rounded_to}; or rounded_to = 1"
                yield Problem(table.file, lines.get(key, table.header), message, expected)


def _absent(
    totals: pd.DataFrame, rows: pd.DataFrame, table: CsvTable, areas: Areas, missing: Missing
) -> Iterator[Problem]:
    """Problems of smallest areas without a row, where no row of a larger area was checked."""
    given = totals.groupby(["year", "basis"])["area_code"].agg(set).to_dict()
    years: dict[tuple[str, str], list[int]] = {}
    for (year, basis), codes in missing.items():
        for code in codes:
            if not given.get((year, basis), set()) & {area.code for area in areas.ancestors(code)}:
                years.setdefault((code, basis), []).append(year)
    for (code, basis), lacking in years.items():
        first = rows.index[(rows["year"] == lacking[0]) & (rows["basis"] == basis)][0]
        message = f"there is no row of {_named(code, areas)}, {basis} {', '.join(map(label_of, lacking))}"
        expected = "one a year, or a row of a larger area that the others add up to"
        yield Problem(table.file, int(table.lines[first]), message, expected)


def _lies_in(part: str, code: str, areas: Areas) -> bool:
    return any(area.code == code for area in areas.ancestors(part))


def _named(code: str, areas: Areas) -> str:
    return f"{code} ({areas[code].name})"


def _some(codes: Sequence[str], areas: Areas) -> str:
    others = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(_named(code, areas) for code in codes[:NAMED]) + others
