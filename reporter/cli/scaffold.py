"""Writes the example publication into a folder, for users to adapt."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.machine.resources import example_folder, house_style_folder

SETTINGS = "publication.toml"


def new(folder: Path, *, style: bool = False) -> list[Path]:
    """Write the example publication: settings, indicators, areas and counts.

    Args:
        folder: a folder that is absent or empty; with `style` also one that holds a publication.
        style: also write the example of a house style; only this in the folder of a publication.

    Returns:
        The files written, sorted.

    Raises:
        InputError: the folder holds something else, is a file, or cannot be written to; nothing was changed.
    """
    try:
        if style and (folder / SETTINGS).is_file():
            return _added(folder, _style_files())
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            what = "the folder is not empty" if folder.is_dir() else "this is a file"
            raise InputError([Problem(str(folder), 0, what, "a new name, or an empty folder")])
        return _written(folder, _example_files() | (_style_files() if style else {}))
    except OSError as error:
        message = f"the folder cannot be written: {error.strerror}"
        raise InputError([Problem(str(folder), 0, message, "a folder that can be written")]) from None


def _example_files() -> dict[Path, Path]:
    """The example's files by their path in the new folder, without the program that prepared its figures."""
    return _files(example_folder(), (".toml", ".csv", ".md", ".html"))


def _style_files() -> dict[Path, Path]:
    return _files(house_style_folder(), (".css", ".html", ".svg"))


def _files(source: Path, kinds: tuple[str, ...]) -> dict[Path, Path]:
    return {path.relative_to(source): path for path in source.rglob("*") if path.suffix in kinds}


def _added(folder: Path, files: Mapping[Path, Path]) -> list[Path]:
    """The files written into a folder with other files; none is written if one of them exists already."""
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        expected = "no such file, so that nothing of yours is lost"
        raise InputError(Problem(str(each), 0, "this file is there already", expected) for each in there)
    return _written(folder, files)


def _written(folder: Path, files: Mapping[Path, Path]) -> list[Path]:
    return [_copy(files[name], folder / name) for name in sorted(files)]


def _copy(source: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    return target
