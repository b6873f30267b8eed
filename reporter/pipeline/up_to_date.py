"""The up-to-date check: whether a new build would change the finished edition.

A build writes one hash of all that it depends on into the private record: code, packages, templates, every
input file, earlier editions, and its status, before or after release. If that hash is the same and every file
matches the manifest, building again would give the same bytes.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reporter.disclosure.earlier_record import LINKED
from reporter.errors import InputError
from reporter.machine.exchange import finish
from reporter.pipeline.earlier import earlier_editions
from reporter.publication.loading import Publication, examine
from reporter.publication.paths import edition_folder, private_folder, private_root, superseded_folder
from reporter.publication.release import Status
from reporter.publication.source_record import source_file
from reporter.report.edition.reuse import recorded
from reporter.report.provenance import rendering_hash, sha256
from reporter.verification.edition_folder import read_edition
from reporter.verification.listing import MANIFEST, listing_problems


@dataclass(frozen=True)
class Finished:
    """A finished edition.

    Attributes:
        folder: its folder.
        unchanged: building it again would change no byte.
    """

    folder: Path
    unchanged: bool


def finished(
    settings_file: Path, output: Path, now: dt.datetime, *, archive: bool = False
) -> Finished | None:
    """The finished edition in the folder of the one to build, if its private record has a hash.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder that holds publications, each with its editions.
        now: the present time with its offset from UTC.
        archive: whether every PDF is to be an archive file.

    Returns:
        None if there is no such edition or the settings cannot be read.
    """
    publication = examine(settings_file).publication
    if publication is None:
        return None
    folder = edition_folder(publication, output)
    finish(private_root(folder))
    made_before, _ = recorded(private_folder(folder))
    status = publication.settings.release.status(now)
    if not made_before or not (folder / MANIFEST).is_file():
        return None
    same = made_before == made_from(publication, folder, status, archive=archive)
    return Finished(folder, unchanged=same and not any(listing_problems(read_edition(folder))))


def made_from(publication: Publication, folder: Path, status: Status, *, archive: bool) -> str:
    """Hash of everything on which an edition's bytes depend. Not for publication: it covers the input.

    Args:
        publication: its settings and indicators.
        folder: the edition's folder, existing or not, with the editions it supersedes beside it.
        status: its status, before or after release.
        archive: whether every PDF is an archive file.
    """
    decides = [
        rendering_hash(publication.templates),
        status,
        archive,
        [content_of(path) for path in read_by_a_build(publication, folder)],
    ]
    return sha256(json.dumps(decides).encode())


def read_by_a_build(publication: Publication, folder: Path) -> Iterator[Path]:
    """Files and folders that a build reads, in a fixed order; some may not exist."""
    settings = publication.settings
    yield from publication.input_files
    yield source_file(publication.path(settings.data.counts))
    yield from _earlier(publication, folder)
    yield from (superseded_folder(folder, number) for number in range(1, len(settings.corrections) + 1))


def _earlier(publication: Publication, folder: Path) -> Iterator[Path]:
    """Folders of everything published before, each with its linked cells."""
    try:
        editions = earlier_editions(publication, folder)
    except InputError:  # A build tells what is wrong with them.
        return
    for edition in editions:
        yield edition.folder
        yield private_folder(edition.folder) / LINKED


def content_of(path: Path) -> object:
    """Hash of a file; paths and hashes of all files in a folder; None for a missing path."""
    if path.is_dir():
        files = sorted(file for file in path.rglob("*") if file.is_file())
        return [[file.relative_to(path).as_posix(), sha256(file.read_bytes())] for file in files]
    return sha256(path.read_bytes()) if path.is_file() else None
