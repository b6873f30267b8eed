"""The edition to come, against which what was published before is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from reporter.counts.table import Counts, in_period
from reporter.disclosure.cells import Cell
from reporter.disclosure.parts import part_measures
from reporter.publication.areas import Areas
from reporter.publication.indicator import Measure
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile


@dataclass(frozen=True)
class Present:
    """The edition to come: what it says of indicators, rules and counts that an earlier one may share."""

    publication: Publication
    areas: Areas
    counts: Counts
    profile: Profile

    @cached_property
    def parts(self) -> dict[str, Measure]:
        """Measures of what columns count beyond those that are part of them, by name."""
        return part_measures(self.publication, self.counts)

    def counts_of(self, cells: Iterable[Cell], measured: Mapping[str, Measure]) -> dict[Cell, int]:
        """Today's counts of cells, where there are any."""
        by_measure = {name: self.counts.of(measure) for name, measure in measured.items()}
        found: dict[Cell, int] = {}
        for cell in cells:
            by_year = by_measure.get(cell.measure, {})
            years = in_period(by_year, cell.area_code, cell.period, cell.category)
            counted = [count for count in years if count is not None]
            if len(counted) == len(years):
                found[cell] = sum(counted)
        return found
