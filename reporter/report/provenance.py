"""Provenance of an edition: versions and hashes of its inputs.

Code, packages and templates are named in the published manifest. Hashes of the input are not: a small count
could be guessed from a hash. They belong to the private record.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reporter import __version__
from reporter.machine.resources import package_folder
from reporter.report.fields import as_json

PACKAGES = (
    "cssselect2",
    "fonttools",
    "highspy",
    "jinja2",
    "numpy",
    "pandas",
    "pillow",
    "pydyf",
    "pyphen",
    "scipy",
    "statsmodels",
    "tinycss2",
    "tinyhtml5",
    "weasyprint",
    "xlsxwriter",
)
"""Packages whose version can change a byte of an edition; those that WeasyPrint needs are among them."""


@dataclass(frozen=True, slots=True)
class BuiltWith:
    """Versions of the code, Python and packages that build an edition, and one hash of the code."""

    reporter: str
    code_sha256: str
    python: str
    packages: Mapping[str, str]


@cache
def built_with() -> BuiltWith:
    """Versions of the code, Python and packages that build an edition, and one hash of the code."""
    return BuiltWith(
        reporter=__version__,
        code_sha256=code_hash(package_folder()),
        python=".".join(platform.python_version_tuple()[:2]),
        packages={package: version(package) for package in PACKAGES},
    )


def code_hash(package: Path) -> str:
    """One SHA-256 of all modules of the package and their paths, equal in a checkout and when installed."""
    found = (file.relative_to(package) for file in package.rglob("*.py"))
    # An installed package holds the templates and the example in folders whose names begin with _.
    modules = [module for module in found if not module.parent.as_posix().startswith("_")]
    joined = hashlib.sha256()
    for module in sorted(modules):
        joined.update(module.as_posix().encode() + b"\0" + (package / module).read_bytes() + b"\0")
    return joined.hexdigest()


def template_hashes(folders: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of every template by its path; a later folder's file replaces an earlier's."""
    found = {
        file.relative_to(folder).as_posix(): file
        for folder in folders
        for file in folder.rglob("*")
        if file.is_file() and file.suffix not in {".py", ".pyc"} and not file.name.startswith(".")
    }
    return {name: sha256(file.read_bytes()) for name, file in sorted(found.items())}


def input_hashes(files: Iterable[Path]) -> dict[str, str]:
    """The SHA-256 of every input file, for the private record only.

    Names are paths below the folder common to all files, so that they do not describe the machine.
    """
    absolute = sorted(Path(os.path.abspath(file)) for file in files)
    shared = os.path.commonpath([file.parent for file in absolute])
    return {file.relative_to(shared).as_posix(): sha256(file.read_bytes()) for file in absolute}


def rendering_hash(folders: Sequence[Path]) -> str:
    """One hash of code, packages and templates, which with its data determine a page's bytes.

    Hooks into WeasyPrint (`report.pdf.hooks`) change no byte and do not count.

    Args:
        folders: template folders, the first that has a template wins.
    """
    decides = [built_with(), template_hashes(reversed(folders))]
    return sha256(json.dumps(decides, sort_keys=True, default=as_json).encode())


def sha256(content: bytes) -> str:
    """The SHA-256 of a file's bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
