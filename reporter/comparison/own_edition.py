"""The place of an edition before it is built: free, or held by an earlier build of the same edition.

A build replaces the folder of an edition. It must not remove anything that no build put there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from reporter.comparison.manifest import MANIFEST
from reporter.comparison.published import read_listed_files
from reporter.errors import InputError, Problem

MOST_NAMED = 10
"""Greatest number of foreign files that an error names."""


def refuse_foreign(folder: Path, publication: str, edition: str) -> None:
    """Refuse a place that holds anything other than an earlier build of the edition.

    Args:
        folder: the place; absent or empty, it is free.
        publication: the publication's id.
        edition: the edition's name.

    Raises:
        InputError: names the place, or the files in it that are not the edition's.
    """
    problems = list(_foreign(folder, publication, edition))
    if len(problems) > MOST_NAMED:
        more = f"{len(problems) - MOST_NAMED} more files that are not the edition's"
        problems = [*problems[:MOST_NAMED], Problem(str(folder), 0, more, problems[0].expected)]
    if problems:
        raise InputError(problems)


def _foreign(folder: Path, publication: str, edition: str) -> Iterator[Problem]:
    wanted = "nothing, or an edition that reporter build made there: this is not replaced"
    if folder.is_symlink():
        yield Problem(str(folder), 0, "is a link", wanted)
        return
    if not folder.exists():
        return
    if not folder.is_dir():
        yield Problem(str(folder), 0, "is no folder", wanted)
        return
    found = sorted(_files(folder))
    if not found:
        return
    if not (folder / MANIFEST).is_file():
        yield Problem(str(folder), 0, f"holds {_named(found)} and no {MANIFEST}", wanted)
        return
    described = read_listed_files(folder)
    if (described.publication, described.edition) != (publication, edition):
        other = f"holds edition {described.edition} of {described.publication}"
        yield Problem(str(folder), 0, other, wanted)
        return
    wanted = "only files of the edition there: the folder is replaced whole"
    for name in found:
        if (folder / name).is_symlink():
            yield Problem(str(folder / name), 0, "is a link", wanted)
        elif name not in described.paths and name != MANIFEST:
            yield Problem(str(folder / name), 0, f"is not in {MANIFEST}", wanted)


def _files(folder: Path) -> Iterator[str]:
    """Relative paths of all files and links below a folder."""
    for above, folders, files in os.walk(folder):
        links = [name for name in folders if os.path.islink(os.path.join(above, name))]
        for name in (*links, *files):
            yield Path(above, name).relative_to(folder).as_posix()


def _named(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"
