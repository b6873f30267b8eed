"""The linked cells of a publication: every count it plans to show, and all that ties them together.

An attacker adds up. Counts of areas add up to larger areas, years to pools, and columns to the numerators
that are made of them. So beside the cells that are shown stand cells that are not shown but constrain them (a
year of a pool, a column of a numerator): these are virtual, never published and never in need of protection.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from reporter.areas import Areas
from reporter.counts import Counts
from reporter.indicator import Indicator, Measure
from reporter.periods import Period
from reporter.publication import Publication


class Cell(NamedTuple):
    """One count: a measure of an area in a period."""

    measure: str
    area_code: str
    period: Period

    @property
    def id(self) -> str:
        """The cell in words, for records and errors."""
        return f"{self.measure} | {self.area_code} | {self.period.label} | {self.period.basis}"


def measure_name(measure: Measure) -> str:
    """A measure's name by its columns, so that indicators with the same numerator share their cells."""
    return "+".join(sorted(measure.add)) + "".join(f"-{column}" for column in sorted(measure.subtract))


class ShownCell(NamedTuple):
    """A cell of an indicator that the publication plans to show."""

    indicator: Indicator
    cell: Cell


def shown_cells(publication: Publication, areas: Areas) -> tuple[ShownCell, ...]:
    """Every cell that the publication plans to show: by indicator, basis, period, then area in file order."""
    planned = {
        (indicator.id, period, area.code)
        for block in publication.settings.show
        for indicator in publication.indicators
        if not block.indicators or indicator.id in block.indicators
        for period in block.periods
        for level in block.levels
        for area in areas.of_type(level)
    }
    by_time = sorted({period for _, period, _ in planned}, key=lambda p: (p.last_year, p.first_year, p.basis))
    return tuple(
        ShownCell(indicator, Cell(measure_name(indicator.numerator), area.code, period))
        for indicator in publication.indicators
        for period in by_time
        for area in areas.areas
        if (indicator.id, period, area.code) in planned
    )


@dataclass(frozen=True)
class LinkedCells:
    """Shown and virtual cells with their values, and the signed sums that tie them to zero.

    Attributes:
        values: the count of every cell.
        shown: the cells that the publication plans to show.
        relations: each a mapping of cells to coefficients; the sum of coefficient times count is 0.
        headline: the measure of the headline indicator's numerator.
    """

    values: dict[Cell, int]
    shown: frozenset[Cell]
    relations: tuple[dict[Cell, int], ...]
    headline: str


def link(publication: Publication, areas: Areas, counts: Counts) -> LinkedCells:
    """All cells of a publication and their relations, in a fixed order.

    A level of area below every level shown on a basis is left out there: whatever the larger areas are, its
    counts can be chosen to fit. A level between two that are shown, or above them, is kept as virtual cells.
    """
    shown = frozenset(planned.cell for planned in shown_cells(publication, areas))
    measures = _measures(publication.indicators)
    values = _values(shown, areas, counts, measures)
    relations = (
        *_sums_of_areas(values, areas),
        *_sums_of_years(values),
        *_sums_of_columns(values, measures),
    )
    headline = measure_name(publication.headline.numerator)
    return LinkedCells(values, shown & values.keys(), relations, headline)


def _measures(indicators: Iterable[Indicator]) -> dict[str, Measure]:
    """Every numerator and every column that one is made of, by name."""
    measures: dict[str, Measure] = {}
    for indicator in indicators:
        numerator = indicator.numerator
        for column in (*numerator.add, *numerator.subtract):
            measures.setdefault(column, Measure(description=column, add=(column,)))
        measures.setdefault(measure_name(numerator), numerator)
    return measures


def count_of(row: dict[str, int], measure: Measure) -> int:
    """A measure from the columns of a row of counts."""
    return sum(row[column] for column in measure.add) - sum(row[column] for column in measure.subtract)


def _values(
    shown: frozenset[Cell], areas: Areas, counts: Counts, measures: dict[str, Measure]
) -> dict[Cell, int]:
    rows = counts.by_key()
    levels = {
        (cell.period.basis, area.type)
        for cell in shown
        for area in (areas[cell.area_code], *areas.ancestors(cell.area_code))
    }
    spans = {cell.period for cell in shown}
    spans |= {Period(year, year, span.basis) for span in spans for year in span.years}
    values: dict[Cell, int] = {}
    for period in sorted(spans, key=lambda p: (p.basis, p.first_year, p.last_year)):
        for area in areas.areas:
            years = [rows.get((area.code, year, period.basis)) for year in period.years]
            if (period.basis, area.type) not in levels or None in years:
                continue
            for name, measure in measures.items():
                total = sum(count_of(row, measure) for row in years if row is not None)
                values[Cell(name, area.code, period)] = total
    return values


def _sums_of_areas(values: dict[Cell, int], areas: Areas) -> Iterator[dict[Cell, int]]:
    for cell in values:
        for parts in areas.parts(cell.area_code).values():
            cells = [cell._replace(area_code=part.code) for part in parts]
            known = [part for part in cells if part in values]
            if known:
                yield {cell: -1, **dict.fromkeys(known, 1)}


def _sums_of_years(values: dict[Cell, int]) -> Iterator[dict[Cell, int]]:
    for cell in values:
        if cell.period.is_single_year:
            continue
        years = [cell._replace(period=Period(y, y, cell.period.basis)) for y in cell.period.years]
        yield {cell: -1, **dict.fromkeys(years, 1)}


def _sums_of_columns(values: dict[Cell, int], measures: dict[str, Measure]) -> Iterator[dict[Cell, int]]:
    for cell in values:
        measure = measures[cell.measure]
        if len(measure.add) + len(measure.subtract) == 1:
            continue
        added = {cell._replace(measure=column): 1 for column in measure.add}
        subtracted = {cell._replace(measure=column): -1 for column in measure.subtract}
        yield {cell: -1, **added, **subtracted}
