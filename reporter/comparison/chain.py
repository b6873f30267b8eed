"""The chain of editions: every edition that was published before one, the earliest first.

An edition names the one before it in its manifest. Manifests of versions before 0.2 do not; before such an
edition came those that stand beside it, are of the same publication, and have an earlier release time. The
editions that its corrections superseded came before an edition as well.
"""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from reporter.comparison.manifest import MANIFEST
from reporter.comparison.published import PublishedEdition, read_without_cells
from reporter.errors import InputError, Problem
from reporter.publication.paths import superseded_folder
from reporter.publication.revisions import Predecessor

SUPERSEDED = ".superseded-"

At = Callable[[str, str], Problem]
"""Maker of a problem, from its message and what was expected."""


def chain(named: Mapping[Path, At]) -> tuple[PublishedEdition, ...]:
    """Editions with all that were published before them, the earliest first, each once; without cells.

    Args:
        named: folders of the editions, each with the maker of a problem in the place that names it.

    Raises:
        InputError: an edition before one is not where its manifest says, is another one, or comes after it as
            well; or a folder is no edition.
    """
    found = _Chain()
    for folder, at in named.items():
        found.add(folder, at)
    if found.problems:
        raise InputError(found.problems)
    return tuple(found.editions.values())


def predecessor(edition: PublishedEdition, folder: Path) -> Predecessor:
    """An edition as the manifest of the one after it names it.

    Its folder is left out where the path would lead out of the folder that holds OUTPUT, so that the manifest
    does not describe the machine: then it is looked for beside the edition.

    Args:
        edition: the edition.
        folder: the folder of the one after it, OUTPUT/PUBLICATION/EDITION.
    """
    here, there = Path(os.path.abspath(folder)), Path(os.path.abspath(edition.folder))
    inside = here.parents[: len(here.parents) - 1][:3]
    stated = Path(os.path.relpath(there, here)).as_posix() if inside and inside[-1] in there.parents else None
    return Predecessor(edition.publication, edition.edition, stated)


class _Chain:
    """The editions found, by their folder, and the problems met on the way."""

    def __init__(self) -> None:
        self.editions: dict[Path, PublishedEdition] = {}
        self.problems: list[Problem] = []
        self._later: list[Path] = []

    def add(self, folder: Path, at: At) -> None:
        """Add an edition after all that were published before it."""
        place = Path(os.path.realpath(folder))
        if place in self.editions:
            return
        edition = read_without_cells(folder)
        self._later.append(place)
        for before in self._before(edition, at):
            if Path(os.path.realpath(before)) not in self._later:
                self.add(before, at)
            elif edition.names_previous:
                message = f"{folder} names {before} as the edition before it, which comes after it as well"
                self.problems.append(at(message, "editions that name earlier ones"))
        self._later.pop()
        for number in range(1, edition.corrections + 1):
            kept = superseded_folder(folder, number)
            if kept.is_dir():
                self.editions.setdefault(Path(os.path.realpath(kept)), read_without_cells(kept))
        self.editions[place] = edition

    def _before(self, edition: PublishedEdition, at: At) -> list[Path]:
        if not edition.names_previous:
            return _earlier_beside(edition)
        named = edition.previous
        known = {(each.publication, each.edition) for each in self.editions.values()}
        if named is None or (named.publication, named.edition) in known:
            return []
        beside = edition.folder.parent / named.edition
        places = [edition.folder / named.folder, beside] if named.folder else [beside]
        for place in places:
            if (place / MANIFEST).is_file():
                there = read_without_cells(place)
                if (there.publication, there.edition) == (named.publication, named.edition):
                    return [place]
        message = (
            f"edition {edition.edition} in {edition.folder} names edition {named.edition} of "
            f"{named.publication} as the one before it, which is not in {places[0]}"
        )
        expected = "that edition there as it was published, or its folder under 'earlier' in [revisions]"
        self.problems.append(at(message, expected))
        return []


def _earlier_beside(edition: PublishedEdition) -> list[Path]:
    """Folders beside an edition with earlier ones of its publication, the earliest first."""
    beside = (each for each in _editions_in(edition.folder.parent) if each.publication == edition.publication)
    times = {
        each.folder: each.time for each in beside if each.time and edition.time and each.time < edition.time
    }
    return sorted(times, key=lambda folder: (times[folder], folder.name))


def _editions_in(folder: Path) -> Iterator[PublishedEdition]:
    """The editions in the folders of a folder, without those that another one there superseded."""
    for manifest in sorted(folder.glob(f"*/{MANIFEST}")):
        current, superseded, _ = manifest.parent.name.partition(SUPERSEDED)
        if not (superseded and (folder / current / MANIFEST).is_file()):
            try:
                yield read_without_cells(manifest.parent)
            except InputError:  # It is the manifest of something else.
                continue
