"""Reads the breakdowns file: one row an area, year, basis and category of a breakdown, one column a count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from reporter.counts.files.count_rows import KEY_PURPOSE, CountRows, needed_columns, shown
from reporter.counts.files.time_column import PERIOD, YEAR, wrong_columns
from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts, add_up, measured
from reporter.errors import Problem
from reporter.machine.rows import among, row_keys
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import Breakdown
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import Calendar, label_of
from reporter.publication.units import Units, column_units, written
from reporter.records.csv_file import CsvTable, read_csv

PURPOSE = {
    **KEY_PURPOSE,
    "breakdown": "the breakdown, as the id of one under [[breakdowns]]",
    "category": "the category, as in that breakdown's categories",
}


def read_breakdowns(
    publication: Publication, areas: Areas | None, counts: Counts | None
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """Read the counts by category of the breakdowns that the publication shows.

    Counts of a larger area are those of its own rows, or the sum of its parts where each of them has rows;
    where there are both, they must be equal. For each breakdown only the columns that its indicators need are
    read; others may be blank. Rows of other breakdowns are left out.

    Args:
        publication: settings and indicators; `data.breakdowns` names the file.
        areas: the areas; None where they could not be read.
        counts: counts of everyone, against which categories are checked; None where they could not be read.

    Returns:
        A table with the columns `CATEGORY_KEYS`, then one Int64 column a count, missing where a breakdown
        does not need it; None where there is any problem or no such file. And all problems.
    """
    settings = publication.settings
    if settings.data.breakdowns is None:
        return None, []
    by_breakdown = [(each, _indicators(publication, each)) for each in settings.breakdowns]
    needed = needed_columns([indicator for _, indicators in by_breakdown for indicator in indicators])
    table, problems = read_csv(
        publication.path(settings.data.breakdowns), {**PURPOSE, **needed}, {YEAR: PERIOD}
    )
    if table is None:
        return None, problems
    if wrong_time := list(wrong_columns(table, settings.periods)):
        return None, [*problems, *wrong_time]
    units = column_units(publication.indicators)
    parts = []
    for breakdown, indicators in by_breakdown:
        if indicators:
            part, wrong = _of_breakdown(
                table,
                breakdown,
                indicators,
                settings.data.parts or {},
                settings.periods,
                areas,
                counts,
                units,
            )
            parts.append(part)
            problems += wrong
    read = [part for part in parts if part is not None]
    if problems or not read:
        return None, problems
    return pd.concat(read, ignore_index=True).astype(dict.fromkeys(needed, "Int64")), []


def _indicators(publication: Publication, breakdown: Breakdown) -> list[Indicator]:
    """The indicators that any block shows by a breakdown, or that it standardises."""
    blocks = [block for block in publication.settings.show if breakdown.id in block.breakdowns]
    return [
        indicator
        for indicator in publication.indicators
        if any(not block.indicators or indicator.id in block.indicators for block in blocks)
        or (indicator.standardisation and indicator.standardisation.breakdown == breakdown.id)
    ]


def _of_breakdown(
    table: CsvTable,
    breakdown: Breakdown,
    indicators: Sequence[Indicator],
    parts: Mapping[str, Sequence[str]],
    calendar: Calendar,
    areas: Areas | None,
    counts: Counts | None,
    units: Units,
) -> tuple[pd.DataFrame | None, list[Problem]]:
    """The rows of one breakdown, with sums of larger areas, and all problems with them."""
    columns = list(needed_columns(indicators))
    kept = (table.cells["breakdown"] == breakdown.id).to_numpy()
    keys = [PERIOD if key == YEAR and PERIOD in table.cells else key for key in CATEGORY_KEYS]
    cells = table.cells.loc[kept, [*keys, *columns]].reset_index(drop=True)
    part = CsvTable(table.file, cells, table.lines[kept], table.header, table.is_whole)
    rows = CountRows(part, CATEGORY_KEYS, calendar)
    rows.read_keys(areas)
    rows.read_counts(columns, units)
    rows.refuse(
        ~among(cells["category"], breakdown.categories),
        lambda row: (
            f"category is {shown(cells['category'][row])}",
            f"one of {breakdown.id}: {', '.join(breakdown.categories)}",
        ),
    )
    rows.compare(indicators, parts)
    if areas is None or rows.problems:
        return None, rows.problems
    given = rows.values[[*CATEGORY_KEYS, *columns]]
    complete = given
    problems: list[Problem] = []
    if sums := _sums(given, areas, columns):
        complete = pd.concat([given, *sums]).drop_duplicates(list(CATEGORY_KEYS), keep="last")
        problems += _contradictions(given, complete, part, columns, units)
    complete = _in_order(complete, areas)
    if counts is not None:
        lines = dict(zip(row_keys(given, KEYS), part.lines.tolist(), strict=True))
        problems += _against_everyone(complete, counts, breakdown, indicators, table.file, lines, units)
    return complete, problems


def _sums(values: pd.DataFrame, areas: Areas, columns: list[str]) -> list[pd.DataFrame]:
    """Sums by category of every area whose smallest areas all have a row; those rows are included."""
    leaves = {area.code for area in areas.leaves}
    parts = []
    for _, rows in values[among(values["area_code"], leaves)].groupby("category", sort=False):
        sums = add_up(rows[[*KEYS, *columns]], areas, columns).table
        present = set(row_keys(rows, KEYS))
        whole = [
            all((leaf, year, basis) in present for leaf in _leaves_of(area, areas))
            for area, year, basis in row_keys(sums, KEYS)
        ]
        names = {name: str(rows[name].iloc[0]) for name in ("breakdown", "category")}
        parts.append(sums[whole].assign(**names))
    return parts


def _in_order(rows: pd.DataFrame, areas: Areas) -> pd.DataFrame:
    """The rows sorted by basis, year and area in file order; categories keep their order."""
    keys = [(basis, year, areas.place[code]) for code, year, basis in row_keys(rows, KEYS)]
    return rows.iloc[sorted(range(len(keys)), key=keys.__getitem__)].reset_index(drop=True)


def _leaves_of(code: str, areas: Areas) -> tuple[str, ...]:
    below = tuple(
        leaf.code for leaf in areas.leaves if any(above.code == code for above in areas.ancestors(leaf.code))
    )
    return below or (code,)


def _contradictions(
    given: pd.DataFrame, complete: pd.DataFrame, table: CsvTable, columns: list[str], units: Units
) -> Iterator[Problem]:
    """Problems of the rows of larger areas that are not the sum of their parts."""
    place = {key: row for row, key in enumerate(row_keys(complete, CATEGORY_KEYS))}
    found = complete[columns].to_numpy()[[place[key] for key in row_keys(given, CATEGORY_KEYS)]]
    for row, column in np.argwhere(found != given[columns].to_numpy()).tolist():
        name, unit = columns[column], units.of(columns[column])
        message = f"{name} is {written(given[name].iloc[row], unit)}"
        expected = f"{written(found[row, column], unit)}, the sum of the area's parts"
        yield Problem(table.file, int(table.lines[row]), message, expected)


def _against_everyone(
    complete: pd.DataFrame,
    counts: Counts,
    breakdown: Breakdown,
    indicators: Sequence[Indicator],
    file: str,
    lines: Mapping[tuple[Any, ...], int],
    units: Units,
) -> Iterator[Problem]:
    """Problems of categories that add up to more events than everyone, or to another number where complete.

    Where a breakdown is not complete, denominators may differ either way: births may come from another
    source. A problem stands at the last line of its area and year, where these have rows of their own.
    """
    events = dict.fromkeys(column for each in indicators for column in each.numerator.columns)
    wholes = [Measure(description=column, add=(column,)) for column in events]
    if breakdown.complete:
        wholes = [Measure(description=column, add=(column,)) for column in needed_columns(indicators)]
    # Where events in no category are many of one column and few of another, their difference may lack some.
    wholes += [each.numerator for each in indicators if each.numerator.subtract]
    columns = [" less ".join(filter(None, (" + ".join(m.add), " + ".join(m.subtract)))) for m in wholes]
    units_of = [units.of(each.columns[0]) for each in wholes]
    everyone, parts = (
        np.column_stack([measured(table, each) for each in wholes]) for table in (counts.table, complete)
    )
    of_categories: dict[tuple[Any, ...], list[list[int]]] = {}
    for key, row in zip(row_keys(complete, KEYS), parts.tolist(), strict=True):
        of_categories.setdefault(key, []).append(row)
    for (area, year, basis), rows in of_categories.items():
        if gone := sorted(
            counts.at_source.get((area, year, basis), {}).keys() & {*needed_columns(indicators)}
        ):
            message = f"{breakdown.id}: {gone[0]} of {area}, {basis} {label_of(year)}, is given by category"
            line = lines.get((area, year, basis), 0)
            yield Problem(
                file, line, message, "no such rows where the source withholds the count of everyone"
            )
            continue
        if len(rows) < len(breakdown.categories):
            continue
        place = counts.row_of.get((area, year, basis))
        totals = list(map(sum, zip(*rows, strict=True)))
        whole: list[int] = totals if place is None else everyone[place].tolist()
        for column, unit, found, expected in zip(columns, units_of, totals, whole, strict=True):
            if found > expected or (breakdown.complete and found != expected):
                adds_up = f"adds up to {written(found, unit)}"
                message = f"{breakdown.id}: {column} of {area}, {basis} {label_of(year)}, {adds_up}"
                bound = "" if breakdown.complete else "at most "
                line = lines.get((area, year, basis), 0)
                yield Problem(file, line, message, f"{bound}{written(expected, unit)}, the count of everyone")
