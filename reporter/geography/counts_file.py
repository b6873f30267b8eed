"""Reads a counts file before its areas are known, with double codes and blank cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from reporter.counts.files.count_rows import KEY_PURPOSE, MOST_DIGITS, shown
from reporter.counts.table import KEYS
from reporter.errors import InputError, Problem
from reporter.geography.boundaries import Combination, combine
from reporter.records.csv_file import CsvTable, read_csv


def read_plain_counts(file: Path, together: Sequence[Combination]) -> pd.DataFrame:
    """Counts of a file, with areas that are counted together under one code.

    A cell may be blank where another row of the same combined area has the count.

    Args:
        file: the counts file.
        together: areas that the file counts together, under double codes such as 'E06000052, E06000053'.

    Returns:
        The columns `KEYS`, then one int64 column a count; one row an area, year and basis.

    Raises:
        InputError: with every problem of the file.
    """
    table, problems = read_csv(file, KEY_PURPOSE)
    if table is None:
        raise InputError(problems)
    columns = [name for name in table.cells.columns if name not in KEYS]
    if not columns:
        expected = "a column for each thing counted, such as live_births"
        problems.append(Problem(table.file, table.header, "there are no columns of counts", expected))
    problems += _unreadable(table, columns)
    if problems:
        raise InputError(problems)
    counts = table.cells[list(KEYS)].astype({"year": "int64"})
    for name in columns:
        text = table.cells[name]
        counts[name] = text.where(text != "").astype("Int64")
    try:
        return combine(counts, together)
    except InputError as error:
        raise InputError(replace(problem, file=table.file) for problem in error.problems) from None


def _unreadable(table: CsvTable, columns: Sequence[str]) -> list[Problem]:
    patterns = {
        "area_code": (".+", "an area code"),
        "year": ("[1-9][0-9]{3}", "a year such as 2022"),
        "basis": (".+", "a basis such as occurring or registered"),
        **dict.fromkeys(columns, (f"[0-9]{{0,{MOST_DIGITS}}}", "a whole number")),
    }
    problems = []
    for name, (pattern, expected) in patterns.items():
        text = table.cells[name]
        for row in np.flatnonzero(~text.str.fullmatch(pattern).to_numpy(dtype=np.bool_)).tolist():
            message = f"{name} is {shown(text[row])}"
            problems.append(Problem(table.file, int(table.lines[row]), message, expected))
    return problems
