"""Published cells of findings by their addresses, before any file is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import pandas as pd

from reporter.findings.edition import TABLES, Findings
from reporter.findings.revisions import REVISIONS
from reporter.findings.schema import Schema
from reporter.machine.rows import row_keys
from reporter.publication.addresses import address, parts_of
from reporter.publication.areas import Areas

MOST_NEAR = 3
"""Most addresses that are offered in place of a wrong one."""

_FIELDS = {schema.name: field for field, schemas in TABLES.items() for schema in schemas}
# Which earlier editions there are to compare with is known only at a build.
_SCHEMAS = {schema.name: schema for schemas in TABLES.values() for schema in schemas if schema != REVISIONS}
_NUMBERS = ("count", "number", "p value")


class Cell(NamedTuple):
    """A number of a table.

    Attributes:
        schema: the table.
        column: its column.
        value: the number; None where none is published.
        symbols: the symbols of its row; empty where the table has none.
    """

    schema: Schema[Any]
    column: str
    value: float | None
    symbols: str


class NoSuchCellError(LookupError):
    """An address of no number; `nearest` are addresses like it."""

    def __init__(self, nearest: Sequence[str]) -> None:
        self.nearest = tuple(nearest)
        super().__init__(", ".join(nearest))


class Cells:
    """The numbers in the tables of an edition, but those of revisions.

    Args:
        findings: the findings.
        areas: the areas.
    """

    def __init__(self, findings: Findings, areas: Areas) -> None:
        self._findings = findings
        self._areas = areas
        self._tables: dict[str, tuple[pd.DataFrame, dict[tuple[str, ...], int]]] = {}

    def at(self, name: str) -> Cell:
        """The number at an address such as 'rates/infant-mortality/E92000001/2022/occurring/numerator'.

        Raises:
            NoSuchCellError: there is none.
        """
        table, *key = parts_of(name)
        column = key.pop() if key else ""
        if table in _SCHEMAS and column in self._columns(table):
            frame, rows = self._table(table)
            if (row := rows.get(tuple(key))) is not None:
                value, symbols = frame[column].iloc[row], "symbols" in frame and frame["symbols"].iloc[row]
                given = None if pd.isna(value) else float(value)
                return Cell(_SCHEMAS[table], column, given, symbols or "")
        raise NoSuchCellError(list(self._nearest(table, key, column)))

    def _table(self, name: str) -> tuple[pd.DataFrame, dict[tuple[str, ...], int]]:
        """A table, and the place of each row by its primary key."""
        if name not in self._tables:
            schema = _SCHEMAS[name]
            frame = schema.rows(getattr(self._findings, _FIELDS[name]), self._areas)
            keys = row_keys(frame, schema.key) if len(frame) else iter(())
            self._tables[name] = frame, {tuple(map(str, key)): row for row, key in enumerate(keys)}
        return self._tables[name]

    def _nearest(self, table: str, key: list[str], column: str) -> Iterator[str]:
        """Addresses like one that does not exist: the first part that is wrong, with several in its place."""
        filled = [name for name in _SCHEMAS if self._table(name)[1]]
        name = _near(table, filled)[0]
        rows = list(self._table(name)[1])
        found: list[tuple[str, ...]] = [()]
        for place in range(len(_SCHEMAS[name].key)):
            wanted = key[place] if place < len(key) else ""
            most = MOST_NEAR if len(found) == 1 else 1
            found = [
                (*begun, part)
                for begun in found
                for part in _near(wanted, [row[place] for row in rows if row[:place] == begun], most)
            ]
        columns = _near(column, self._columns(name), MOST_NEAR if len(found) == 1 else 1)
        yield from (address(name, *row, each) for row in found for each in columns)

    def _columns(self, name: str) -> list[str]:
        """The columns of a table that hold numbers."""
        schema, (frame, _) = _SCHEMAS[name], self._table(name)
        here = (column for column in schema.columns if column in frame or column not in schema.optional)
        return [column for column in here if schema.datatype(column).kind in _NUMBERS]


def _near(wanted: str, known: Sequence[str], most: int = 1) -> list[str]:
    """The text itself if it is known, else the known ones most like it; the first of all if none is."""
    if wanted in known:
        return [wanted]
    return get_close_matches(wanted, list(dict.fromkeys(known)), n=most, cutoff=0.3) or list(known[:1])
