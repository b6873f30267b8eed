"""Denominators of the cells, by indicator and as cells of their own."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.counts.table import CountKey, Counts
from reporter.disclosure.cells import Cell, ShownCell, measure_name
from reporter.publication.loading import Publication


@dataclass(frozen=True)
class Denominators:
    """Denominators by indicator, then by area, year, basis and category."""

    by_indicator: dict[str, dict[CountKey, int]]

    @classmethod
    def of(cls, publication: Publication, counts: Counts) -> Denominators:
        """The denominators of every indicator, wherever the counts have all of its denominator's columns."""
        of = {
            (measure.add, measure.subtract): counts.of(measure)
            for measure in (indicator.denominator for indicator in publication.indicators)
        }
        return cls(
            {each.id: of[each.denominator.add, each.denominator.subtract] for each in publication.indicators}
        )

    def __getitem__(self, planned: ShownCell) -> int:
        """The denominator of a cell, summed over the years of its period; KeyError where a year has none."""
        (indicator, cell), period = planned, planned.cell.period
        by_year = self.by_indicator[indicator.id]
        return sum(by_year[cell.area_code, year, period.basis, cell.category] for year in period.years)


def denominator_cell(planned: ShownCell) -> Cell:
    """The cell of a numerator's denominator: the same area, period and category."""
    return planned.cell._replace(measure=measure_name(planned.indicator.denominator))
