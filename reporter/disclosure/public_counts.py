"""Counts that are public before the edition is: counts of earlier editions and of other producers.

Withholding a public count protects nobody, because an attacker adds up with it. So it stands among the linked
cells as known, whether the edition shows it or not. A count that was published with another value is not
known; but withholding it rules out the value published, which leaves one feasible value less.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from reporter.disclosure.cells import Cell, measure_name, measures
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.loading import Publication
from reporter.publication.periods import Period

PublishedName = tuple[str, str, str, str, str, str]
"""Key of a row of a published table of rates: indicator, area code, period, basis, breakdown and category."""


@dataclass(frozen=True)
class PublicCounts:
    """Counts that are public already.

    Attributes:
        counts: the count of each cell; the latest where several were published.
        source: where each count was published, for errors and the private record.
    """

    counts: Mapping[Cell, int] = field(default_factory=dict)
    source: Mapping[Cell, str] = field(default_factory=dict)

    def and_then(self, other: PublicCounts) -> PublicCounts:
        """These counts together with others; the others replace these where both have a cell."""
        return PublicCounts({**self.counts, **other.counts}, {**self.source, **other.source})


NO_PUBLIC_COUNTS = PublicCounts()


def from_edition(publication: Publication, published: Mapping[Any, int], source: str) -> PublicCounts:
    """Counts that an earlier edition published.

    Args:
        publication: settings and indicators; cells of other indicators are left out.
        published: the count of each cell by its `PublishedName`.
        source: the name of the edition in errors.
    """
    numerators = {indicator.id: measure_name(indicator.numerator) for indicator in publication.indicators}
    counts = {}
    for (indicator, area, label, basis, breakdown, category), count in published.items():
        period = _period(label, basis)
        if indicator in numerators and period is not None:
            counts[Cell(numerators[indicator], area, period, Category(breakdown, category))] = count
    return PublicCounts(counts, dict.fromkeys(counts, source))


def from_table(
    publication: Publication, areas: Areas, rows: Iterable[Mapping[str, Any]], source: str
) -> PublicCounts:
    """Counts of everyone in a table of another producer, for single years.

    Args:
        publication: settings and indicators; columns that are part of no numerator are left out.
        areas: the areas; rows of other areas are left out.
        rows: `area_code`, `year`, `basis`, and the counts that the row has.
        source: the name of the table in errors.
    """
    measured = measures(publication.indicators)
    counts: dict[Cell, int] = {}
    for row in rows:
        if row["area_code"] not in areas:
            continue
        period = Period(row["year"], row["year"], row["basis"])
        for name, measure in measured.items():
            if measure.is_in(row):
                counts[Cell(name, row["area_code"], period, EVERYONE)] = measure.of(row)
    return PublicCounts(counts, dict.fromkeys(counts, source))


def _period(label: str, basis: str) -> Period | None:
    """The period with a label such as '2022' or '2020 to 2022'; None for any other label."""
    first, _, last = label.partition(" to ")
    if not (first.isdecimal() and (last or first).isdecimal()):
        return None
    return Period(int(first), int(last or first), basis)
