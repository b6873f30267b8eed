"""The open data files of an edition: its tables as CSV with CSVW metadata and as JSON, and a workbook."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from reporter.areas import Areas
from reporter.findings.model import Findings
from reporter.publication import Publication
from reporter.release import AFTER_RELEASE, Standing
from reporter.report.tables import csvw, dictionary
from reporter.report.tables.csv_file import csv_bytes
from reporter.report.tables.from_findings import tables
from reporter.report.tables.json_file import json_bytes
from reporter.report.tables.workbook import words
from reporter.report.tables.workbook.ods import ods_bytes
from reporter.report.tables.workbook.sheets import sheets
from reporter.report.tables.workbook.xlsx import xlsx_bytes
from reporter.resources import templates_folder

FOLDER = "tables"
"""Folder of the data files in an edition."""


def data_files(
    publication: Publication, findings: Findings, areas: Areas, standing: Standing = AFTER_RELEASE
) -> dict[str, bytes]:
    """Every data file of an edition, by its path in the edition's folder.

    Args:
        publication: settings and indicators; its own templates stand beside its settings.
        findings: what the edition found, from released cells alone.
        areas: the areas.
        standing: on which side of its release the edition is built.
    """
    folders = (publication.file.parent / "templates", templates_folder())
    entries = dictionary.load(_template(folders, "workbook/dictionary.toml"))
    made = tables(publication, findings, areas, entries)
    files: dict[str, bytes] = {
        "csv-metadata.json": csvw.group_metadata(publication, standing, made, entries.format_note)
    }
    for table in made:
        files[f"{table.name}.csv"] = csv_bytes(table)
        files[f"{table.name}-metadata.json"] = csvw.table_metadata(
            publication, standing, table, entries.format_note
        )
        files[f"{table.name}.json"] = json_bytes(table)
    spoken = words.load(_template(folders, "workbook/sheets.toml"))
    worksheets = sheets(publication, findings, areas, standing, made, entries, spoken)
    about = publication.settings.publication
    files[f"{about.id}-{about.edition}.ods"] = ods_bytes(publication, worksheets, folders)
    files[f"{about.id}-{about.edition}.xlsx"] = xlsx_bytes(publication, worksheets)
    return {f"{FOLDER}/{name}": content for name, content in sorted(files.items())}


def _template(folders: Iterable[Path], name: str) -> Path:
    """A template: the publication's own where it has one of this name."""
    return next(folder / name for folder in folders if (folder / name).is_file())
