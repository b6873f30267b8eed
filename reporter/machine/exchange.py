"""Files and folders that change places together: all of them or none, whenever the process is stopped.

The new ones are written into a room on the same file system. Then a journal lists every move, and the moves
are made. Before the journal stands, nothing has moved; once it stands, `finish` makes the moves that are
left, also in another process after this one was killed. Where a move fails, those before it are undone. The
journal outlasts a killed process, not a machine that loses power before its disk has written.

The room lies in a private folder: only its owner has access to files below it.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TypeAlias

from filelock import FileLock

from reporter.errors import InputError, Problem, ReporterError
from reporter.machine.folders import cannot_be_written, make_private, nearest_existing

Content: TypeAlias = bytes | Mapping[str, bytes]
"""A file's bytes, or a folder's files by their path in it."""
FileMove: TypeAlias = tuple[Path, Path]
"""Present path and new path of a file or folder."""

ROOM = ".exchange"
JOURNAL = "journal.json"
LOCK = ".exchange.lock"


def exchange(
    private: Path, new: Mapping[Path, Content], kept: Mapping[Path, Path], removed: Iterable[Path] = ()
) -> None:
    """Put new files and folders in their places, and keep or remove what stands there.

    Args:
        private: the private folder, on the file system of all the places; made where there is none.
        new: the content of each place, in the order in which they change.
        kept: new place of each path that is not to be removed; it must be free.
        removed: further paths to remove.

    Raises:
        InputError: a place cannot be written, or something stands where another is to be kept; nothing has
            changed.
    """
    journal = private / ROOM / JOURNAL
    try:
        private.parent.mkdir(parents=True, exist_ok=True)
        make_private(private)
        with FileLock(private / LOCK, mode=0o600):
            _finish(private)
            taken = [place for place in kept.values() if os.path.lexists(place)]
            if taken:
                raise InputError(Problem(str(each), 0, "is there already", "nothing") for each in taken)
            try:
                moves = [*_staged(private, new, kept), *_removals(private, removed)]
                _write_journal(private, moves)
                _make_all(private, moves)
            finally:
                if not journal.exists():
                    _clear(private)
    except OSError as error:
        raise cannot_be_written(Path(str(error.filename or next(iter(new)))), error) from error


def finish(private: Path) -> None:
    """Make the moves that are left of an exchange whose process was stopped.

    Args:
        private: the private folder of the exchange. Nothing is done where it has none, or belongs to
            another user, whose next command finishes it.

    Raises:
        ReporterError: a move cannot be made.
    """
    try:
        if (private / ROOM).is_dir():
            with FileLock(private / LOCK, mode=0o600):
                _finish(private)
    except PermissionError:
        return
    except OSError as error:
        raise ReporterError(f"An exchange that was interrupted cannot be finished: {error}") from error


def refuse_other_file_system(private: Path, places: Iterable[Path]) -> None:
    """Refuse places on another file system than the private folder: nothing moves from one to the other.

    Raises:
        InputError: names each such place.
    """
    device = nearest_existing(private).stat().st_dev
    elsewhere = [place for place in places if nearest_existing(place).stat().st_dev != device]
    if elsewhere:
        message, expected = "is on another file system", f"a place on that of {private}"
        raise InputError(Problem(str(place), 0, message, expected) for place in elsewhere)


def _finish(private: Path) -> None:
    """Make the moves of a journal that have not been made, then remove journal and room."""
    try:
        written = json.loads((private / ROOM / JOURNAL).read_bytes())
    except FileNotFoundError:
        _clear(private)
        return
    base = private.parent.resolve()
    moves = [(base / source, base / target) for source, target in written]
    for place in (path for move in moves for path in move):
        if base not in Path(os.path.normpath(place)).parents:
            raise ReporterError(f"{private / ROOM / JOURNAL} names {place}, which is not in {base}.")
    for move in moves:
        _make(base / private.name, move)
    (private / ROOM / JOURNAL).unlink()
    _clear(private)


def _staged(private: Path, new: Mapping[Path, Content], kept: Mapping[Path, Path]) -> list[FileMove]:
    """Write all new content into the room, and return the moves of the exchange in order."""
    room = private / ROOM
    make_private(room / "new")
    make_private(room / "old")
    moves: list[FileMove] = []
    for number, (place, content) in enumerate(new.items()):
        staged = room / "new" / str(number)
        _write(staged, content, owner_only=private in place.parents)
        if os.path.lexists(place):
            moves.append((place, kept.get(place, room / "old" / str(number))))
        moves.append((staged, place))
    there = (place for place in kept if place not in new and os.path.lexists(place))
    return moves + [(place, kept[place]) for place in there]


def _removals(private: Path, removed: Iterable[Path]) -> list[FileMove]:
    """Moves of paths to remove into the room, which is deleted at the end."""
    there = (place for place in removed if os.path.lexists(place))
    return [(place, private / ROOM / "old" / f"removed-{number}") for number, place in enumerate(there)]


def _write(place: Path, content: Content, *, owner_only: bool) -> None:
    if isinstance(content, bytes):
        place.parent.mkdir(mode=0o700 if owner_only else 0o777, parents=True, exist_ok=True)
        place.touch(mode=0o600 if owner_only else 0o666)
        place.write_bytes(content)
        return
    place.mkdir(mode=0o700 if owner_only else 0o777)
    for name, each in content.items():
        _write(place / name, each, owner_only=owner_only)


def _write_journal(private: Path, moves: list[FileMove]) -> None:
    """Write the journal, whole or not at all; paths are relative to the private folder's parent."""
    base = private.parent.absolute()
    listed = [[os.path.relpath(place.absolute(), base) for place in move] for move in moves]
    part = private / ROOM / f"{JOURNAL}.part"
    with part.open("w", encoding="utf-8") as file:
        json.dump(listed, file)
        file.flush()
        os.fsync(file.fileno())
    part.replace(private / ROOM / JOURNAL)


def _make_all(private: Path, moves: list[FileMove]) -> None:
    """Make all moves and remove the journal; where one fails, or Ctrl-C comes, undo those that were made.

    Where that is stopped as well, the journal stays, and `finish` completes the exchange.
    """
    try:
        for source, target in moves:
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "something was put there meanwhile", str(target))
            _make(private, (source, target))
    except BaseException:
        for source, target in reversed(moves):
            if os.path.lexists(target) and not os.path.lexists(source):
                target.rename(source)
        (private / ROOM / JOURNAL).unlink()
        raise
    (private / ROOM / JOURNAL).unlink()


def _make(private: Path, move: FileMove) -> None:
    """Make a move unless it was made: its source is gone or its target exists."""
    source, target = move
    if not os.path.lexists(source) or os.path.lexists(target):
        return
    if private in target.parents:
        make_private(target.parent)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
    source.rename(target)


def _clear(private: Path) -> None:
    """Remove the room with what is left in it; what cannot be removed now is removed by the next command."""
    shutil.rmtree(private / ROOM, ignore_errors=True)
