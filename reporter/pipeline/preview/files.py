"""Input files of a preview: their paths, hashes of their content, and the folders to watch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from stat import S_ISDIR

from reporter.comparison.manifest import MANIFEST
from reporter.pipeline.up_to_date import content_of, read_by_a_build
from reporter.publication.loading import Publication, examine
from reporter.publication.paths import edition_folder
from reporter.publication.source_record import source_file


def data_read(publication: Publication, folder: Path) -> Iterator[Path]:
    """Files and folders on which an edition's figures depend, besides its settings and indicators.

    Args:
        publication: its settings and indicators.
        folder: the edition's folder, which may hold an earlier state of it.
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
    """Files and folders on which an edition depends, and whether the list is complete.

    If the settings cannot be read, the list has only the files that could be found named in them.

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
    """Hash of each file, also within folders, where hidden files are skipped; None for a missing path."""
    return {file: content_of(file) for path in paths for file in _files(path)}


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    yield from (file for file in path.rglob("*") if file.is_file() and not file.name.startswith("."))


def differing(before: Mapping[Path, object], after: Mapping[Path, object]) -> list[str]:
    """Paths of the files whose content differs, relative to the working folder."""
    paths = sorted(before.keys() | after.keys())
    return [os.path.relpath(path) for path in paths if before.get(path) != after.get(path)]


def folders_to_watch(paths: Iterable[Path]) -> dict[Path, int]:
    """Folders to watch for changes of these files and folders, each with its inode number.

    A file is watched through its folder, because an editor that saves by renaming replaces the file. A folder
    of the same name with another inode number is a new one, not watched yet.
    """
    found: dict[Path, int] = {}
    for path in map(Path.absolute, paths):
        below = (path, *path.rglob("*")) if path.is_dir() else ()
        nearest = next(folder for folder in path.parents if folder.is_dir())
        for folder in (nearest, *below):
            # The folder may have been deleted meanwhile.
            with suppress(FileNotFoundError):
                number = folder.stat()
                if S_ISDIR(number.st_mode):
                    found[folder] = number.st_ino
    return found
