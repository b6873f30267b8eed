"""The manifest of an edition: what was built, from which versions, and the hash of every published file.

Nothing in it comes from the raw input: a small count could be guessed from a hash. Hashes of the input
belong to the private record, which is not published.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reporter import __version__
from reporter.comparison.published import PublishedEdition
from reporter.publication import Publication
from reporter.release import AFTER_RELEASE, Release, Standing
from reporter.report.pdf_archive import CONFORMS_TO
from reporter.resources import templates_folder

PACKAGES = (
    "highspy",
    "jinja2",
    "mizani",
    "numpy",
    "pandas",
    "scipy",
    "statsmodels",
    "weasyprint",
    "xlsxwriter",
)
"""Packages whose version can change a byte of an edition."""


def manifest(
    publication: Publication,
    files: Mapping[str, bytes],
    standing: Standing = AFTER_RELEASE,
    earlier: Sequence[PublishedEdition] = (),
    *,
    archive: bool = False,
) -> bytes:
    """The manifest of an edition's files, as JSON.

    Args:
        publication: the publication, whose own templates stand beside its settings.
        files: the published bytes of each file, by its path in the edition.
        standing: on which side of its release the edition is built.
        earlier: editions that its figures were compared with.
        archive: whether its PDFs are archive files.
    """
    settings = publication.settings
    described: dict[str, Any] = {
        "publication": settings.publication.id,
        "title": settings.publication.title,
        "edition": settings.publication.edition,
        "language": settings.publication.language,
        "release_time": settings.release.time.isoformat(),
        "designation": settings.release.designation,
        "status": standing.status,
        **({"archive": CONFORMS_TO} if archive else {}),
        "release": _release(settings.release),
        "producer": {"name": settings.producer.name, "email": settings.producer.email},
        "corrections": [each.model_dump(mode="json") for each in settings.corrections],
        "compared_with": [_compared(edition) for edition in earlier],
        "built_with": built_with(),
        "templates": template_hashes((templates_folder(), publication.file.parent / "templates")),
        "files": [
            {"path": path, "bytes": len(content), "sha256": _sha256(content)}
            for path, content in sorted(files.items())
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


def built_with() -> dict[str, Any]:
    """The code and the packages that make an edition: their versions, and one hash of the code itself."""
    return {
        "reporter": __version__,
        "code_sha256": code_hash(Path(__file__).parents[1]),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "packages": {package: version(package) for package in PACKAGES},
    }


def code_hash(package: Path) -> str:
    """The SHA-256 of every module of the package with its path, the same in a checkout and when installed."""
    found = (file.relative_to(package) for file in package.rglob("*.py"))
    # An installed package holds the templates and the example in folders whose names begin with _.
    modules = [module for module in found if not module.parent.as_posix().startswith("_")]
    joined = hashlib.sha256()
    for module in sorted(modules):
        joined.update(module.as_posix().encode() + b"\0" + (package / module).read_bytes() + b"\0")
    return joined.hexdigest()


def _release(release: Release) -> dict[str, Any]:
    said = release.model_dump(mode="json", include={"announced", "kind", "pre_release_access"})
    return {"time": release.time.isoformat(), **said}


def _compared(edition: PublishedEdition) -> dict[str, Any]:
    return {
        "publication": edition.publication,
        "edition": edition.edition,
        "release_time": None if edition.time is None else edition.time.isoformat(),
        "corrections": edition.corrections,
    }


def template_hashes(folders: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of every template by its path; a later folder's file replaces an earlier's."""
    found = {
        file.relative_to(folder).as_posix(): file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and not file.name.startswith(".")
    }
    return {name: _sha256(file.read_bytes()) for name, file in sorted(found.items())}


def input_hashes(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of every input file, for the private record only.

    The names are paths below the folder that holds all of them, so that they say nothing of the machine.
    """
    absolute = sorted(Path(os.path.abspath(file)) for file in files)
    shared = os.path.commonpath([file.parent for file in absolute])
    return {file.relative_to(shared).as_posix(): _sha256(file.read_bytes()) for file in absolute}


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
