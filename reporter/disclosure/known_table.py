"""Tables that other producers publish, as an attacker sees them: counts within bounds, tied by nothing."""

from __future__ import annotations

from collections.abc import Container, Iterable

from reporter.counts.files.public_tables import PublicRow
from reporter.disclosure.cells import Cell, measure_name, with_columns
from reporter.disclosure.earlier_table import EarlierTable
from reporter.disclosure.earlier_values import Printed, fitting
from reporter.disclosure.present import Present
from reporter.disclosure.primary import primary_denominator
from reporter.disclosure.rounding import rounded_from
from reporter.publication.indicator import Measure
from reporter.publication.units import event_unit

Interval = tuple[int, int]


def known_table(rows: Iterable[PublicRow], source: str, rounded_to: int, present: Present) -> EarlierTable:
    """Cells of a table of others, in the measures of the present indicators.

    Args:
        rows: its rows; those of areas that the publication does not have are left out.
        source: the name of the table in errors.
        rounded_to: the multiple to which its counts are rounded.
        present: the edition to come.
    """
    indicators = present.publication.indicators
    denominators = [each.denominator for each in indicators if each.denominator.counts_people]
    measured = with_columns(each.numerator for each in indicators)
    measured |= with_columns(each.denominator for each in indicators)
    bounds: dict[Cell, tuple[int, int | None]] = {}
    withheld = set()
    rows = list(rows)
    for row in rows:
        if row.area_code in present.areas:
            printed = {name: rounded_from(count, rounded_to) for name, count in row.counts.items()}
            for name, measure in measured.items():
                cell = Cell(name, row.area_code, row.period, row.category)
                if row.withheld.issuperset(measure.columns):
                    bounds[cell] = (0, None)
                    withheld.add(cell)
                elif measure.is_in(row.counts):
                    bounds[cell] = _of(measure, printed)
    bounds |= _unsaid(rows, bounds, denominators, present)
    (values,) = fitting([Printed(bounds)], present.counts_of(bounds, measured))
    return EarlierTable(source, values, bounds, frozenset(withheld), ())


def _unsaid(
    rows: Iterable[PublicRow], said: Container[Cell], denominators: Iterable[Measure], present: Present
) -> dict[Cell, Interval]:
    """Bounds of the denominators of a table that says nothing of them: the counts of today.

    Whoever publishes events prints what they were counted among, as a rule, and leaves it out of a table that
    was written for what is withheld. A table that marks denominators as withheld says that it does not; and
    those that the rules withhold by their size are taken to be withheld by others too.
    """
    rules = present.profile.in_units(event_unit(present.publication.indicators))
    places = {(row.area_code, row.period, row.category) for row in rows if row.area_code in present.areas}
    cells = (Cell(measure_name(each), *place) for each in denominators for place in places)
    named = {measure_name(each): each for each in denominators}
    today = present.counts_of((cell for cell in cells if cell not in said), named)
    small = primary_denominator(list(today.values()), rules)
    return {cell: (count, count) for (cell, count), one in zip(today.items(), small, strict=True) if not one}


def _of(measure: Measure, printed: dict[str, Interval]) -> Interval:
    """Least and greatest count of a measure by those of its columns."""
    low = sum(printed[name][0] for name in measure.add) - sum(printed[name][1] for name in measure.subtract)
    high = sum(printed[name][1] for name in measure.add) - sum(printed[name][0] for name in measure.subtract)
    return max(0, low), max(0, high)
