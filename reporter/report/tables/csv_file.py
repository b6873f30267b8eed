"""A table as CSV: RFC 4180, UTF-8 without a byte order mark, one header row, rows end with CR LF.

Whole numbers have no separators, other numbers are the shortest text that reads back as the same number, and
a missing value is an empty cell.
"""

from __future__ import annotations

import csv
import io
import re

from reporter.report.tables.model import Cell, Table

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The start of a text that a spreadsheet may run as a formula, or of one that `guarded` has written.

The last four are the wide forms of the first four, which start a formula in some locales.
"""


def csv_bytes(table: Table) -> bytes:
    """The CSV file of a table."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(column.name for column in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode()


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe stands before one that it could.

    Texts come from users' files, and a spreadsheet that opens a CSV file runs a cell such as
    `=HYPERLINK(...)` (OWASP, "CSV Injection"). A text that already begins with apostrophes and then such a
    sign gets one more, so that `unguarded` always gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    return guarded(cell) if isinstance(cell, str) else repr(cell)
