"""The denominators of the cells: never withheld, and what a count means to its readers."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.counts.table import CountKey, Counts
from reporter.disclosure.cells import ShownCell
from reporter.publication.loading import Publication


@dataclass(frozen=True)
class Denominators:
    """The denominator of each area, year, basis and category, by indicator."""

    by_indicator: dict[str, dict[CountKey, int]]

    @classmethod
    def of(cls, publication: Publication, counts: Counts) -> Denominators:
        """Those that the counts have all columns of."""
        of = {
            (measure.add, measure.subtract): counts.of(measure)
            for measure in (indicator.denominator for indicator in publication.indicators)
        }
        return cls(
            {each.id: of[each.denominator.add, each.denominator.subtract] for each in publication.indicators}
        )

    def __getitem__(self, planned: ShownCell) -> int:
        """The denominator of a cell: that of all years of its period; KeyError where one is not known."""
        (indicator, cell), period = planned, planned.cell.period
        by_year = self.by_indicator[indicator.id]
        return sum(by_year[cell.area_code, year, period.basis, cell.category] for year in period.years)
