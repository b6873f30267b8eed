"""Reads the areas whose residents are counted."""

from __future__ import annotations

from pathlib import Path

from reporter.errors import InputError
from reporter.records.csv_file import read_csv


def read_residents(file: Path) -> tuple[str, ...]:
    """Codes of the smallest areas of an areas file; larger areas are their sums.

    Args:
        file: a CSV file with a column `area_code`, and `parent_code` where areas are part of others.

    Raises:
        InputError: the file cannot be read or lacks the column `area_code`.
    """
    table, problems = read_csv(file, {"area_code": "the code of each area whose residents are counted"})
    if table is None or problems:
        raise InputError(problems)
    codes = table.cells["area_code"]
    parents: set[str] = set()
    if "parent_code" in table.cells:
        parents = {parent.strip() for cell in table.cells["parent_code"] for parent in cell.split(";")}
    return tuple(code for code in dict.fromkeys(codes) if code and code not in parents)
