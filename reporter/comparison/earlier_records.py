"""Private records where versions before 0.2 kept them: beside the edition, in `2022.private`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.publication.paths import earlier_private_folder, private_folder

RECORDS = frozenset({"record.json", "made_from.json"})
"""Files of such a folder; a folder with others is left as it is."""


def earlier_records(folder: Path, kept: Mapping[int, Path]) -> tuple[dict[Path, Path], tuple[Path, ...]]:
    """Moves of private records into the private folder, and records to remove.

    Args:
        folder: where the edition will stand; the record of an earlier build of it is removed, or moves with
            that build where it is superseded now.
        kept: the superseded editions where they will stand, by the number of their correction.
    """
    moves: dict[Path, Path] = {}
    removed: list[Path] = []
    for edition in (folder, *kept.values()):
        record = earlier_private_folder(edition)
        if not _is_record(record):
            continue
        if edition != folder:
            moves[record] = private_folder(edition)
        elif (now := next((each for each in kept.values() if not each.exists()), None)) is not None:
            moves[record] = private_folder(now)
        else:
            removed.append(record)
    return moves, tuple(removed)


def _is_record(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and {path.name for path in folder.iterdir()} <= RECORDS
