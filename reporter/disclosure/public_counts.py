"""Counts that are public before the edition is: counts of earlier editions and of other producers.

Withholding a public count protects nobody, because an attacker adds up with it. So it stands among the linked
cells as known, whether the edition shows it or not. A count that was published with another value is not
known; but withholding it rules out the value published, which leaves one feasible value less.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporter.disclosure.cells import Cell, measures
from reporter.disclosure.earlier_table import EarlierTable
from reporter.publication.loading import Publication


@dataclass(frozen=True)
class PublicCounts:
    """Counts that are public already, and all else that was published before.

    Attributes:
        counts: the count of each cell; the latest where several were published.
        source: where each count was published, for errors and the private record.
        tables: tables of everything published before, the earliest first; what they withheld stays withheld.
    """

    counts: Mapping[Cell, int] = field(default_factory=dict)
    source: Mapping[Cell, str] = field(default_factory=dict)
    tables: tuple[EarlierTable, ...] = ()


NO_PUBLIC_COUNTS = PublicCounts()


def printed_in(tables: Sequence[EarlierTable], publication: Publication) -> PublicCounts:
    """The tables of earlier editions and of others, with the counts that they print as they are.

    Args:
        tables: the tables, the earliest first.
        publication: its indicators say which measures count events; others are left out.
    """
    counted = measures(publication.indicators)
    counts: dict[Cell, int] = {}
    source: dict[Cell, str] = {}
    for table in tables:
        printed = {
            cell: low for cell, (low, high) in table.bounds.items() if low == high and cell.measure in counted
        }
        counts |= printed
        source |= dict.fromkeys(printed, table.source)
    return PublicCounts(counts, source, tuple(tables))
