"""A worksheet: lines of text from the first cell down, then one table; no row or cell is blank."""

from __future__ import annotations

import math
import re
import textwrap
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

from reporter.report.tables.model import Column
from reporter.report.words.numbers import rounded
from reporter.report.words.symbols import Symbol


@dataclass(frozen=True)
class Link:
    """A text linked to an address, or to a worksheet of this workbook where `to` begins with '#'."""

    text: str
    to: str

    @property
    def sheet(self) -> str | None:
        """Name of the worksheet; None for an address."""
        return self.to.removeprefix("#") if self.to.startswith("#") else None


MOST_ROWS = 1_000_000
"""Most rows of a table on one worksheet, which has 1,048,576."""


def table_name(text: str) -> str:
    """The name of a worksheet's table made from a text: words joined by _, unlike a number or a cell."""
    name = re.sub(r"\W+", "_", text).lower()
    return f"_{name}" if re.match(r"\d|[a-z]{1,3}\d+$|[rc]$", name) else name


Shown: TypeAlias = str | int | float | Link | Symbol
"""The content of a cell of a worksheet, never blank; a symbol stands in place of a missing value."""


@dataclass(frozen=True)
class Line:
    """One cell of text above the table, or of a worksheet without one."""

    content: str | Link
    style: Literal["title", "heading", "text"] = "text"

    @property
    def text(self) -> str:
        """The visible text."""
        return self.content.text if isinstance(self.content, Link) else self.content


@dataclass(frozen=True)
class Sheet:
    """One worksheet.

    Attributes:
        name: its name on the tab, at most 31 characters, no spaces.
        lines: the lines above the table, the title first.
        table_name: name of the table for assistive technology and formulas.
        columns: columns of the table; none where the worksheet has only lines.
        rows: the table's cells.
        symbols: the shorthand symbols that stand in the table.
        below: text in place of a p value below the smallest shown.
    """

    name: str
    lines: tuple[Line, ...]
    table_name: str = ""
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[Shown, ...], ...] = ()
    symbols: tuple[Symbol, ...] = ()
    below: str = ""

    @property
    def title(self) -> str:
        """The title, the text of the first cell."""
        return self.lines[0].text

    @cached_property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Visible texts of the table's cells."""
        return tuple(
            tuple([self._readable(cell, column) for cell, column in zip(row, self.columns, strict=True)])
            for row in self.rows
        )

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Width of each column in characters: of its widest cell or header line; longer texts wrap."""
        if not self.columns:
            return (_WIDE,)
        widest = _WIDE if len(self.columns) <= _FEW else _WIDE_OF_MANY
        cells = [max(map(len, texts)) for texts in zip(*self.texts, strict=True)] or [0] * len(self.columns)
        headers = [math.ceil(_header_width(column.title) * _BOLD) for column in self.columns]
        return tuple(
            min(max(cell, header, _NARROWEST), widest) for cell, header in zip(cells, headers, strict=True)
        )

    def _readable(self, cell: Shown, column: Column) -> str:
        """Visible text of a cell: texts as they are, numbers with separators and rounded half up."""
        if isinstance(cell, str):
            return cell
        if isinstance(cell, Link):
            return cell.text
        if isinstance(cell, Symbol):
            return cell.mark
        if column.kind == "year":
            return str(cell)
        if column.kind == "p value" and cell < SMALLEST_P_VALUE:
            return self.below
        if isinstance(cell, int) and not column.decimals and -_EXACT < cell < _EXACT:
            return f"{cell:,}"
        return f"{rounded(cell, column.decimals):,}"

    def lines_above(self, line: Line) -> int:
        """The number of lines that a line takes: one above a table, where it runs on over empty cells."""
        return 1 if self.columns else _lines(line.text, self.widths[0])

    @property
    def lines_of_header(self) -> int:
        """The number of lines that the header row takes when it wraps."""
        widths = zip(self.columns, self.widths, strict=True)
        return max(_lines(column.title, int(width / _BOLD)) for column, width in widths)

    @cached_property
    def lines_of_rows(self) -> tuple[int, ...]:
        """The number of lines that each row of the table takes when its texts wrap."""
        return tuple(
            max([_lines(text, width) for text, width in zip(texts, self.widths, strict=True)])
            for texts in self.texts
        )


_WIDE, _WIDE_OF_MANY, _NARROWEST = 100, 60, 8
"""Widest of few columns, widest of many, and narrowest, in characters."""

_FEW = 3
_HEADER_LINES, _BOLD, _SLIM = 3, 1.25, 1.1
"""Most lines of a header, width of bold letters over regular ones, width of digits over letters."""

SMALLEST_P_VALUE = 0.0001
"""Smaller p values are shown as less than this, because none is 0."""


_EXACT = 10**12
"""Whole numbers below this are printed as they are: rounding keeps twelve figures."""


def _header_width(title: str) -> int:
    return max(*map(len, title.split()), math.ceil(len(title) / _HEADER_LINES))


def _lines(text: str, width: int) -> int:
    return 1 if len(text) <= width else max(1, len(textwrap.wrap(text, int(width * _SLIM))))
