"""The files of an import from registers: counts, counts by category, and the source record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd

from reporter.counts.files.tidy_writer import TidyRow, breakdowns_csv, counts_csv, source_json
from reporter.importing.registers.importer import RegistersImport
from reporter.importing.registers.tabulate import COUNTS
from reporter.publication.source_record import source_file

RULES = (
    "Deaths under 1 year: before the first birthday by the calendar, 1 March for those born on 29 February.",
    "Neonatal deaths: under 28 completed days.",
    "Live births: by year of birth, on both bases.",
    "Areas: that of residence in the register of births for births, in the register of deaths for deaths.",
)


def files_of(
    imported: RegistersImport, counts: Path, breakdowns: Path | None, extracted: dt.date | None
) -> dict[Path, bytes]:
    """Content of each file by its path."""
    files = {counts: counts_csv(_rows(imported.counts), COUNTS)}
    if breakdowns is not None:
        files[breakdowns] = breakdowns_csv(_rows(imported.breakdowns), COUNTS)
    record = {
        "source": "registers of births and deaths",
        "extracted": extracted.isoformat() if extracted else None,
        "basis": sorted(set(imported.counts["basis"])),
        "years": list(imported.extent.years),
        "areas": len(imported.extent.areas),
        "linked": imported.linked,
        "rules": list(RULES),
        "quality": [line._asdict() for line in imported.quality],
    }
    files[source_file(counts)] = source_json(record)
    return files


def _rows(table: pd.DataFrame) -> list[TidyRow]:
    return [tuple(row) for row in table.astype(object).itertuples(index=False, name=None)]
