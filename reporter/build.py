"""The pipeline, from settings to a finished edition, readable top to bottom."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from reporter import sources
from reporter.areas import Areas
from reporter.comparison.published import PublishedEdition, known_cells, read_unchanged
from reporter.comparison.superseded import Superseded, say_why, superseded
from reporter.counts import Counts
from reporter.disclosure.cells import measures
from reporter.disclosure.gate import Passage, release
from reporter.disclosure.known import NOTHING, Known, from_edition, from_table
from reporter.errors import InputError
from reporter.findings import Findings, find
from reporter.findings.revisions import with_revisions
from reporter.folder import refuse_unwritable, replace_folders
from reporter.places import edition_folder, private_folder
from reporter.plausibility import implausible
from reporter.profiles import Profile
from reporter.progress import Progress
from reporter.provenance import input_hashes, rendering_hash
from reporter.publication import Publication
from reporter.release import Standing, Status
from reporter.report.archive import with_tables
from reporter.report.manifest import manifest
from reporter.report.pages import pages
from reporter.report.reuse import RECORD, FinishedPages, finished_pages
from reporter.report.tables import data_files
from reporter.report.workers import render_all
from reporter.sources.known_tables import read_known_table
from reporter.unchanged import made_from
from reporter.verify import verify_files
from reporter.verify.twins import (
    Coverage,
    Render,
    TwinReport,
    chosen_again,
    edition_differences,
    find_twins,
    refuse_different_release,
    released_differences,
)


@dataclass(frozen=True)
class Inputs:
    """Everything read and checked, before anything is built."""

    publication: Publication
    areas: Areas
    counts: Counts
    profile: Profile
    previous: tuple[PublishedEdition, ...]
    known: Known


@dataclass(frozen=True)
class Edition:
    """A finished edition: where it stands and what it holds."""

    folder: Path
    private_folder: Path
    files: tuple[str, ...]
    findings: Findings
    status: Status
    superseded: Superseded
    disclosure: Mapping[str, Any]
    """The gate's private record."""
    language: str


def read(settings_file: Path) -> Inputs:
    """Read and check all input of a publication.

    Raises:
        InputError: with every problem found.
    """
    return read_inputs(sources.read_settings(settings_file))


def read_inputs(publication: Publication) -> Inputs:
    """Read and check everything that the settings of a publication name.

    Raises:
        InputError: with every problem found.
    """
    areas, counts, profile = sources.read_data(publication)
    if problems := implausible(publication, counts):
        raise InputError(problems)
    named = publication.settings.revisions.previous
    previous = () if named is None else (read_unchanged(publication.path(named)),)
    known = published_elsewhere(publication, areas).and_then(published_before(publication, previous))
    return Inputs(publication, areas, counts, profile, previous, known)


def published_elsewhere(publication: Publication, areas: Areas) -> Known:
    """What the tables say that the settings declare as known to an attacker."""
    columns = frozenset(measures(publication.indicators))
    known = NOTHING
    for path in publication.settings.disclosure.known:
        rows = read_known_table(publication.path(path), columns)
        known = known.and_then(from_table(publication, areas, rows, path.as_posix()))
    return known


def published_before(publication: Publication, editions: Iterable[PublishedEdition]) -> Known:
    """What earlier editions say, the earliest first."""
    known = NOTHING
    for edition in editions:
        source = f"edition {edition.edition}"
        known = known.and_then(from_edition(publication, known_cells(edition), source))
    return known


def build(
    settings_file: Path,
    output: Path,
    jobs: int,
    progress: Progress,
    now: dt.datetime,
    *,
    archive: bool = False,
    force: bool = False,
) -> Edition:
    """Build an edition: all of it or nothing. What the edition in its place has of it is taken from there.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder that holds publications, each with its editions.
        jobs: worker processes that render pages.
        progress: told what is being done.
        now: the moment, with its offset from UTC: before the release time every page says that it is.
        archive: whether every PDF is an archive file, with the released tables of rates in it.
        force: render every page, also those that the edition in its place has already.

    Raises:
        InputError: something in the input must be changed; nothing was written.
        DisclosureError: the planned publication cannot be made safe.
        RenderError: a page did not render without a warning.
        VerificationError: the finished files are not what they must be.
    """
    progress.stage("Reading and checking the input")
    refuse_unwritable(output)
    inputs = read(settings_file)
    settings = inputs.publication.settings
    folder = edition_folder(inputs.publication, output)
    private = private_folder(folder)
    status = settings.release.status(now)
    made = made_from(inputs.publication, folder, status, archive=archive)
    replaced = superseded(folder, settings.corrections)
    earlier = (*inputs.previous, *replaced.editions)
    progress.stage("Protecting small numbers")
    known = inputs.known.and_then(published_before(inputs.publication, replaced.editions))
    passage = release(inputs.publication, inputs.areas, inputs.counts, inputs.profile, known)
    twins = find_twins(inputs.publication, inputs.areas, inputs.counts, inputs.profile, passage)
    refuse_different_release(twins)
    progress.stage("Computing rates, limits and trends")
    standing = Standing(status, replaced.names)
    folders = inputs.publication.templates
    made_with = rendering_hash(folders)
    finished = FinishedPages(made_with) if force else finished_pages(folder, private, made_with)
    render = partial(render_all, folders=folders, jobs=jobs, progress=progress, finished=finished)
    findings, files = behind_the_gate(inputs, passage, earlier, standing, render, archive=archive)
    progress.stage("Checking the finished files")
    verify_files(files, beside=[f"{name}/index.html" for name in standing.superseded.values()])
    private_record = {
        **private_files(inputs, passage, twins.coverage),
        RECORD: finished.record(files, made),
    }
    replace_folders({folder: files, private: private_record}, keep=replaced.moves)
    say_why(replaced, settings.corrections)
    return Edition(
        folder,
        private,
        tuple(sorted(files)),
        findings,
        status,
        replaced,
        passage.record,
        settings.publication.language,
    )


def behind_the_gate(
    inputs: Inputs,
    passage: Passage,
    earlier: Sequence[PublishedEdition],
    standing: Standing,
    render: Render,
    *,
    archive: bool = False,
) -> tuple[Findings, dict[str, bytes]]:
    """What an edition finds and every file of it; the twin check runs this with other counts as well."""
    publication, areas = inputs.publication, inputs.areas
    findings = with_revisions(find(passage.released, publication), earlier)
    return findings, publication_files(publication, areas, findings, standing, render, archive=archive)


def publication_files(
    publication: Publication,
    areas: Areas,
    findings: Findings,
    standing: Standing,
    render: Render,
    *,
    archive: bool = False,
) -> dict[str, bytes]:
    """Every file of an edition by its path in the edition's folder; takes nothing but released cells."""
    tables = data_files(publication, findings, areas, standing)
    planned = pages(publication, areas, findings, standing)
    files = {**tables, **render(with_tables(planned, tables, areas) if archive else planned)}
    earlier = [found.since for found in findings.revisions]
    return {**files, "manifest.json": manifest(publication, files, standing, earlier, archive=archive)}


def twin_report(
    settings_file: Path, jobs: int, progress: Progress, now: dt.datetime, *, archive: bool = False
) -> TwinReport:
    """Make the edition from twin data sets as well, and compare every file; writes nothing.

    Args:
        settings_file: the publication's `publication.toml`.
        jobs: worker processes that render pages.
        progress: told what is being done.
        now: the moment, with its offset from UTC.
        archive: whether every PDF is an archive file.

    Raises:
        InputError: something in the input must be changed.
        DisclosureError: the planned publication cannot be made safe.
    """
    progress.stage("Reading and checking the input")
    inputs = read(settings_file)
    publication, areas, counts = inputs.publication, inputs.areas, inputs.counts
    progress.stage("Protecting small numbers")
    passage = release(publication, areas, counts, inputs.profile, inputs.known)
    twins = find_twins(publication, areas, counts, inputs.profile, passage)
    standing = Standing(publication.settings.release.status(now))
    folders = publication.templates
    anew = FinishedPages(rendering_hash(folders))
    render = partial(render_all, folders=folders, jobs=jobs, progress=progress, finished=anew)

    def files_of(counts: Counts, passage: Passage, render: Render) -> dict[str, bytes]:
        twin = replace(inputs, counts=counts)
        return behind_the_gate(twin, passage, inputs.previous, standing, render, archive=archive)[1]

    progress.stage("Making the edition from twin data sets")
    differences = (*released_differences(twins), *edition_differences(twins, files_of, render))
    progress.stage("Asking the gate about twin data sets")
    again = chosen_again(publication, areas, inputs.profile, twins, inputs.known)
    return TwinReport(twins.coverage, differences, again)


def private_files(inputs: Inputs, passage: Passage, twins: Coverage) -> dict[str, bytes]:
    """The private record: hashes of the input, what was withheld, the twins. Never part of the edition."""
    publication = inputs.publication
    data = publication.settings.data
    paths = [
        publication.file,
        *(publication.path(path) for path in (data.counts, data.areas, data.breakdowns, data.tiles) if path),
        *(publication.path(path) for path in (*data.indicators, *publication.settings.disclosure.known)),
    ]
    record = {
        "inputs": input_hashes(paths),
        "profile": inputs.profile.name,
        "disclosure": passage.record,
        # Each of these data sets has other withheld counts and releases the same.
        "twins": asdict(twins),
    }
    return {"record.json": json.dumps(record, indent=1, ensure_ascii=False).encode() + b"\n"}
