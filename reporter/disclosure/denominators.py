"""Denominators of the cells."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.counts.table import CountKey, Counts, in_period
from reporter.disclosure.cells import ShownCell
from reporter.publication.loading import Publication
from reporter.publication.units import event_unit, in_ones, unit_of


@dataclass(frozen=True)
class Denominators:
    """Denominators by indicator, then by area, year, basis and category, and the units they are held in.

    Attributes:
        by_indicator: the denominators, in units.
        units: how many units make one of each indicator's denominator.
        event_unit: how many make one event.
    """

    by_indicator: dict[str, dict[CountKey, int]]
    units: dict[str, int]
    event_unit: int

    @classmethod
    def of(cls, publication: Publication, counts: Counts) -> Denominators:
        """The denominators of every indicator, wherever the counts have all of its denominator's columns."""
        of = {
            (measure.add, measure.subtract): counts.of(measure)
            for measure in (indicator.denominator for indicator in publication.indicators)
        }
        return cls(
            {each.id: of[each.denominator.add, each.denominator.subtract] for each in publication.indicators},
            {each.id: unit_of(each.denominator, publication.indicators) for each in publication.indicators},
            event_unit(publication.indicators),
        )

    def given(self, planned: ShownCell) -> float | int | None:
        """The denominator of a cell as readers have it: in ones; None of a count alone."""
        if not planned.indicator.denominator.add:
            return None
        return in_ones(self[planned], self.units[planned.indicator.id])

    def __getitem__(self, planned: ShownCell) -> int:
        """The denominator of a cell in units, over the years of its period; KeyError where one has none."""
        indicator, cell = planned
        found = in_period(self.by_indicator[indicator.id], cell.area_code, cell.period, cell.category)
        known = [each for each in found if each is not None]
        if len(known) < len(found):
            raise KeyError(cell)
        return sum(known)
