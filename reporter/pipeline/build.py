"""The pipeline, from settings to a finished edition, readable top to bottom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from reporter.comparison.chain import predecessor
from reporter.comparison.published import PublishedEdition, read_unchanged
from reporter.comparison.superseded import Superseded, superseded, with_texts_of
from reporter.counts.files import read_data, read_settings
from reporter.counts.plausibility import implausible
from reporter.counts.table import Counts
from reporter.disclosure.gate import release
from reporter.disclosure.present import Present
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts, printed_in
from reporter.disclosure.released import ReleasedCells
from reporter.disclosure.withheld_at_source import table_of_source
from reporter.errors import InputError
from reporter.findings import Findings, find, with_revisions
from reporter.machine.folders import refuse_unwritable
from reporter.machine.garbage import collected_after
from reporter.machine.parallel import WorkerPool, in_background
from reporter.machine.processors import processors
from reporter.machine.progress import SILENT, Progress
from reporter.machine.rows import text_in_python
from reporter.pipeline.earlier import earlier_editions, earlier_tables, tables_of_others
from reporter.pipeline.letters import missing_letters
from reporter.pipeline.place import put_in_place, refuse_place
from reporter.pipeline.private_files import private_files
from reporter.pipeline.refused_by_gate import refusals_with_place
from reporter.pipeline.twins.find import (
    Render,
    find_twins,
    refuse_different_release,
)
from reporter.pipeline.up_to_date import made_from
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.paths import edition_folder, private_folder
from reporter.publication.profiles import Profile
from reporter.publication.release import ReleaseState, Status
from reporter.report.edition.embedded_tables import with_tables
from reporter.report.edition.manifest import manifest
from reporter.report.edition.printed_names import printed_names
from reporter.report.edition.reuse import RECORD, FinishedPages, finished_pages
from reporter.report.edition.workers import load_renderers, render_all
from reporter.report.figures import with_figures
from reporter.report.pages.outlines import pages
from reporter.report.provenance import rendering_hash
from reporter.report.tables import data_files
from reporter.verification import verify_files


@dataclass(frozen=True)
class Inputs:
    """All input of a build, read and checked."""

    publication: Publication
    areas: Areas
    counts: Counts
    profile: Profile
    previous: tuple[PublishedEdition, ...]
    public_counts: PublicCounts
    before: tuple[PublishedEdition, ...] = ()
    """The editions that were published before, the earliest first, without cells."""


@dataclass(frozen=True)
class Edition:
    """A finished edition: its folders, files, findings and status."""

    folder: Path
    private_folder: Path
    files: tuple[str, ...]
    findings: Findings
    status: Status
    superseded: Superseded
    disclosure: Mapping[str, Any]
    """The gate's private record."""
    language: str


def read(settings_file: Path, output: Path | None = None) -> Inputs:
    """Read and check all input of a publication.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder of finished editions, where the edition would be built; None for no place.

    Raises:
        InputError: with every problem found.
    """
    publication = read_settings(settings_file)
    return read_inputs(publication, None if output is None else edition_folder(publication, output))


def read_inputs(publication: Publication, folder: Path | None = None) -> Inputs:
    """Read and check everything that the settings of a publication name.

    Args:
        publication: settings and indicators.
        folder: the edition's place, which may hold an earlier state of it; None for no place.

    Raises:
        InputError: with every problem found.
    """
    areas, counts, profile = read_data(publication)
    named = publication.settings.revisions.previous
    previous = () if named is None else (read_unchanged(publication.path(named)),)
    before = earlier_editions(publication, folder)
    if problems := [*implausible(publication, counts), *missing_letters(publication, areas, previous)]:
        raise InputError(problems)
    return _knowing(Inputs(publication, areas, counts, profile, previous, NO_PUBLIC_COUNTS), before)


def with_superseded(inputs: Inputs, editions: Sequence[PublishedEdition]) -> Inputs:
    """The same input with the editions that corrections supersede as further tables published before.

    Args:
        inputs: the input, read for the edition's place.
        editions: the superseded editions, the earliest first.
    """
    return _knowing(inputs, (*inputs.before, *editions)) if editions else inputs


def _knowing(inputs: Inputs, editions: tuple[PublishedEdition, ...]) -> Inputs:
    """The same input with the tables of these editions and of other producers as published before."""
    present = Present(inputs.publication, inputs.areas, inputs.counts, inputs.profile)
    tables = (*table_of_source(present), *tables_of_others(present), *earlier_tables(editions, present))
    return replace(inputs, public_counts=printed_in(tables, inputs.publication), before=editions)


def build(
    settings_file: Path,
    output: Path,
    jobs: int | None = None,
    progress: Progress = SILENT,
    now: dt.datetime | None = None,
    *,
    archive: bool = False,
    force: bool = False,
) -> Edition:
    """Build an edition, all or nothing, reusing finished pages of the edition in its place.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder that holds publications, each with its editions.
        jobs: threads that search for a pattern, then worker processes that render and check pages; by
            default as many as there are processors.
        progress: told of each stage.
        now: time of the build with its offset from UTC, by default the present; before the release time every
            page is marked as pre-release.
        archive: whether every PDF is an archive file, with the released tables of rates in it.
        force: render every page, also those that the edition in its place has already.

    Raises:
        InputError: something in the input must be changed; nothing was written.
        DisclosureError: the planned publication cannot be made safe.
        RenderError: rendering a page failed or gave a warning.
        WorkerError: a worker process was killed.
        VerificationError: the finished files fail the final check, or twins release other cells.
    """
    with WorkerPool(jobs or processors()) as pool:
        return build_edition(settings_file, output, pool, progress, now, archive=archive, force=force)


@text_in_python
def build_edition(
    settings_file: Path,
    output: Path,
    pool: WorkerPool,
    progress: Progress = SILENT,
    now: dt.datetime | None = None,
    *,
    archive: bool = False,
    force: bool = False,
) -> Edition:
    """Build an edition as `build` does, in a pool whose workers may have started already."""
    now = now or dt.datetime.now(dt.UTC)
    progress.stage("Reading and checking the input")
    refuse_unwritable(output)
    inputs = read(settings_file, output)
    publication, settings = inputs.publication, inputs.publication.settings
    folder = edition_folder(publication, output)
    refuse_place(folder, publication)
    status = settings.release.status(now)
    made = made_from(publication, folder, status, archive=archive)
    replaced = superseded(folder, settings.corrections)
    render, finished = rendering(publication, pool, progress, None if force else folder)
    progress.stage("Protecting small numbers")
    inputs = with_superseded(inputs, replaced.editions)
    if not finished.recorded:
        load_renderers(pool, publication.templates, finished.made_with)
    with collected_after(), refusals_with_place(publication.file):
        gate_result = release(
            publication, inputs.areas, inputs.counts, inputs.profile, inputs.public_counts, jobs=pool.jobs
        )
    progress.stage("Computing rates, limits and trends")
    before = [predecessor(edition, folder) for edition in inputs.previous]
    release_state = ReleaseState(status, replaced.names, next(iter(before), None))
    given = publication, inputs.areas, inputs.counts, inputs.profile, gate_result
    with in_background(pool.jobs, find_twins, *given) as twins:
        findings, files = behind_the_gate(
            publication,
            gate_result.released,
            (*inputs.previous, *replaced.editions),
            release_state,
            render,
            archive=archive,
            meanwhile=lambda: refuse_different_release(twins()),
        )
    progress.stage("Checking the finished files")
    verify_files(files, [f"{name}/index.html" for name in release_state.superseded.values()], pool)
    refuse_place(folder, publication)
    private = {
        **private_files(publication, inputs.profile, twins(), files),
        RECORD: finished.record(files, made),
    }
    corrections = with_figures(publication, findings, inputs.areas).in_files.settings.corrections
    put_in_place(folder, files, private, with_texts_of(replaced, corrections))
    return Edition(
        folder=folder,
        private_folder=private_folder(folder),
        files=tuple(sorted(files)),
        findings=findings,
        status=status,
        superseded=replaced,
        disclosure=gate_result.record,
        language=settings.publication.language,
    )


def rendering(
    publication: Publication, pool: WorkerPool, progress: Progress, folder: Path | None = None
) -> tuple[Render, FinishedPages]:
    """The renderer of a publication's pages, and the finished pages that it reuses.

    Args:
        publication: its templates are used.
        pool: its workers render.
        progress: told of every page.
        folder: the edition with finished pages; None renders every page.
    """
    folders = publication.templates
    finished = FinishedPages(rendering_hash(folders))
    if folder is not None:
        finished = finished_pages(folder, private_folder(folder), finished.made_with)
    return partial(render_all, folders=folders, pool=pool, progress=progress, finished=finished), finished


def behind_the_gate(
    publication: Publication,
    released: ReleasedCells,
    earlier: Sequence[PublishedEdition],
    release_state: ReleaseState,
    render: Render,
    *,
    archive: bool = False,
    meanwhile: Callable[[], None] = lambda: None,
) -> tuple[Findings, dict[str, bytes]]:
    """Findings of an edition, and the content of its files by path in the edition's folder.

    It takes nothing but released cells; the twin check runs it with those of twins as well. `meanwhile` is
    called while workers render pages.
    """
    areas = released.areas
    findings = with_revisions(find(released, publication), earlier)
    on_pages, publication = with_figures(publication, findings, areas)
    planned = pages(on_pages, areas, findings, release_state)
    tables = data_files(publication, findings, areas, release_state) if archive else {}
    rendered = render(with_tables(planned, tables, areas) if archive else planned)
    tables = tables or data_files(publication, findings, areas, release_state)
    meanwhile()
    files = {**tables, **rendered()}
    revised = [found.since for found in findings.revisions]
    listed = manifest(
        publication,
        files,
        release_state,
        revised,
        names=printed_names(publication, areas),
        rules=findings.rules,
        archive=archive,
    )
    return findings, {**files, "manifest.json": listed}
