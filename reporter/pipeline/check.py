"""The check of a publication: everything up to the gate, nothing written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reporter.counts.quality import DataQuality, data_quality
from reporter.disclosure.gate import GateResult, release
from reporter.findings import find
from reporter.findings.cells import Cells
from reporter.machine.processors import processors
from reporter.pipeline.build import Inputs, read
from reporter.pipeline.refused_by_gate import refusals_with_place
from reporter.publication.source_record import read_source_record
from reporter.report.figures import has_figures, refuse_unknown
from reporter.report.tables import dictionary
from reporter.report.tables.workbook import words as sheet_words
from reporter.report.words.catalogue import catalogue, words


@dataclass(frozen=True)
class Checked:
    """A publication whose input is valid and can be protected.

    Attributes:
        inputs: all input.
        gate_result: the released cells, and the record of what is withheld; the record is not for
            publication.
        quality: completeness, bases and late registrations of the counts.
    """

    inputs: Inputs
    gate_result: GateResult
    quality: DataQuality


def check(settings_file: Path, jobs: int | None = None) -> Checked:
    """Input, released cells and data quality of a publication; writes nothing.

    Args:
        settings_file: the publication's `publication.toml`.
        jobs: threads that search for a pattern; by default as many as there are processors.

    Raises:
        InputError: with every problem of the input; or a text has a figure that is not published.
        RenderError: a catalogue of words among the publication's own templates is not what it must be.
        DisclosureError: the planned publication cannot be made safe.
    """
    inputs = read(settings_file)
    refuse_wrong_words(inputs.publication.templates)
    publication, areas, counts = inputs.publication, inputs.areas, inputs.counts
    with refusals_with_place(settings_file):
        gate_result = release(
            publication, areas, counts, inputs.profile, inputs.public_counts, jobs=jobs or processors()
        )
    if has_figures(publication):
        refuse_unknown(publication, Cells(find(gate_result.released, publication), areas))
    record = read_source_record(publication.path(publication.settings.data.counts))
    return Checked(inputs, gate_result, data_quality(publication, areas, counts, record))


def refuse_wrong_words(folders: Sequence[Path]) -> None:
    """Read every catalogue of words, so that one written for an earlier version is told before a build.

    Args:
        folders: folders of templates, the publication's own first, the shipped one last.

    Raises:
        RenderError: names file and line of each key that is not what it must be.
    """
    words(folders)
    catalogue(folders, dictionary.FILE, dictionary.Dictionary)
    catalogue(folders, sheet_words.FILE, sheet_words.SheetWords)
