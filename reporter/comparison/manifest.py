"""The manifest of a finished edition, read back."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import AwareDatetime, BaseModel, ValidationError

from reporter.errors import InputError, Problem
from reporter.machine.exchange import finish
from reporter.publication.paths import private_root
from reporter.publication.release import Status
from reporter.publication.revisions import Predecessor
from reporter.records.text_files import read_text

MANIFEST = "manifest.json"


class ListedFile(BaseModel):
    """A file of an edition with its hash, as the manifest lists it."""

    path: str
    sha256: str


class Columns(BaseModel):
    """The columns of a count: those that are added, less those that are subtracted."""

    add: tuple[str, ...]
    subtract: tuple[str, ...] = ()
    decimal: bool = False


class Measured(BaseModel):
    """The columns of an indicator's numerator and denominator."""

    numerator: Columns
    denominator: Columns


class StatedRules(BaseModel):
    """The rules by which an edition's counts were released; None where its manifest does not say."""

    rounded_to: int = 1
    rates_from: str = "rounded"
    withheld_from: int | None = None
    withheld_to: int | None = None
    zero_is_shown: bool | None = None
    """Whether every count of 0 is shown, so that one withheld is at least 1."""
    levels: tuple[str, ...] = ()
    """Types of area whose counts the rules withhold or round; empty means all."""
    exact_area: str | None = None
    """Code of an area whose counts are neither withheld for their size nor rounded."""


class Manifest(BaseModel):
    """The fields of a manifest that are read."""

    publication: str
    edition: str
    title: str
    release_time: AwareDatetime | None = None
    status: Status = "released"
    corrections: tuple[dict[str, Any], ...] = ()
    previous: Predecessor | None = None
    counts: StatedRules | None = None
    measures: Mapping[str, Measured] = {}
    files: tuple[ListedFile, ...]

    @property
    def sha256(self) -> dict[str, str]:
        """The hash of every listed file, by its path."""
        return {entry.path: entry.sha256 for entry in self.files}


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a finished edition.

    Raises:
        InputError: the folder is no edition.
    """
    finish(private_root(folder))
    file = folder / MANIFEST
    try:
        return Manifest.model_validate_json(read_text(file))
    except ValidationError:
        expected = "the manifest of an edition that reporter build has made"
        raise InputError([Problem(str(file), 0, "cannot be read as a manifest", expected)]) from None
