"""The open data files of an edition: its tables as CSV with CSVW metadata and as JSON, and a workbook."""

from __future__ import annotations

from reporter.findings import Findings
from reporter.machine.garbage import collected_after
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.release import AFTER_RELEASE, ReleaseState
from reporter.report.tables import csvw
from reporter.report.tables.csv_file import csv_bytes
from reporter.report.tables.dictionary import FILE, Dictionary
from reporter.report.tables.from_findings import tables
from reporter.report.tables.json_file import json_bytes
from reporter.report.tables.workbook import words as workbook_words
from reporter.report.tables.workbook.ods import ods_bytes
from reporter.report.tables.workbook.sheets import sheets
from reporter.report.tables.workbook.xlsx import xlsx_bytes
from reporter.report.words.catalogue import catalogue, words

FOLDER = "tables"
"""Folder of the data files in an edition."""


@collected_after()
def data_files(
    publication: Publication, findings: Findings, areas: Areas, release_state: ReleaseState = AFTER_RELEASE
) -> dict[str, bytes]:
    """Every data file of an edition, by its path in the edition's folder.

    Args:
        publication: settings and indicators; its own templates stand beside its settings.
        findings: findings of the edition, from released cells alone.
        areas: the areas.
        release_state: whether the edition is built before or after its release.
    """
    folders = publication.templates
    entries = catalogue(folders, FILE, Dictionary)
    shared = words(folders)
    step = shared.steps[publication.step_name]
    made = tables(publication, findings, areas, entries, step)
    files: dict[str, bytes] = {
        "csv-metadata.json": csvw.group_metadata(publication, release_state, made, entries.format_note)
    }
    for table in made:
        files[f"{table.name}.csv"] = csv_bytes(table)
        files[f"{table.name}-metadata.json"] = csvw.table_metadata(
            publication, release_state, table, entries.format_note
        )
        files[f"{table.name}.json"] = json_bytes(table)
    texts = catalogue(folders, workbook_words.FILE, workbook_words.SheetWords)
    worksheets = sheets(publication, findings, areas, release_state, made, entries, texts, shared)
    about = publication.settings.publication
    files[f"{about.id}-{about.edition}.ods"] = ods_bytes(publication, worksheets, folders, shared)
    files[f"{about.id}-{about.edition}.xlsx"] = xlsx_bytes(publication, worksheets, shared)
    return {f"{FOLDER}/{name}": content for name, content in sorted(files.items())}
