"""The check of a publication: everything that a build can refuse because of its input, nothing written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reporter.comparison.superseded import Superseded, superseded
from reporter.counts.quality import DataQuality, data_quality
from reporter.disclosure.gate import GateResult, release
from reporter.findings import find
from reporter.findings.cells import Cells
from reporter.machine.processors import processors
from reporter.machine.progress import SILENT, Progress
from reporter.pipeline.build import Inputs, read, with_superseded
from reporter.pipeline.place import refuse_place
from reporter.pipeline.refused_by_gate import refusals_with_place
from reporter.pipeline.safer import safe_instead
from reporter.pipeline.trial import refuse_wrong_templates
from reporter.publication.loading import Publication
from reporter.publication.paths import edition_folder
from reporter.publication.release import ReleaseState
from reporter.publication.source_record import read_source_record
from reporter.report.figures import has_figures, refuse_unknown


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


def check(
    settings_file: Path, output: Path | None = None, jobs: int | None = None, progress: Progress = SILENT
) -> Checked:
    """Input, released cells and data quality of a publication; writes nothing.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder of finished editions, where the edition would be built; None checks no place.
        jobs: threads that search for a pattern; by default as many as there are processors.
        progress: told of each stage.

    Raises:
        InputError: with every problem of the input, of its own templates, or of the edition's place; or a
            text has a figure that is not published.
        DisclosureError: the planned publication cannot be made safe.
    """
    progress.stage("Reading and checking the input")
    inputs = read(settings_file, output)
    publication, areas, counts = inputs.publication, inputs.areas, inputs.counts
    replaced = Superseded()
    if output is not None:
        folder = edition_folder(publication, output)
        refuse_place(folder, publication)
        replaced = superseded(folder, publication.settings.corrections)
        inputs = with_superseded(inputs, replaced.editions)

    def gate(shown: Publication) -> GateResult:
        return release(shown, areas, counts, inputs.profile, inputs.public_counts, jobs=jobs or processors())

    instead = partial(safe_instead, publication, areas, release=gate)
    progress.stage("Protecting small numbers")
    with refusals_with_place(settings_file, instead):
        gate_result = gate(publication)
    if has_figures(publication):
        refuse_unknown(publication, Cells(find(gate_result.released, publication), areas))
    state = ReleaseState(publication.settings.release.status(dt.datetime.now(dt.UTC)), replaced.names)
    earlier = (*inputs.previous, *replaced.editions)
    refuse_wrong_templates(publication, gate_result.released, earlier, state)
    record = read_source_record(publication.path(publication.settings.data.counts))
    return Checked(inputs, gate_result, data_quality(publication, areas, counts, record))
