"""A finished edition as delivery sees it: its manifest, and whether its files are those listed there."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from reporter.errors import InputError, Problem
from reporter.machine.exchange import finish
from reporter.publication.paths import NETWORK_PAGES, private_root
from reporter.publication.release import Status
from reporter.publication.time_zones import TimeZone

MANIFEST = "manifest.json"
AREAS = "tables/areas.csv"


class _ManifestRecord(BaseModel):
    """A part of the manifest; keys that delivery does not use are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class ListedFile(_ManifestRecord):
    """An entry of the manifest for a file of the edition."""

    path: str
    bytes: int
    sha256: str


# Lenient, for manifests of any version; the records of `publication.release` check settings strictly.
class ManifestAccess(_ManifestRecord):
    """A role with access to the edition before its release, from at most 24 hours before."""

    role: str
    organisation: str
    hours: Annotated[float, Field(gt=0, le=24)]
    reason: str = ""


class ManifestRelease(_ManifestRecord):
    """Release of the edition: kind of release time, its zone where it is named, and pre-release access."""

    time_zone: TimeZone | None = None
    kind: Literal["provisional", "confirmed"] = "confirmed"
    pre_release_access: tuple[ManifestAccess, ...] = ()


class ManifestCorrection(_ManifestRecord):
    """A correction of the edition after its release."""

    what: str


class ManifestProducer(_ManifestRecord):
    """The producer; replies to messages go to its address."""

    name: str
    email: str | None = None


class Manifest(_ManifestRecord):
    """The contents of manifest.json."""

    publication: str
    title: str
    edition: str
    language: str = "en-GB"
    release_time: AwareDatetime
    status: Status = "released"
    release: ManifestRelease = ManifestRelease()
    producer: ManifestProducer | None = None
    corrections: tuple[ManifestCorrection, ...] = ()
    files: tuple[ListedFile, ...]


@dataclass(frozen=True)
class FinishedEdition:
    """An edition on disk.

    Attributes:
        folder: the edition's folder.
        manifest: its manifest.
        sha256: hash of the manifest's bytes, which fixes every listed file too.
    """

    folder: Path
    manifest: Manifest
    sha256: str

    def listed(self, path: str) -> ListedFile | None:
        """The manifest's entry of a path; None where it lists no such file."""
        return next((file for file in self.manifest.files if file.path == path), None)

    def read(self, path: str) -> bytes:
        """The bytes of a file; OSError where it cannot be read."""
        return (self.folder / path).read_bytes()

    def differences(self) -> Iterator[str]:
        """Every listed file that is missing or was changed, in words."""
        for file in self.manifest.files:
            try:
                content = self.read(file.path)
            except OSError:
                yield f"{file.path} is listed in {MANIFEST} but cannot be read"
                continue
            if sha256(content) != file.sha256:
                yield f"{file.path} is not the file that {MANIFEST} lists: it was changed after the build"

    def network_names(self) -> dict[str, str]:
        """Names of the networks (areas with a briefing) by code, from the published table of areas.

        Raises:
            InputError: the edition has no table of areas, or a network is not in it.
        """
        place = str(self.folder / AREAS)
        try:
            text = self.read(AREAS).decode("utf-8-sig")
            names = {row["area_code"]: row["area_name"] for row in csv.DictReader(io.StringIO(text))}
        except (OSError, UnicodeDecodeError, KeyError, csv.Error):
            wanted = "the edition's table of areas"
            raise InputError([Problem(place, 0, "the names of areas cannot be read", wanted)]) from None
        prefix, suffix = NETWORK_PAGES, ".pdf"
        codes = [
            file.path[len(prefix) : -len(suffix)]
            for file in self.manifest.files
            if file.path.startswith(prefix) and file.path.endswith(suffix)
        ]
        if unnamed := [code for code in codes if code not in names]:
            message = f"{unnamed[0]} has a briefing but no name"
            raise InputError([Problem(place, 0, message, "a row for every network")])
        return {code: names[code] for code in codes}


def read_edition(folder: Path) -> FinishedEdition:
    """Read an edition's manifest; its other files are read when needed.

    Raises:
        InputError: the folder holds no edition.
    """
    finish(private_root(folder))
    file = folder / MANIFEST
    wanted = "the folder of a finished edition, such as output/infant-mortality/2022"
    try:
        content = file.read_bytes()
    except OSError:
        raise InputError([Problem(str(folder), 0, f"holds no {MANIFEST} that can be read", wanted)]) from None
    try:
        manifest = Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        message = f"this is no edition's manifest: {place}: {first['msg'].lower()}"
        raise InputError([Problem(str(file), 0, message, "the file that reporter build wrote")]) from None
    return FinishedEdition(folder, manifest, sha256(content))


def briefing_path(area_code: str) -> str:
    """Path of a network's briefing in its edition."""
    return f"{NETWORK_PAGES}{area_code}.pdf"


def sha256(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
