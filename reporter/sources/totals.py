"""Adds counts up to larger areas, and checks what the file gives for them, and that no area is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from reporter.areas import Areas
from reporter.counts import KEYS, Counts, add_up
from reporter.errors import Problem
from reporter.rows import among, row_keys
from reporter.sources.csv_file import CsvTable

NAMED = 3
"""How many missing areas a message names before it counts the others."""


def added_up(
    rows: pd.DataFrame, table: CsvTable, areas: Areas, columns: Sequence[str]
) -> tuple[Counts, list[Problem]]:
    """Counts of all areas, and what does not add up.

    A row of a larger area must be the sum of its parts. A smallest area may lack a row in a year only where a
    row of an area it is a part of shows that the others already add up: then its counts stand with those of
    another area, and it has no row in the result either.

    Args:
        rows: the rows of the file, keys and counts as numbers, indexed like the rows of `table`.
        table: the file.
        areas: the areas.
        columns: names of the count columns.
    """
    is_smallest = among(rows["area_code"], [area.code for area in areas.leaves])
    counts = add_up(rows[is_smallest], areas, columns)
    missing = _missing(rows[is_smallest], rows, areas)
    totals = rows[~is_smallest]
    problems = [
        *_wrong_totals(totals, counts, table, areas, missing),
        *_absent(totals, rows, table, areas, missing),
    ]
    return counts, problems


Missing = dict[tuple[int, str], list[str]]
"""Codes of the smallest areas without a row, by year and basis, where there are any."""


def _missing(smallest: pd.DataFrame, rows: pd.DataFrame, areas: Areas) -> Missing:
    missing: Missing = {}
    present: dict[tuple[int, str], set[str]] = {}
    for code, year, basis in row_keys(smallest, KEYS):
        present.setdefault((year, basis), set()).add(code)
    for key in sorted(set(row_keys(rows, ("year", "basis")))):
        found = present.get(key, set())
        if len(found) < len(areas.leaves):
            missing[key] = [area.code for area in areas.leaves if area.code not in found]
    return missing


def _wrong_totals(
    totals: pd.DataFrame, counts: Counts, table: CsvTable, areas: Areas, missing: Missing
) -> Iterator[Problem]:
    sums = counts.by_key()
    named = row_keys(totals, [*KEYS, *counts.columns])
    for row, (code, year, basis, *given) in zip(totals.index, named, strict=True):
        line, parts = int(table.lines[row]), sums.get((code, year, basis))
        if parts is None:
            message = f"none of the parts of {_named(code, areas)} has a row"
            yield Problem(table.file, line, message, "a row for each part")
            continue
        lacking = missing.get((year, basis), [])
        for column, count in zip(counts.columns, given, strict=True):
            if count != parts[column]:
                within = [part for part in lacking if _lies_in(part, code, areas)]
                without = f"; {_some(within, areas)} without a row" if within else ""
                message = f"{column} of {_named(code, areas)} is {count}"
                yield Problem(table.file, line, message, f"{parts[column]}, the sum of its parts{without}")


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
        message = f"there is no row of {_named(code, areas)}, {basis} {', '.join(map(str, lacking))}"
        expected = "one a year, or a row of a larger area that the others add up to"
        yield Problem(table.file, int(table.lines[first]), message, expected)


def _lies_in(part: str, code: str, areas: Areas) -> bool:
    return any(area.code == code for area in areas.ancestors(part))


def _named(code: str, areas: Areas) -> str:
    return f"{code} ({areas[code].name})"


def _some(codes: Sequence[str], areas: Areas) -> str:
    others = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return ", ".join(_named(code, areas) for code in codes[:NAMED]) + others
