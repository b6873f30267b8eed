"""The files that a preview depends on: which they are, what is in them, and which folders to watch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from reporter.comparison.published import MANIFEST
from reporter.pipeline.up_to_date import content_of, read_by_a_build
from reporter.publication.loading import Publication, examine
from reporter.publication.paths import edition_folder
from reporter.publication.source_record import source_file


def data_read(publication: Publication, folder: Path) -> Iterator[Path]:
    """Every file and folder that decides the figures of an edition, besides its settings and indicators.

    Args:
        publication: its settings and indicators.
        folder: where a build would put the edition, and where an earlier state of it may stand.
    """
    data = publication.settings.data
    said = {
        publication.file,
        source_file(publication.path(data.counts)),
        *map(publication.path, data.indicators),
    }
    yield from (path for path in read_by_a_build(publication, folder) if path not in said)
    yield folder / MANIFEST


def files_read(settings_file: Path, output: Path) -> tuple[tuple[Path, ...], bool]:
    """Every file and folder that decides an edition, and whether that is all of them.

    Where the settings cannot be read it is what they name as far as that can be told.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder of finished editions.
    """
    draft = examine(settings_file)
    if draft.publication is None:
        return (settings_file, *draft.named), False
    publication = draft.publication
    folder = edition_folder(publication, output)
    decide = (*read_by_a_build(publication, folder), folder / MANIFEST, *publication.templates)
    return tuple(dict.fromkeys(decide)), True


def contents(paths: Iterable[Path]) -> dict[Path, object]:
    """A hash of each file, of each in a folder too; None for what is not there. Hidden files are left out."""
    return {file: content_of(file) for path in paths for file in _files(path)}


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from (file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))


def differing(before: Mapping[Path, object], after: Mapping[Path, object]) -> list[str]:
    """The files whose content differs, as a user would type them."""
    paths = sorted(before.keys() | after.keys())
    return [os.path.relpath(path) for path in paths if before.get(path) != after.get(path)]


def folders_to_watch(paths: Iterable[Path]) -> dict[Path, int]:
    """Every folder in which something can happen to these files and folders, with its number on disk.

    A file is watched by its folder: an editor that saves by renaming puts another file in its place. A folder
    of the same name and another number is another folder, which is not watched yet.
    """
    found: dict[Path, int] = {}
    for path in map(Path.absolute, paths):
        below = (path, *path.rglob("*")) if path.is_dir() else ()
        nearest = next(folder for folder in path.parents if folder.is_dir())
        for folder in (nearest, *below):
            # A folder can go while it is looked at.
            with suppress(FileNotFoundError):
                number = folder.stat()
                if S_ISDIR(number.st_mode):
                    found[folder] = number.st_ino
    return found
