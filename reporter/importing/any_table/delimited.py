"""Reads delimited text of any encoding and delimiter, and finds the row that has the headings asked for."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from unicodedata import normalize

from reporter.errors import InputError, Problem
from reporter.importing.any_table.printed_periods import labels, on_one_line
from reporter.importing.any_table.request import ANY_PERIOD, TableRequest
from reporter.records.text_files import UNSEEN, read_bytes

DELIMITERS = (",", ";", "\t", "|")
_SEARCHED = 200
"""How many rows are searched for the headings."""


@dataclass(frozen=True)
class Row:
    """The cells of a row and the line on which it begins."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True)
class DelimitedTable:
    """A table as it stands in its file.

    Attributes:
        file: path as the user typed it.
        sha256: hash of its bytes.
        encoding: the encoding that it was read by.
        delimiter: what stands between its cells.
        header: the row of its headings.
        rows: all rows below it that are not blank.
    """

    file: Path
    sha256: str
    encoding: str
    delimiter: str
    header: Row
    rows: tuple[Row, ...]

    def place(self, column: str) -> int | None:
        """The place of a column, by its heading without notes, in the same case or else in any."""
        names, wanted = [on_one_line(each) for each in self.header.cells], on_one_line(column)
        if wanted in names:
            return names.index(wanted)
        folded = [name.casefold() for name in names]
        return folded.index(wanted.casefold()) if wanted.casefold() in folded else None

    def places_by_period(self, column: str) -> list[tuple[int, str]]:
        """The columns that a name with `ANY_PERIOD` stands for, each with the period in its heading."""
        before, _, after = on_one_line(column).casefold().partition(ANY_PERIOD)
        found = []
        for place, each in enumerate(self.header.cells):
            name = on_one_line(each).casefold()
            printed = on_one_line(each)[len(before) : len(name) - len(after)].strip()
            if name.startswith(before) and name.endswith(after) and labels(printed):
                found.append((place, printed))
        return found

    def problem(self, line: int, message: str, expected: str) -> Problem:
        """A problem of a line."""
        return Problem(str(self.file), line, message, expected)


def read_delimited(file: Path, request: TableRequest) -> DelimitedTable:
    """Read a file and find its headings: the row that has the most of the columns asked for.

    The delimiter is the one by which that row has the most of them.

    Raises:
        InputError: the file cannot be read or is empty.
    """
    content = read_bytes(file)
    text, encoding = _decoded(file, content, request.encoding)
    text = UNSEEN.sub("", normalize("NFC", text))
    digest = hashlib.sha256(content).hexdigest()
    best: tuple[int, DelimitedTable, list[Row]] | None = None
    broken: InputError | None = None
    for delimiter in [request.delimiter] if request.delimiter else DELIMITERS:
        try:
            rows = _rows(file, text, delimiter)
        except InputError as error:
            broken = broken or error
            continue
        for number, row in enumerate(rows[:_SEARCHED]):
            headings = DelimitedTable(file, digest, encoding, delimiter, row, ())
            held = len(request.columns) - len(missing_columns(headings, request))
            if best is None or held > best[0]:
                best = held, headings, rows[number + 1 :]
    if best is None:
        raise broken or InputError([Problem(str(file), 1, "the file is empty", "a table")])
    return replace(best[1], rows=tuple(best[2]))


def missing_columns(table: DelimitedTable, request: TableRequest) -> list[str]:
    """The columns asked for that a table does not have."""
    return [column for column in request.columns if table.place(column) is None]


def refusal(table: DelimitedTable, missing: Sequence[str], request: TableRequest) -> list[Problem]:
    """A problem for each missing column, at the row that has the most of them."""
    if len(missing) == len(request.columns):
        message = f"no row has any of the columns {', '.join(missing)}"
        return [Problem(str(table.file), 0, message, "the headings of the table, as --map names them")]
    held = ", ".join(f"'{on_one_line(each)}'" for each in table.header.cells if each)
    expected = f"one of {held}" if len(held) < 600 else "a heading of this row"
    return [table.problem(table.header.line, f"there is no column '{each}'", expected) for each in missing]


def _decoded(file: Path, content: bytes, encoding: str | None) -> tuple[str, str]:
    """The text, and the encoding: the one said, that of a byte order mark, else UTF-8, else Windows-1252."""
    found = encoding or _encoding(content)
    for name in [found] if found else ["utf-8", "cp1252"]:
        try:
            return content.decode(name).removeprefix("\ufeff"), name
        except UnicodeDecodeError as error:
            line, byte = content.count(b"\n", 0, error.start) + 1, content[error.start]
        except LookupError:
            expected = "one such as utf-8, utf-16 or cp1252"
            raise InputError([Problem("--encoding", 0, f"'{name}' is no encoding", expected)]) from None
    message = f"byte 0x{byte:02x} is not text in {name}"
    raise InputError([Problem(str(file), line, message, "--encoding with the encoding of the file")])


def _encoding(content: bytes) -> str | None:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    start = content[:400]
    if start.count(0) > len(start) // 4:
        return "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
    return None


def _rows(file: Path, text: str, delimiter: str) -> list[Row]:
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    line = 1
    try:
        for cells in reader:
            row = Row(line, tuple(" ".join(cell.split()) for cell in cells))
            if any(row.cells):
                rows.append(row)
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(
            [Problem(str(file), line, f"cannot be read from here on: {error}", "a table")]
        ) from None
    return rows
