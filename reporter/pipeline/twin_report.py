"""The twin report: editions made from twin data sets, which must equal the true one byte for byte."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from reporter.disclosure.gate import release
from reporter.machine.parallel import WorkerPool
from reporter.machine.progress import Progress
from reporter.machine.rows import text_in_python
from reporter.pipeline.build import behind_the_gate, read, rendering
from reporter.pipeline.refused_by_gate import refusals_with_place
from reporter.pipeline.twins.find import (
    Render,
    Twin,
    TwinReport,
    chosen_again,
    edition_differences,
    find_twins,
    released_differences,
)
from reporter.pipeline.twins.rerun import pattern_share
from reporter.publication.release import ReleaseState


@text_in_python
def twin_report(
    settings_file: Path, pool: WorkerPool, progress: Progress, now: dt.datetime, *, archive: bool = False
) -> TwinReport:
    """Report on the editions made from twin data sets, compared file by file; writes nothing.

    Args:
        settings_file: the publication's `publication.toml`.
        pool: its workers render pages; as many threads search for a pattern.
        progress: told of each stage.
        now: time of the build with its offset from UTC.
        archive: whether every PDF is an archive file.

    Raises:
        InputError: something in the input must be changed.
        DisclosureError: the planned publication cannot be made safe.
    """
    progress.stage("Reading and checking the input")
    inputs = read(settings_file)
    publication, areas, counts, profile = inputs.publication, inputs.areas, inputs.counts, inputs.profile
    progress.stage("Protecting small numbers")
    with refusals_with_place(settings_file):
        gate_result = release(publication, areas, counts, profile, inputs.public_counts, jobs=pool.jobs)
    twins = find_twins(publication, areas, counts, profile, gate_result)
    release_state = ReleaseState(publication.settings.release.status(now))
    render, _ = rendering(publication, pool, progress)

    def files_of(twin: Twin, render: Render) -> dict[str, bytes]:
        released = twin.gate_result.released
        return behind_the_gate(
            publication, released, inputs.previous, release_state, render, archive=archive
        )[1]

    progress.stage("Making the edition from twin data sets")
    differences = (*released_differences(twins), *edition_differences(twins, files_of, render))
    progress.stage("Asking the gate about twin data sets")
    again = chosen_again(publication, areas, profile, twins, inputs.public_counts, pool.jobs)
    progress.stage("Listing the data sets that fit what is published")
    share = pattern_share(publication, areas, counts, profile, gate_result, inputs.public_counts, progress)
    return TwinReport(twins.coverage, differences, again, share)
