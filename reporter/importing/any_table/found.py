"""The counts that were found in tables, and what was left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reporter.importing.any_table.delimited import DelimitedTable, Row


class TableKey(NamedTuple):
    """Area code, label of the period and basis."""

    area_code: str
    period: str
    basis: str


class FoundCount(NamedTuple):
    """A count with its table and row; None where a sign says that the table does not have it."""

    text: str | None
    table: DelimitedTable
    row: Row


@dataclass
class TableImport:
    """Counts of tables.

    Attributes:
        tables: the tables, in the order given.
        columns: names of the counts.
        counts: the texts of the counts file by key, in the order of `columns`.
        filtered: number of rows that --where leaves out.
        notes: the lines of notes and repeated headings of each file.
        totals: the lines of totals of each file.
        repeated: number of counts that stand in several rows, the same in all.
        missing: keys that are left out since a sign says that a count is missing.
        incomplete: keys that are left out since the tables lack a count of them.
    """

    tables: list[DelimitedTable] = field(default_factory=list)
    columns: tuple[str, ...] = ()
    counts: dict[TableKey, tuple[str, ...]] = field(default_factory=dict)
    filtered: int = 0
    notes: list[tuple[str, int]] = field(default_factory=list)
    totals: list[tuple[str, int]] = field(default_factory=list)
    repeated: int = 0
    missing: list[TableKey] = field(default_factory=list)
    incomplete: list[TableKey] = field(default_factory=list)
