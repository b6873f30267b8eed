"""Counts that the source withholds, as an attacker sees them: withheld for good, each within its interval."""

from __future__ import annotations

from reporter.counts.table import Counts, Interval
from reporter.disclosure.cells import Cell, denominator_cells, shown_cells, with_columns
from reporter.disclosure.earlier_table import EarlierTable
from reporter.disclosure.present import Present
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.indicator import Measure
from reporter.publication.periods import Period, ends_of, window_number

SOURCE = "the source"
"""Name of the table in errors and in the private record."""


def table_of_source(present: Present) -> tuple[EarlierTable, ...]:
    """The table of the counts that the source withholds, single and added up to periods, if there are any.

    Args:
        present: the edition to come.
    """
    at_source = present.counts.at_source
    if not at_source:
        return ()
    indicators = present.publication.indicators
    measured = with_columns(each.numerator for each in indicators)
    measured |= with_columns(each.denominator for each in indicators if each.denominator.counts_people)
    planned = [
        each for each in shown_cells(present.publication, present.areas) if each.cell.category == EVERYONE
    ]
    cells = {each.cell for each in planned} | set(denominator_cells(planned))
    cells |= {
        Cell(name, area, Period(*ends_of(number), basis))
        for area, number, basis in at_source
        for name in measured
    }
    found = {
        cell: _interval(cell, measured[cell.measure], present.counts)
        for cell in sorted(cells)
        if cell.measure in measured
    }
    bounds = {cell: interval for cell, interval in found.items() if interval is not None}
    values = present.counts_of(bounds, measured)
    return (EarlierTable(SOURCE, values, bounds, frozenset(bounds), ()),)


def _interval(cell: Cell, measure: Measure, counts: Counts) -> Interval | None:
    """The interval of a count over the steps of its period; None where the source withholds none of them."""
    whole = (cell.area_code, window_number(cell.period), cell.period.basis)
    keys = (
        [whole]
        if whole in counts.row_of
        else [(cell.area_code, step, cell.period.basis) for step in cell.period.years]
    )
    if not any(counts.at_source.get(key, {}).keys() & {*measure.columns} for key in keys):
        return None
    if not all(key in counts.row_of for key in keys):
        return None
    low = high = 0
    for key in keys:
        row, withheld = counts.by_key()[key], counts.at_source.get(key, {})
        ends = {name: withheld.get(name, (row[name], row[name])) for name in measure.columns}
        low += sum(ends[name][0] for name in measure.add) - sum(ends[name][1] for name in measure.subtract)
        high += sum(ends[name][1] for name in measure.add) - sum(ends[name][0] for name in measure.subtract)
    return max(low, 0), high
