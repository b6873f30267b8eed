"""The published tables of an edition, read from its CSV files: the source of every number on a page."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, NamedTuple

from reporter.records.formulas import unguarded

Row = Mapping[str, str]
"""A row of a table: the text of every cell by its column, empty where there is no value."""

EVERYONE = "everyone"
"""Value of the column `breakdown` where counts are not broken down."""


class TableSchema(NamedTuple):
    """Names of the columns of a table and of its primary key, from its metadata."""

    columns: tuple[str, ...]
    key: tuple[str, ...]


class Published:
    """The tables of an edition.

    Args:
        files: the bytes of every file by its path in the edition's folder.

    Attributes:
        cells: cache of `cells.look_up`, by address; pages show the same cells again and again.
        differences: cache of problems, None if there is none, by the text of a table cell and the addresses
            of the published cells that it shows; the same rows stand on many pages.
    """

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._rows: dict[str, list[Row]] = {}
        self._schemas: dict[str, TableSchema] = {}
        self._found: dict[str, dict[tuple[str, ...], Row]] = {}
        self.cells: dict[str, Any] = {}
        self.differences: dict[tuple[str, tuple[str, ...]], str | None] = {}
        self._measures: dict[str, str] | None = None
        self._within: dict[tuple[str, str], frozenset[str]] = {}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names of the tables that the edition has."""
        paths = (path for path in self._files if path.startswith("tables/") and path.endswith(".csv"))
        return tuple(sorted(path.removeprefix("tables/").removesuffix(".csv") for path in paths))

    def rows(self, table: str) -> list[Row]:
        """All rows of a table; none where the edition does not have it."""
        if table not in self._rows:
            content = self._files.get(f"tables/{table}.csv", b"").decode("utf-8")
            self._rows[table] = _rows(content)
        return self._rows[table]

    def schema(self, table: str) -> TableSchema:
        """Schema from the table's CSVW metadata; empty where it has none."""
        if table not in self._schemas:
            described = json.loads(self._files.get(f"tables/{table}-metadata.json", b"{}")).get(
                "tableSchema", {}
            )
            columns = tuple(column["name"] for column in described.get("columns", ()))
            self._schemas[table] = TableSchema(columns, tuple(described.get("primaryKey", ())))
        return self._schemas[table]

    def row(self, table: str, *key: str) -> Row | None:
        """The row with these values in the columns of the primary key; None where there is none."""
        if table not in self._found:
            columns = self.schema(table).key
            self._found[table] = {
                tuple(row.get(column, "") for column in columns): row for row in self.rows(table)
            }
        return self._found[table].get(key)

    def multiplier(self, indicator: str) -> str:
        """The multiplier of an indicator, as text; empty if unknown."""
        row = self.row("indicators", indicator)
        return "" if row is None else row["multiplier"]

    def measure(self, indicator: str) -> str:
        """The kind of an indicator's measure; 'rate' in editions that do not say."""
        if self._measures is None:
            self._measures = {row["indicator"]: row.get("measure", "rate") for row in self.rows("rates")}
        return self._measures.get(indicator, "rate")

    def within(self, area_code: str, area_type: str) -> frozenset[str]:
        """Codes of the areas of a type that lie within an area."""
        key = area_code, area_type
        if key not in self._within:
            inside = self._inside(area_code)
            self._within[key] = inside & self.of_type(area_type)
        return self._within[key]

    def of_type(self, area_type: str) -> frozenset[str]:
        """Codes of the areas of a type."""
        return frozenset(row["area_code"] for row in self.rows("areas") if row["area_type"] == area_type)

    def _inside(self, area_code: str) -> frozenset[str]:
        """An area and all areas within it."""
        inside: set[str] = set()
        waiting = [area_code]
        while waiting:
            area = waiting.pop()
            if area not in inside:
                inside.add(area)
                waiting += self._children.get(area, [])
        return frozenset(inside)

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        """Codes of the areas directly within each area."""
        found: dict[str, list[str]] = {}
        for row in self.rows("areas"):
            for parent in row["parent_code"].split(";"):
                found.setdefault(parent, []).append(row["area_code"])
        return found

    @cached_property
    def years(self) -> frozenset[str]:
        """Every year of the edition's rates."""
        ends = {
            (int(row["first_year"]), int(row["last_year"]))
            for table in ("rates", "rates-by-category")
            for row in self.rows(table)
        }
        return frozenset(str(year) for first, last in ends for year in range(first, last + 1))

    @cached_property
    def multipliers(self) -> frozenset[str]:
        """Every multiplier as it is printed, such as '1,000'."""
        return frozenset(f"{int(row['multiplier']):,}" for row in self.rows("indicators"))


def _rows(content: str) -> list[Row]:
    """The rows of a CSV file."""
    lines = list(csv.reader(io.StringIO(content, newline="")))
    header, rows = (lines[0], lines[1:]) if lines else ([], [])
    if not header or any(len(row) != len(header) for row in rows):
        # Some rows are blank, too short or too long.
        return [
            {name: unguarded(text or "") for name, text in row.items()}
            for row in csv.DictReader(io.StringIO(content, newline=""))
        ]
    return [
        dict(zip(header, [unguarded(text) if text[:1] == "'" else text for text in row], strict=True))
        for row in rows
    ]
