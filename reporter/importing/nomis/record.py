"""The files of an import from Nomis: exact counts, intervals, and the source record."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from reporter.counts.files.tidy_writer import counts_csv, source_json
from reporter.importing.nomis.datasets import BASIS, BIRTHS, DEATHS
from reporter.importing.nomis.importer import NomisImport
from reporter.publication.source_record import source_file

INTERVAL_COLUMNS = ("area_code", "year", "column", "low", "high")
ROUNDING = (
    "Below regions, Nomis publishes deaths under 1 of 1 and 2 as 0 and of 3 and 4 as 5. Areas and years "
    "with such a 0 or 5 are not among the counts; they are listed with the least and greatest each may be."
)


def files_of(imported: NomisImport, counts: Path, intervals: Path, base_url: str) -> dict[Path, bytes]:
    """Content of each file by its path."""
    rows = ((code, year, BASIS, *values) for (code, year), values in imported.counts.items())
    return {
        counts: counts_csv(rows, (BIRTHS.column, DEATHS.column)),
        intervals: _intervals_csv(imported),
        source_file(counts): source_json(
            {
                "source": f"Nomis, {base_url}",
                "datasets": {each.id: each.title for each in (BIRTHS, DEATHS)},
                "extracted": imported.extracted,
                "basis": BASIS,
                "births": "live births that occurred in the year",
                "years": imported.years,
                "counts": {"rows": len(imported.counts)},
                "intervals": {"rows": len(imported.intervals), "why": ROUNDING},
                "left_out": list(imported.left_out),
                "without_births_or_deaths": [f"{code} {year}" for code, year in imported.without],
            }
        ),
    }


def _intervals_csv(imported: NomisImport) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(INTERVAL_COLUMNS)
    for (code, year), interval in imported.intervals.items():
        writer.writerow((code, year, DEATHS.column, interval.low, interval.high))
    return text.getvalue().encode()
