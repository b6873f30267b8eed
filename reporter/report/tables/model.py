"""A data table: named columns, each of one kind, and rows of plain values that every format writes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import pandas as pd

from reporter.findings.schema import ColumnKind

CellValue: TypeAlias = str | int | float | None
"""A value of a table; None where it is missing. A float is always finite, a text never empty."""


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        name: its name in files.
        title: its heading for readers.
        description: one or two sentences.
        kind: kind of values.
        decimals: decimal places that a reader is shown; files hold the number itself.
        unit: unit of its numbers, where they have one.
        values: the only texts that it may hold, where they are listed.
    """

    name: str
    title: str
    description: str
    kind: ColumnKind
    decimals: int = 0
    unit: str | None = None
    values: tuple[str, ...] = ()

    @property
    def is_numeric(self) -> bool:
        """Whether the column holds numbers."""
        return self.kind != "text"


@dataclass(frozen=True)
class Table:
    """One table: the same cells whether written as CSV, JSON or sheets of a workbook.

    Attributes:
        name: file name without its ending.
        title: title for readers.
        description: sentences that say what it holds.
        columns: its columns, in order.
        key: names of the columns that together name a row.
        rows: the cells, one tuple a row, in the order of the columns.
    """

    name: str
    title: str
    description: tuple[str, ...]
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[CellValue, ...], ...]

    def position(self, name: str) -> int:
        """The place of a column, counted from 0."""
        return [column.name for column in self.columns].index(name)


def rows_of(frame: pd.DataFrame, columns: tuple[Column, ...]) -> tuple[tuple[CellValue, ...], ...]:
    """The rows of a frame as plain values, its columns by name."""
    return tuple(zip(*(_cells(frame[column.name], column) for column in columns), strict=True))


def _cells(series: pd.Series, column: Column) -> list[CellValue]:
    """The values of one column; missing, empty and non-finite ones become None."""
    plain = {"text": _text, "count": _whole, "year": _whole, "number": _number, "p value": _number}[
        column.kind
    ]
    missing = series.isna().tolist()
    return [None if gone else plain(value) for value, gone in zip(series.tolist(), missing, strict=True)]


def _text(value: object) -> CellValue:
    return str(value) or None


def _whole(value: float) -> CellValue:
    if value != int(value):
        raise ValueError(f"{value!r}: expected a whole number")
    return int(value)


def _number(value: float) -> CellValue:
    # Adding zero turns the negative zero of floating point into the zero that readers know.
    return float(value) + 0.0 if math.isfinite(value) else None
