"""Writes the example publication into a folder of the user's, to change into a publication of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.resources import example_folder


def new(folder: Path) -> list[Path]:
    """Write the example publication: settings, indicators, areas and counts.

    Args:
        folder: a folder that is absent or empty.

    Returns:
        The files written, sorted.

    Raises:
        InputError: the folder holds something, is a file, or cannot be written; nothing was changed.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "the folder is not empty" if folder.is_dir() else "this is a file"
            raise InputError([Problem(str(folder), 0, what, "a new name, or an empty folder")])
        return [_copy(source, folder / name) for name, source in _files().items()]
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror}"
        raise InputError([Problem(str(folder), 0, message, "a folder that can be written")]) from None


def _files() -> dict[Path, Path]:
    """The example's files by their path in the new folder, without the program that prepared its figures."""
    example = example_folder()
    kinds = (".toml", ".csv", ".md", ".html")
    files = sorted(path for path in example.rglob("*") if path.suffix in kinds)
    return {path.relative_to(example): path for path in files}


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target
