"""Opens a register as a table of dates and codes under fixed names, from a file or an engine's table."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from reporter.errors import InputError, Problem
from reporter.importing.registers.columns import RegisterColumn
from reporter.importing.registers.dates import DateOrder, as_date

_BLANK = "^ *$"


@dataclass(frozen=True)
class Register:
    """A register; its rows are read only by queries.

    Attributes:
        source: the file or table as the user typed it.
        table: its rows under this program's names: dates as dates, other columns unchanged; and `malformed`,
            True where a date of the row is text that is not a date.
        names: name of each column in the register, by its name in this program.
        texts: names of the dates that are written as text.
        unread: the text of those dates, for the rows with a malformed one.
        order: the order of day and month in dates such as 05/04/2022; None where it is not said.
    """

    source: str
    table: ir.Table
    names: Mapping[str, str]
    texts: tuple[str, ...]
    unread: ir.Table
    order: DateOrder | None = None

    def holds(self, name: str) -> bool:
        """Whether the register has a column."""
        return name in self.table.columns


def read_register(
    engine: ibis.BaseBackend,
    source: str,
    columns: Sequence[RegisterColumn],
    names: Mapping[str, str],
    order: DateOrder | None = None,
) -> Register:
    """Open a register.

    Args:
        engine: the engine that will count.
        source: a CSV file (.csv, .csv.gz), a Parquet file or a folder of them, or a table of the engine.
        columns: the columns of the register.
        names: name of each column in it.
        order: the order of day and month in dates such as 05/04/2022; None where it is not said.

    Raises:
        InputError: the file or table does not exist, a column is missing, or a column of dates has another
            type.
    """
    raw = _open(engine, source)
    held = [column for column in columns if names[column.name] in raw.columns]
    problems = [
        Problem(
            source,
            _line_of_header(source),
            f"the column '{names[column.name]}' is missing",
            f"{column.purpose}; a column of another name is given as {column.name}=COLUMN",
        )
        for column in columns
        if column not in held and not column.is_optional
    ]
    problems += _dates_held_as_something_else(source, raw, held, names)
    if problems:
        raise InputError(problems)
    texts = tuple(each.name for each in held if each.is_date and raw[names[each.name]].type().is_string())
    values: dict[str, Any] = {column.name: _value(raw[names[column.name]], column, order) for column in held}
    malformed = ibis.or_(ibis.literal(False), *(_is_no_date(raw[names[name]], order) for name in texts))
    unread = raw.filter(malformed).select(*(names[name] for name in texts)) if texts else raw
    table = raw.select(**values, malformed=malformed)
    return Register(source, table, {each.name: names[each.name] for each in held}, texts, unread, order)


def _open(engine: ibis.BaseBackend, source: str) -> ir.Table:
    file = Path(source)
    if is_csv(source):
        return _open_csv(engine, file)
    if source.endswith(".parquet") or file.is_dir():
        _refuse_missing(file)
        return engine.read_parquet(source if file.is_file() else _files_of(engine, file))
    if source in engine.list_tables():
        return engine.table(source)
    expected = "a .csv file, a .parquet file, a folder of those, or a table of the engine"
    raise InputError([Problem(source, 0, "there is no such file or table", expected)])


def _files_of(engine: ibis.BaseBackend, folder: Path) -> str:
    """Path of a folder of Parquet files: DuckDB takes a pattern, Spark the folder."""
    return f"{folder}/*.parquet" if engine.name == "duckdb" else str(folder)


def _open_csv(engine: ibis.BaseBackend, file: Path) -> ir.Table:
    _refuse_missing(file)
    names = header(file)
    if engine.name == "duckdb":
        text = dict.fromkeys(names, "VARCHAR")
        form = {"header": True, "delim": ",", "quote": '"', "escape": '"', "skip": 0, "auto_detect": False}
        return engine.read_csv(str(file), columns=text, **form)
    if engine.name == "pyspark":
        return engine.read_csv(str(file), inferSchema=False, quote='"', escape='"', mode="FAILFAST")
    return engine.read_csv(str(file))


def is_csv(source: str) -> bool:
    """Whether the name of a register is that of a CSV file, compressed or not."""
    return source.endswith((".csv", ".csv.gz"))


def header(file: Path) -> list[str]:
    """Column names of a CSV file.

    Raises:
        InputError: the file is empty, names no column or one twice, or cannot be read.
    """
    names = next(rows(file), (1, []))[1]
    problems = [
        Problem(str(file), 1, f"the column '{name}' stands twice", "every column once")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if not any(names):
        problems = [Problem(str(file), 1, "there is no header", "the names of the columns, commas between")]
    if problems:
        raise InputError(problems)
    return names


def rows(file: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the line on which it begins, without blank lines.

    Raises:
        InputError: the file cannot be read, is not UTF-8, or a quote is never closed.
    """
    import gzip

    opened = gzip.open if file.suffix == ".gz" else open
    line = 1
    try:
        with opened(file, "rt", encoding="utf-8-sig", newline="") as text:
            reader = csv.reader(text, strict=True)
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        message = f"the file cannot be read from this line on: {error}"
        raise InputError([Problem(str(file), line, message, "comma-separated UTF-8 text")]) from None


def _refuse_missing(file: Path) -> None:
    if not file.exists():
        raise InputError([Problem(str(file), 0, "there is no such file", "a file")])


def _line_of_header(source: str) -> int:
    return 1 if is_csv(source) else 0


def _dates_held_as_something_else(
    source: str, raw: ir.Table, held: Sequence[RegisterColumn], names: Mapping[str, str]
) -> Iterator[Problem]:
    for column in held:
        held_as = raw[names[column.name]].type()
        is_plain = held_as.is_timestamp() and held_as.timezone is None
        if column.is_date and not (held_as.is_date() or held_as.is_string() or is_plain):
            message = f"the column '{names[column.name]}' is of the type {held_as}"
            yield Problem(source, 0, message, "a date, a time without a zone, or text such as 2022-03-31")


def _value(cell: ir.Value, column: RegisterColumn, order: DateOrder | None) -> ir.Value:
    """A cell as a date, or unchanged; codes become text only in the results, which are few rows."""
    if not column.is_date:
        return cell
    if not cell.type().is_string():
        return cell.cast("date")
    return as_date(cell, order)


def _is_no_date(cell: ir.StringValue, order: DateOrder | None) -> ir.BooleanValue:
    # Spaces are matched, not stripped, because on Spark Ibis also strips the letters v and f.
    return cell.notnull() & ~cell.re_search(_BLANK) & as_date(cell, order).isnull()
