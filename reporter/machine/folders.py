"""Places on disk: whether they can be written, and files that appear whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from reporter.errors import InputError, Problem


def nearest_existing(path: Path) -> Path:
    """The path itself, or the nearest folder above it that exists."""
    return next(each for each in (path, *path.absolute().parents) if each.exists())


def refuse_unwritable(folder: Path) -> None:
    """Refuse a folder that cannot be made or written, before any work is done for it.

    Raises:
        InputError: the nearest existing path is no folder, or cannot be written.
    """
    existing = nearest_existing(folder)
    wanted = "a folder that can be written"
    if not existing.is_dir():
        raise InputError([Problem(_as_typed(existing), 0, "is no folder", wanted)])
    if not os.access(existing, os.W_OK | os.X_OK):
        raise InputError([Problem(_as_typed(existing), 0, "cannot be written", wanted)])


def _as_typed(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def make_private(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone (mode 700).

    Folders that exist stay as they are. Raises OSError where one cannot be made.
    """
    if not folder.parent.exists():
        make_private(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)


def make_owners_alone(folder: Path) -> None:
    """Take a folder from everyone but its owner (mode 700), where the system and its owner allow it."""
    with suppress(OSError):
        folder.chmod(0o700)


def write_file(file: Path, content: bytes, *, private: bool = False) -> None:
    """Write one file, all of it or nothing.

    Args:
        file: its place; folders above it are made.
        content: its bytes.
        private: whether it, and the folders made for it, are for their owner alone (modes 600 and 700).

    Raises:
        InputError: it cannot be written.
    """
    staging = file.with_name(f".{file.name}-new")
    try:
        if private:
            make_private(file.parent)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
        staging.touch(mode=0o600 if private else 0o666)
        staging.write_bytes(content)
        staging.replace(file)
    except OSError as error:
        raise cannot_be_written(file, error) from error


def cannot_be_written(file: Path, error: OSError) -> InputError:
    """Error that names a place that cannot be written, and the system's reason."""
    problem = f"cannot be written ({error.strerror or error})"
    return InputError([Problem(str(file), 0, problem, "a place that can be written")])
