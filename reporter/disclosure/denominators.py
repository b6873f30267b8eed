"""Denominators of the cells."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.counts.table import CountKey, Counts, in_period
from reporter.disclosure.cells import ShownCell
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
        indicator, cell = planned
        found = in_period(self.by_indicator[indicator.id], cell.area_code, cell.period, cell.category)
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            raise KeyError(cell)
        return sum(known)
