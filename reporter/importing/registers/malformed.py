"""Lists malformed rows by line, after an engine has found that there are some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import ibis

from reporter.errors import InputError, Problem
from reporter.importing.registers.dates import possible_dates
from reporter.importing.registers.engine import fetch
from reporter.importing.registers.reading import Register, header, is_csv, rows

SHOWN = 10
"""How many malformed rows are listed before the others are only counted."""

A_DATE = "a date such as 2022-03-31, 31/03/2022, 31-Mar-2022 or 20220331"


def refuse_malformed(engine: ibis.BaseBackend, found: Sequence[tuple[Register, int]]) -> None:
    """Refuse registers with malformed rows.

    Args:
        engine: the engine that found them.
        found: each register with its number of malformed rows.

    Raises:
        InputError: there are malformed rows; the first of each register are listed.
    """
    problems = []
    for register, number in found:
        if number:
            listed = list(islice(_malformed_dates(engine, register), SHOWN))
            problems += listed
            message = f"{number:,} row{'s have' if number > 1 else ' has'} a malformed date"
            message += f", the first {len(listed)} listed below" if number > len(listed) else ""
            expected = "dates such as 2022-03-31 or 31/03/2022 or none, or --leave-out-malformed"
            problems.append(Problem(register.source, 0, message, expected))
    if problems:
        raise InputError(problems)


def refuse_ragged(source: str) -> None:
    """Refuse a CSV file with rows longer or shorter than its header; does nothing for other registers.

    Engines stop at the first such row, each with a message of its own; this lists the first `SHOWN`.

    Raises:
        InputError: the file has such rows, or cannot be read to its end.
    """
    file = Path(source)
    if not is_csv(source) or not file.exists():
        return
    length = len(header(file))
    wrong = ((line, len(cells)) for line, cells in rows(file) if len(cells) != length)
    problems = [
        Problem(
            source,
            line,
            f"this row has {cells} cell{'s' if cells > 1 else ''}",
            f"{length}, as in the header",
        )
        for line, cells in islice(wrong, SHOWN)
    ]
    more = sum(1 for _ in wrong)
    if more:
        problems.append(Problem(source, 0, f"{more:,} more rows of another length", "rows as the header"))
    if problems:
        raise InputError(problems)


def _malformed_dates(engine: ibis.BaseBackend, register: Register) -> Iterator[Problem]:
    columns = [register.names[name] for name in register.texts]
    for line, values in _texts(engine, register, columns):
        for column, text in zip(columns, values, strict=True):
            dates = possible_dates(text or "", register.order)
            if text and text.strip() and len(dates) != 1:
                ways = " or ".join(f"{each:%Y-%m-%d}" for each in sorted(dates))
                expected = f"--date-order day-month or month-day, since it can be {ways}" if dates else A_DATE
                yield Problem(register.source, line, f"{column} is '{text.strip()}'", expected)
                break


def _texts(
    engine: ibis.BaseBackend, register: Register, columns: list[str]
) -> Iterator[tuple[int, list[str | None]]]:
    """Dates as text, each with its line in a CSV file, its row number in a Parquet file, or 0."""
    file = Path(register.source)
    if is_csv(register.source):
        places = [header(file).index(column) for column in columns]
        for line, cells in islice(rows(file), 1, None):
            yield line, [cells[place] for place in places]
    elif register.source.endswith(".parquet") and file.is_file():
        import pyarrow.parquet

        number = 0
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(columns=columns):
            for values in zip(*(batch.column(name).to_pylist() for name in columns), strict=True):
                number += 1
                yield number, list(values)
    else:
        for values in fetch(engine, register.unread.limit(SHOWN)).itertuples(index=False, name=None):
            yield 0, list(values)
