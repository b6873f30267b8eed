"""The check of a publication: everything up to the gate, nothing written."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reporter.counts.quality import DataQuality, data_quality
from reporter.disclosure.gate import GateResult, release
from reporter.machine.processors import processors
from reporter.pipeline.build import Inputs, read
from reporter.publication.source_record import read_source_record


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
        InputError: with every problem of the input.
        DisclosureError: the planned publication cannot be made safe.
    """
    inputs = read(settings_file)
    publication, areas, counts = inputs.publication, inputs.areas, inputs.counts
    gate_result = release(
        publication, areas, counts, inputs.profile, inputs.public_counts, jobs=jobs or processors()
    )
    record = read_source_record(publication.path(publication.settings.data.counts))
    return Checked(inputs, gate_result, data_quality(publication, areas, counts, record))
