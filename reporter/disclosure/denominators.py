"""The denominators of the cells: never withheld, and what a count means to its readers."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.counts import CountKey, Counts
from reporter.disclosure.cells import ShownCell
from reporter.publication import Publication


@dataclass(frozen=True)
class Denominators:
    """The denominator of each indicator, area, year, basis and category."""

    by_year: dict[tuple[str, CountKey], int]

    @classmethod
    def of(cls, publication: Publication, counts: Counts) -> Denominators:
        """Those that the counts have all columns of."""
        return cls(
            {
                (indicator.id, key): indicator.denominator.of(row)
                for key, row in counts.with_categories().items()
                for indicator in publication.indicators
                if indicator.denominator.is_in(row)
            }
        )

    def __getitem__(self, planned: ShownCell) -> int:
        """The denominator of a cell: that of all years of its period; KeyError where one is not known."""
        (indicator, cell), period = planned, planned.cell.period
        keys = ((cell.area_code, year, period.basis, cell.category) for year in period.years)
        return sum(self.by_year[indicator.id, key] for key in keys)
