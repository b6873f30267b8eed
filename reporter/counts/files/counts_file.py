"""Reads the counts file: one row an area, year and basis, one column a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from reporter.counts.files.count_rows import KEY_PURPOSE, CountRows, needed_columns
from reporter.counts.files.totals import added_up
from reporter.counts.table import KEYS, Counts
from reporter.errors import Problem
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.units import column_units
from reporter.records.csv_file import read_csv


def read_counts(
    file: Path,
    areas: Areas | None,
    indicators: Sequence[Indicator] | None,
    parts: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Counts | None, list[Problem]]:
    """Read the counts and add them up to larger areas.

    Rows of larger areas are optional; each must be the sum of its parts. Columns that no indicator needs are
    read too.

    Args:
        file: the counts file.
        areas: the areas; None where they could not be read, and checks against them are skipped.
        indicators: the indicators, whose columns must be there; None where they could not be read, and the
            counts themselves are not checked.
        parts: columns that each column is a part of, as in [data.parts]; None or empty where none is.

    Returns:
        The counts of all areas, None where there is any problem with them; and all problems.
    """
    needed = needed_columns(indicators or ())
    table, problems = read_csv(file, {**KEY_PURPOSE, **needed})
    if table is None:
        return None, problems
    rows = CountRows(table, KEYS)
    units = column_units(indicators or ())
    rows.read_keys(areas)
    if indicators is not None:
        rows.read_counts(needed, units)
        rows.compare(indicators, parts or {})
    problems += rows.problems
    if areas is None or not table.is_whole or not rows.keys_are_known:
        return None, problems
    counts, unequal = added_up(rows.of_sound_years(), table, areas, rows.columns, units)
    problems += unequal
    return (None if problems else counts), problems
