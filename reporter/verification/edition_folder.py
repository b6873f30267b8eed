"""A finished edition read from its folder."""

from __future__ import annotations

import json
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.machine.exchange import finish
from reporter.publication.paths import private_root
from reporter.verification import problems
from reporter.verification.listing import MANIFEST


def read_edition(folder: Path) -> dict[str, bytes]:
    """The bytes of every file of an edition by its path in the folder.

    Raises:
        InputError: there is no such folder, or it holds no manifest that can be read.
    """
    finish(private_root(folder))
    if not folder.is_dir():
        raise InputError([Problem(str(folder), 0, "no such folder", "the folder of a finished edition")])
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    try:
        listed = [
            (str(entry["path"]), str(entry["sha256"])) for entry in json.loads(files[MANIFEST])["files"]
        ]
    except (KeyError, TypeError, ValueError):
        expected = "the manifest that a build wrote, with the path and hash of every file"
        raise InputError([Problem(str(folder / MANIFEST), 0, "no manifest can be read", expected)]) from None
    if not listed:
        raise InputError([Problem(str(folder / MANIFEST), 0, "lists no file", "the files of an edition")])
    return files


def verify(folder: Path) -> tuple[str, ...]:
    """Problems of a finished edition, one line each (see `problems`); empty if there are none.

    Args:
        folder: the edition's folder.

    Raises:
        InputError: there is no such folder, or it holds no manifest that can be read.
    """
    return tuple(problems(read_edition(folder), siblings(folder)))


def siblings(folder: Path) -> list[str]:
    """First pages of editions beside an edition: its pages may link to those that it supersedes."""
    return [
        f"{path.parent.name}/{path.name}"
        for path in sorted(folder.resolve().parent.glob("*/index.html"))
        if path.parent != folder.resolve()
    ]
