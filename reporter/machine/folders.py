"""Folders that appear complete or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from reporter.errors import InputError, Problem


def refuse_unwritable(folder: Path) -> None:
    """Refuse a folder that cannot be made or written, before any work is done for it.

    Raises:
        InputError: the nearest folder above that exists is none, or cannot be written.
    """
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    wanted = "a folder that can be written"
    if not existing.is_dir():
        raise InputError([Problem(_as_typed(existing), 0, "is no folder", wanted)])
    if not os.access(existing, os.W_OK | os.X_OK):
        raise InputError([Problem(_as_typed(existing), 0, "cannot be written", wanted)])


def _as_typed(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def write_file(file: Path, content: bytes) -> None:
    """Write one file, all of it or nothing.

    Raises:
        InputError: it cannot be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        staging = file.with_name(f".{file.name}-new")
        staging.write_bytes(content)
        staging.replace(file)
    except OSError as error:
        problem = f"cannot be written ({error.strerror})"
        raise InputError([Problem(str(file), 0, problem, "a file that can be written")]) from error


def replace_folders(
    contents: Mapping[Path, Mapping[str, bytes]], keep: Mapping[Path, Path] | None = None
) -> None:
    """Write whole folders beside their places, then move all of them in.

    An earlier folder of the same place is replaced only once every new one is complete; until then, and where
    anything fails, it stays as it was.

    Args:
        contents: for each folder, the bytes of its files by their path within it.
        keep: for folders whose earlier content is kept, the place it moves to; nothing stands there yet.

    Raises:
        InputError: a folder cannot be written.
    """
    written: list[tuple[Path, Path]] = []
    try:
        for folder, files in contents.items():
            folder.parent.mkdir(parents=True, exist_ok=True)
            staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
            written.append((staging, folder))
            _write(staging, files)
        for staging, folder in written:
            _move_in(staging, folder, (keep or {}).get(folder))
    except OSError as error:
        place = str(error.filename or next(iter(contents)))
        raise InputError(
            [Problem(place, 0, f"cannot be written ({error.strerror})", "a folder that can be written")]
        ) from error
    finally:
        for staging, _ in written:
            shutil.rmtree(staging, ignore_errors=True)


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    folder.chmod(0o755)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _move_in(staging: Path, folder: Path, keep: Path | None) -> None:
    """Move a finished folder to its place; an earlier one is set aside, and put back if the move fails."""
    if not folder.exists():
        staging.rename(folder)
        return
    earlier = keep or staging.with_name(f"{staging.name}-earlier")
    folder.rename(earlier)
    try:
        staging.rename(folder)
    except OSError:
        earlier.rename(folder)
        raise
    if keep is None:
        shutil.rmtree(earlier)
