"""Reads a CSV file as text cells with the line of each row, and reports problems of the file's form."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple
from unicodedata import normalize

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.errors import InputError, Problem
from reporter.records.text_files import UNSEEN, read_text, unseen


@dataclass(frozen=True)
class CsvTable:
    """The well-formed rows of a CSV file.

    Attributes:
        file: path as the user would type it.
        cells: one text column a column of the file, stripped; any run of spaces and line ends is one space.
        lines: the line of each row, shape (rows,).
        header: the line of the header.
        is_whole: whether every row of the file is in the table; rows of the wrong length are left out.
    """

    file: str
    cells: pd.DataFrame
    lines: NDArray[np.int64]
    header: int
    is_whole: bool


NOTHING_INSTEAD: Mapping[str, str] = {}


def read_csv(
    file: Path, columns: Mapping[str, str], instead: Mapping[str, str] = NOTHING_INSTEAD
) -> tuple[CsvTable | None, list[Problem]]:
    """Read a CSV file.

    Blank lines, a byte order mark, Windows line ends and spaces around a cell are accepted.

    Args:
        file: the file.
        columns: the required columns, each with its purpose for messages.
        instead: columns that a file may have in place of required ones, by the names of these.

    Returns:
        The table, None where nothing in it can be read; and all problems of the file's form.
    """
    try:
        text = read_text(file)
        hidden = list(_unseen_signs(str(file), text))
        # No message about a cell shall print them.
        seen = UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text) if hidden else text
        rows = [row for row in _rows(file, seen) if any(row.cells)]
    except InputError as error:
        return None, list(error.problems)
    name = str(file)
    if not rows:
        expected = f"a header such as {','.join(columns)}, and rows below it"
        return None, [*hidden, Problem(name, 1, "the file is empty", expected)]
    header, below = rows[0], rows[1:]
    names = header.cells
    columns = {name: purpose for name, purpose in columns.items() if instead.get(name) not in names}
    problems = [*hidden, *_header_problems(name, header, columns)]
    if not below:
        problems.append(Problem(name, header.line, "there are no rows below the header", "at least one"))
    told = {problem.line for problem in hidden}
    sound = [row for row in below if len(row.cells) == len(names) and row.line not in told]
    problems += [_ragged(name, row, len(names)) for row in below if len(row.cells) != len(names)]
    if not sound or len(set(names)) < len(names) or not set(columns) <= set(names):
        return None, problems
    cells = pd.DataFrame([row.cells for row in sound], columns=names, dtype="str")
    lines = np.array([row.line for row in sound], dtype=np.int64)
    return CsvTable(name, cells, lines, header.line, len(sound) == len(below)), problems


class _Row(NamedTuple):
    """Cells of a row, and the line on which it begins."""

    line: int
    cells: list[str]


def _rows(file: Path, text: str) -> Iterator[_Row]:
    """The rows of a text; letters and their accents are one character where there is one."""
    reader = csv.reader(io.StringIO(normalize("NFC", text), newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            yield _Row(line, [" ".join(cell.split()) for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        outside = "expected after" in str(error)
        message = "text stands beside a cell in quotes" if outside else "a quote is opened and never closed"
        problem = Problem(str(file), line, message, 'a cell such as "Bristol, City of", its quotes in pairs')
        raise InputError([problem]) from None


def _unseen_signs(file: str, text: str) -> Iterator[Problem]:
    if unseen(text):
        for number, line in enumerate(text.split("\n"), start=1):
            if found := unseen(line):
                yield Problem(file, number, f"this line holds {found}", "text")


def _header_problems(file: str, header: _Row, columns: Mapping[str, str]) -> list[Problem]:
    line, names = header
    if len(names) == 1 and any(sign in names[0] for sign in ";\t"):
        expected = f"a header such as {','.join(columns)}"
        return [Problem(file, line, "the columns are not separated by commas", expected)]
    missing = [
        Problem(file, line, f"the column '{name}' is missing", f"it in the header: {purpose}")
        for name, purpose in columns.items()
        if name not in names
    ]
    nameless = [
        Problem(file, line, f"column {number} has no name", "a name for every column")
        for number, name in enumerate(names, start=1)
        if not name
    ]
    repeated = [
        Problem(file, line, f"the column '{name}' stands twice", "every column once")
        for name in dict.fromkeys(names)
        if name and names.count(name) > 1
    ]
    return [*missing, *nameless, *repeated]


def _ragged(file: str, row: _Row, expected: int) -> Problem:
    found = len(row.cells)
    message = f"this row has {found} cell{'s' if found != 1 else ''}"
    return Problem(file, row.line, message, f"{expected}, as in the header; a number has no comma in it")
