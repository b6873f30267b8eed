"""The pipeline, from settings to a finished edition, readable top to bottom."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from reporter import sources
from reporter.areas import Areas
from reporter.counts import Counts
from reporter.disclosure.gate import Passage, release
from reporter.errors import InputError
from reporter.findings import Findings, find
from reporter.folder import refuse_unwritable, replace_folders
from reporter.plausibility import implausible
from reporter.profiles import Profile
from reporter.progress import Progress
from reporter.publication import Publication
from reporter.report.manifest import input_hashes, manifest
from reporter.report.pages import pages
from reporter.report.tables import data_files
from reporter.report.workers import render_all
from reporter.resources import templates_folder
from reporter.verify import verify_files


@dataclass(frozen=True)
class Inputs:
    """Everything read and checked, before anything is built."""

    publication: Publication
    areas: Areas
    counts: Counts
    profile: Profile


@dataclass(frozen=True)
class Edition:
    """A finished edition: where it stands and what it holds."""

    folder: Path
    private_folder: Path
    files: tuple[str, ...]
    findings: Findings


def read(settings_file: Path) -> Inputs:
    """Read and check all input of a publication.

    Raises:
        InputError: with every problem found.
    """
    publication, areas, counts, profile = sources.read(settings_file)
    if problems := implausible(publication, counts):
        raise InputError(problems)
    return Inputs(publication, areas, counts, profile)


def build(settings_file: Path, output: Path, jobs: int, progress: Progress) -> Edition:
    """Build an edition: all of it or nothing.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder that holds publications, each with its editions.
        jobs: worker processes that render pages.
        progress: told what is being done.

    Raises:
        InputError: something in the input must be changed; nothing was written.
        DisclosureError: the planned publication cannot be made safe.
        RenderError: a page did not render without a warning.
        VerificationError: the finished files are not what they must be.
    """
    progress.stage("Reading and checking the input")
    refuse_unwritable(output)
    inputs = read(settings_file)
    progress.stage("Protecting small numbers")
    passage = release(inputs.publication, inputs.areas, inputs.counts, inputs.profile)
    progress.stage("Computing rates, limits and trends")
    findings = find(passage.released, inputs.publication)
    files = publication_files(inputs.publication, inputs.areas, findings, jobs, progress)
    progress.stage("Checking the finished files")
    verify_files(files)
    folder = (
        output / inputs.publication.settings.publication.id / inputs.publication.settings.publication.edition
    )
    private = folder.with_name(f"{folder.name}.private")
    replace_folders({folder: files, private: private_files(inputs, passage)})
    return Edition(folder, private, tuple(sorted(files)), findings)


def publication_files(
    publication: Publication, areas: Areas, findings: Findings, jobs: int, progress: Progress
) -> dict[str, bytes]:
    """Every file of an edition by its path in the edition's folder; takes nothing but released cells."""
    tables = data_files(publication, findings, areas)
    folders = (publication.file.parent / "templates", templates_folder())
    rendered = render_all(pages(publication, areas, findings), folders, jobs, progress)
    files = {**tables, **rendered}
    return {**files, "manifest.json": manifest(publication, files)}


def private_files(inputs: Inputs, passage: Passage) -> dict[str, bytes]:
    """The private record: hashes of the input and what was withheld. Never part of the edition."""
    publication = inputs.publication
    data = publication.settings.data
    paths = [
        publication.file,
        *(publication.path(path) for path in (data.counts, data.areas, *data.indicators)),
    ]
    record = {"inputs": input_hashes(paths), "profile": inputs.profile.name, "disclosure": passage.record}
    return {"record.json": json.dumps(record, indent=1, ensure_ascii=False).encode() + b"\n"}
