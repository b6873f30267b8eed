"""Reads the counts file: one row an area, year and basis, one column a count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reporter.counts.at_source import NoneFit, of_all_areas, with_possible_counts
from reporter.counts.files.count_rows import KEY_PURPOSE, NO_SIGNS, CountRows, needed_columns
from reporter.counts.files.time_column import CALENDAR_YEARS, PERIOD, YEAR, wrong_columns
from reporter.counts.files.totals import added_up
from reporter.counts.table import KEYS, Counts, Interval
from reporter.counts.windows import Contradiction, lacking_windows, with_steps
from reporter.errors import Problem
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Calendar, label_of
from reporter.publication.units import column_units
from reporter.records.csv_file import CsvTable, read_csv


def read_counts(
    file: Path,
    areas: Areas | None,
    indicators: Sequence[Indicator] | None,
    parts: Mapping[str, Sequence[str]] | None = None,
    calendar: Calendar = CALENDAR_YEARS,
    withheld: Mapping[str, Interval] = NO_SIGNS,
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
        calendar: the calendar of the periods.
        withheld: the signs of counts that the source withholds, and what each stands for.

    Returns:
        The counts of all areas, None where there is any problem with them; and all problems.
    """
    needed = needed_columns(indicators or ())
    table, problems = read_csv(file, {**KEY_PURPOSE, **needed}, {YEAR: PERIOD})
    if table is None:
        return None, problems
    if wrong := list(wrong_columns(table, calendar)):
        return None, [*problems, *wrong]
    rows = CountRows(table, KEYS, calendar)
    units = column_units(indicators or ())
    rows.read_keys(areas)
    if areas is not None and rows.keys_are_known:
        rows.refuse_areas_that_were_not(areas)
    if indicators is not None:
        rows.read_counts(needed, units, withheld)
        rows.compare(indicators, parts or {})
    problems += rows.problems
    if areas is None or not table.is_whole or not rows.keys_are_known:
        return None, problems
    given = rows.of_sound_years()
    try:
        given = with_possible_counts(
            given, rows.at_source, areas, rows.columns, indicators or (), parts or {}
        )
    except NoneFit as error:
        problems.append(_none_fit(error, table))
        return None, problems
    counts, unequal = added_up(given, table, areas, rows.columns, units, calendar)
    problems += unequal
    if problems or indicators is None:
        return None, problems
    counts = replace(counts, at_source=of_all_areas(rows.at_source, given, counts, areas))
    return _in_steps(counts, table, areas, indicators, parts or {})


def _none_fit(error: NoneFit, table: CsvTable) -> Problem:
    """The problem of a year and basis in which no counts fit the intervals that the source gives."""
    when = f"{error.basis} {label_of(error.year)}"
    message = f"no counts that the signs under [data.withheld] stand for add up in {when}"
    expected = "signs with the intervals that the source gives, and larger areas that are sums of their parts"
    return Problem(table.file, table.header, message, expected)


def _in_steps(
    counts: Counts,
    table: CsvTable,
    areas: Areas,
    indicators: Sequence[Indicator],
    parts: Mapping[str, Sequence[str]],
) -> tuple[Counts | None, list[Problem]]:
    """The counts with those of the steps of windows, and the problems of windows that overlap."""
    problems = []
    for area, basis, missing, own in lacking_windows(counts, areas):
        message = f"there is no row of {area}, {basis} {label_of(missing)}, which overlaps {label_of(own)}"
        expected = "a row for every period that overlaps another of the area"
        problems.append(Problem(table.file, _line(table, area, basis), message, expected))
    try:
        return (None if problems else with_steps(counts, areas, indicators, parts)), problems
    except Contradiction as error:
        area, basis = error.area_code, error.basis
        message = f"no counts of single years or other steps add up to all periods of {area}, {basis}"
        expected = "periods that overlap with counts that can all be true"
        return None, [*problems, Problem(table.file, _line(table, area, basis), message, expected)]


def _line(table: CsvTable, area: str, basis: str) -> int:
    """The first line of an area on a basis."""
    cells = table.cells
    here = (cells["area_code"] == area).to_numpy() & (cells["basis"] == basis).to_numpy()
    return int(table.lines[here][0]) if here.any() else table.header
