"""Superseded editions: an edition that a correction replaces is kept beside it, as published.

The first correction of edition `2022` moves the uncorrected edition to `2022.superseded-1`, the second moves
the edition with one correction to `2022.superseded-2`, and so on. A file `superseded.json` in it says when,
what and why. Building the same correction again replaces only the corrected edition.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reporter.comparison.manifest import MANIFEST
from reporter.comparison.published import PublishedEdition, read_unchanged, read_without_cells
from reporter.errors import InputError, Problem
from reporter.publication.paths import private_folder, superseded_folder
from reporter.publication.revisions import Correction

REASON = "superseded.json"


@dataclass(frozen=True)
class Superseded:
    """The editions that the corrections of an edition supersede.

    Attributes:
        kept: the place of each after the build, by the number of its correction from 1.
        missing: places without an edition: it was never built beside this one, or was removed.
        editions: the same editions, read from where they stand now.
        moves: new place of each path to move: of the edition that the latest correction supersedes, and of
            the files of its private record; empty where they were moved before.
        reason: content of the file in the moved edition that says when, by what and why it was superseded,
            by its path; empty where none is moved.
    """

    kept: dict[int, Path] = field(default_factory=dict)
    missing: tuple[Path, ...] = ()
    editions: tuple[PublishedEdition, ...] = ()
    moves: dict[Path, Path] = field(default_factory=dict)
    reason: dict[Path, bytes] = field(default_factory=dict)

    @property
    def names(self) -> dict[int, str]:
        """Names of the folders in which the editions are kept."""
        return {number: place.name for number, place in self.kept.items()}


def superseded(folder: Path, corrections: Sequence[Correction]) -> Superseded:
    """Editions that the corrections of an edition supersede.

    Args:
        folder: the edition's place, which may hold an earlier state of it.
        corrections: its corrections, the earliest first.

    Raises:
        InputError: the edition there carries more corrections than these, or the place to keep it is taken.
    """
    number = _correction_that_replaces(folder, corrections)
    places = {each: superseded_folder(folder, each) for each in range(1, len(corrections) + 1)}
    kept = {each: place for each, place in places.items() if each == number or place.is_dir()}
    editions = tuple(read_unchanged(folder if each == number else place) for each, place in kept.items())
    missing = tuple(place for each, place in places.items() if each not in kept)
    if number is None:
        return Superseded(kept, missing, editions)
    place = places[number]
    reason = {place / REASON: _reason(corrections[number - 1])}
    return Superseded(kept, missing, editions, _moves(folder, place), reason)


def with_texts_of(found: Superseded, corrections: Sequence[Correction]) -> Superseded:
    """The same, its reason in the words of these corrections, in which figures are filled in."""
    reason = {
        place / REASON: _reason(corrections[number - 1])
        for number, place in found.kept.items()
        if place / REASON in found.reason
    }
    return replace(found, reason=reason)


def _reason(correction: Correction) -> bytes:
    said = {"time": correction.time.isoformat(), "what": correction.what, "why": correction.why}
    return json.dumps(said, ensure_ascii=False, indent=2).encode() + b"\n"


def _moves(folder: Path, place: Path) -> dict[Path, Path]:
    private, target = private_folder(folder), private_folder(place)
    records = sorted(private.iterdir()) if private.is_dir() else []
    return {folder: place, **{file: target / file.name for file in records if file.is_file()}}


def _correction_that_replaces(folder: Path, corrections: Sequence[Correction]) -> int | None:
    """Number of the correction that supersedes the edition in a folder now; None if none does."""
    if not (folder / MANIFEST).is_file():
        return None
    standing = read_without_cells(folder)
    if standing.corrections > len(corrections):
        message = f"corrections published: {standing.corrections}, in the settings: {len(corrections)}"
        expected = "every correction that was published under [[corrections]]"
        raise InputError([Problem(str(folder / MANIFEST), 0, message, expected)])
    if standing.corrections == len(corrections) or not standing.is_released:
        return None
    number = standing.corrections + 1
    if superseded_folder(folder, number).exists():
        expected = "nothing there: a superseded edition is never replaced"
        raise InputError([Problem(str(superseded_folder(folder, number)), 0, "is there already", expected)])
    return number
