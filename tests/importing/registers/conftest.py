"""Registers made for a test: rows in, files out, and what the importer counts in them."""

import csv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from reporter.importing.registers.importer import RegistersImport, RegistersRequest, import_registers
from reporter.importing.registers.tabulate import COUNTS
from reporter.machine.progress import Silent

BIRTH = {"date_of_birth": "2021-06-15", "area_code": "A1"}
DEATH = {
    "date_of_birth": "2021-06-15",
    "date_of_death": "2021-06-20",
    "date_of_registration": "2021-07-01",
    "area_code": "A1",
}

Rows = Sequence[Mapping[str, str]]


def write_rows(file: Path, rows: Rows) -> Path:
    """A CSV file with every column that any row has; a cell that a row lacks is empty."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    with file.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return file


def births(*changes: Mapping[str, str]) -> list[dict[str, str]]:
    """A birth in area A1 in June 2021 for each of the changes made to it."""
    return [{**BIRTH, **change} for change in changes]


def deaths(*changes: Mapping[str, str]) -> list[dict[str, str]]:
    """A death at 5 days in area A1 in June 2021, registered in July, for each of the changes made to it."""
    return [{**DEATH, **change} for change in changes]


@pytest.fixture
def registers(tmp_path: Path) -> Callable[..., RegistersImport]:
    """Writes two registers as CSV and imports them."""

    def imported(births: Rows, deaths: Rows, **options: Any) -> RegistersImport:
        files = (write_rows(tmp_path / "births.csv", births), write_rows(tmp_path / "deaths.csv", deaths))
        return import_registers(RegistersRequest(str(files[0]), str(files[1]), **options), Silent())

    return imported


def cell(imported: RegistersImport, area: str, year: int, basis: str) -> tuple[int, int, int]:
    """Live births, infant and neonatal deaths of one row of the counts."""
    table = imported.counts
    row = table[(table["area_code"] == area) & (table["year"] == year) & (table["basis"] == basis)]
    ((births, infants, neonatal),) = row[COUNTS].to_numpy(dtype=int).tolist()
    return births, infants, neonatal


def quality(imported: RegistersImport) -> dict[str, int]:
    """Numbers of the quality lines that are not 0, by register and words."""
    return {f"{line.register}: {line.what}": line.number for line in imported.quality if line.number}
