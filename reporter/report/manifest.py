"""The manifest of an edition: what was built, from which versions, and the hash of every published file.

Nothing in it comes from the raw input: a small count could be guessed from a hash. Hashes of the input
belong to the private record, which is not published.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reporter import __version__
from reporter.publication import Publication
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


def manifest(publication: Publication, files: Mapping[str, bytes]) -> bytes:
    """The manifest of an edition's files, as JSON.

    Args:
        publication: the publication, whose own templates stand beside its settings.
        files: the published bytes of each file, by its path in the edition.
    """
    settings = publication.settings
    described: dict[str, Any] = {
        "publication": settings.publication.id,
        "title": settings.publication.title,
        "edition": settings.publication.edition,
        "language": settings.publication.language,
        "release_time": settings.release.time.isoformat(),
        "designation": settings.release.designation,
        "built_with": {
            "reporter": __version__,
            "python": ".".join(platform.python_version_tuple()[:2]),
            "packages": {package: version(package) for package in PACKAGES},
        },
        "templates": template_hashes((templates_folder(), publication.file.parent / "templates")),
        "files": [
            {"path": path, "bytes": len(content), "sha256": _sha256(content)}
            for path, content in sorted(files.items())
        ],
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode()


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
