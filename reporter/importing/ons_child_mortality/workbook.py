"""Opens a workbook: its sheets as rows of cells, and the release date on its cover."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem

_NOTES = re.compile(r"\s*\[note\s*\d+\s*\]|[⁰¹²³⁴-⁹]+", re.IGNORECASE)
_GLUED = re.compile(r"(?<=[A-Za-z)])\d{1,2}(,\s?\d{1,2})*$")
_RELEASED = re.compile(r"Date of release:\s*(\d{1,2} [A-Z][a-z]+ \d{4})")


@dataclass(frozen=True, order=True)
class SheetCell:
    """A cell of a workbook, by sheet, row and column, the latter two counted from 0."""

    file: str
    sheet: str
    row: int
    column: int

    @property
    def name(self) -> str:
        """Name of the cell in its sheet, such as E14."""
        letters, rest = "", self.column + 1
        while rest:
            rest, letter = divmod(rest - 1, 26)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row + 1}"

    def problem(self, message: str, expected: str) -> Problem:
        """A problem with this cell."""
        place = f"{self.file}, sheet {self.sheet}, cell {self.name}"
        return Problem(place, 0, message, expected)


@dataclass(frozen=True)
class WorkbookSheet:
    """A sheet of a workbook.

    Attributes:
        file: path of the workbook as the user typed it.
        name: its name, stripped.
        rows: its cells, row by row from A1: text, float, or any other value of a workbook.
    """

    file: str
    name: str
    rows: tuple[tuple[Any, ...], ...]

    def cell(self, row: int, column: int) -> SheetCell:
        """The cell in a row and column, both counted from 0."""
        return SheetCell(self.file, self.name, row, column)


@dataclass(frozen=True)
class Workbook:
    """A workbook as far as the import uses it.

    Attributes:
        path: its path.
        sheets: its sheets, in order.
        sha256: hash of its bytes.
        released: the date of release on its cover; None where there is none.
    """

    path: Path
    sheets: tuple[WorkbookSheet, ...]
    sha256: str
    released: dt.date | None


def open_workbook(path: Path) -> Workbook:
    """Read all sheets of an .xlsx or .xls workbook.

    Raises:
        InputError: the file does not exist, or is not a workbook.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror})"
        raise InputError([Problem(str(path), 0, message, "a workbook")]) from None
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = tuple(
            WorkbookSheet(
                str(path), name.strip(), tuple(map(tuple, book.get_sheet_by_name(name).to_python(False)))
            )
            for name in book.sheet_names
        )
    except CalamineError as error:
        message = f"this cannot be read as a workbook ({error})"
        raise InputError([Problem(str(path), 0, message, "an .xlsx or .xls file as published")]) from None
    return Workbook(path, sheets, hashlib.sha256(content).hexdigest(), _released(sheets))


def words(value: Any) -> str:
    """The text of a cell without footnotes: '[note 3]', superscript digits, and digits attached to a word.

    Whole numbers lose the '.0' that a workbook adds; a run of white space becomes one space.
    """
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = " ".join(_NOTES.sub("", str(value)).split())
    return _GLUED.sub("", text)


def _released(sheets: tuple[WorkbookSheet, ...]) -> dt.date | None:
    for sheet in sheets:
        for row in sheet.rows:
            for value in row[:1]:
                if isinstance(value, str) and (found := _RELEASED.search(value)):
                    return dt.datetime.strptime(found[1], "%d %B %Y").date()
    return None
