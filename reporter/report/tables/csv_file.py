"""A table as CSV: RFC 4180, UTF-8 without a byte order mark, one header row, rows end with CR LF.

Whole numbers have no separators, other numbers are the shortest text that reads back as the same number, and
a missing value is an empty cell.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection

from reporter.records.formulas import guarded as guarded
from reporter.records.formulas import unguarded as unguarded
from reporter.report.tables.model import CellValue, Table

LINE_END = "\r\n"


def csv_bytes(table: Table) -> bytes:
    """The CSV file of a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=LINE_END)
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def rows_where(content: bytes, column: str, values: Collection[str]) -> bytes:
    """A CSV file reduced to its header and the rows with one of the given values in a column.

    Args:
        content: a CSV file as `csv_bytes` writes it.
        column: the column's name.
        values: the values, unguarded (see `reporter.records.formulas`).
    """
    header, *rows = csv.reader(io.StringIO(content.decode(), newline=""))
    place = header.index(column)
    text = io.StringIO()
    csv.writer(text, lineterminator=LINE_END).writerows(
        [header, *(row for row in rows if unguarded(row[place]) in values)]
    )
    return text.getvalue().encode()


def _written(cell: CellValue) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else repr(cell)
