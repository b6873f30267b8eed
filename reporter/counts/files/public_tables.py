"""Reads tables of counts that other producers publish, which an attacker has besides the edition."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from reporter.counts.files.count_rows import KEY_PURPOSE, CountRows
from reporter.errors import InputError
from reporter.records.csv_file import CsvTable, read_csv


def read_public_table(file: Path, columns: frozenset[str]) -> list[Mapping[str, Any]]:
    """Rows of a table in the form of the counts file, of any areas and years.

    Args:
        file: the table.
        columns: names of the count columns to read; the table may lack any of them, and a cell may be blank
            where the other producer gives no count.

    Returns:
        For each row `area_code`, `year`, `basis`, and the counts that it has.

    Raises:
        InputError: with every problem of the file.
    """
    table, problems = read_csv(file, KEY_PURPOSE)
    if table is None:
        raise InputError(problems)
    counted = [name for name in table.cells.columns if name in columns]
    blank = {name: (table.cells[name] == "").to_numpy(dtype=np.bool_) for name in counted}
    cells = table.cells[[*KEY_PURPOSE, *counted]].replace({name: {"": "0"} for name in counted})
    rows = CountRows(
        CsvTable(table.file, cells, table.lines, table.header, table.is_whole), tuple(KEY_PURPOSE)
    )
    rows.read_keys(None)
    rows.read_counts(counted)
    if problems or rows.problems:
        raise InputError([*problems, *rows.problems])
    return [
        {
            **{key: row[key] for key in KEY_PURPOSE},
            **{name: int(row[name]) for name in counted if not blank[name][place]},
        }
        for place, row in enumerate(rows.values.to_dict("records"))
    ]
