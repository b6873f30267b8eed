"""The folder of an edition: refused if it holds anything else, replaced together with its private record."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from reporter.comparison.earlier_records import earlier_records
from reporter.comparison.own_edition import refuse_foreign
from reporter.comparison.superseded import Superseded
from reporter.errors import InputError, Problem
from reporter.machine.exchange import exchange, finish, refuse_other_file_system
from reporter.machine.folders import make_owners_alone, refuse_unwritable
from reporter.publication.loading import Publication
from reporter.publication.paths import private_folder, private_root


def refuse_place(folder: Path, publication: Publication) -> None:
    """Refuse a folder that holds anything but builds of this edition.

    Raises:
        InputError: names it; or the folder is on another file system than the private record.
    """
    finish(private_root(folder))
    about, private = publication.settings.publication, private_folder(folder)
    refuse_foreign(folder, about.id, about.edition)
    if private.is_symlink():
        expected = "nothing, or the folder of private records"
        raise InputError([Problem(str(private), 0, "is a link", expected)])
    for each in (folder.parent, private):
        refuse_unwritable(each)
    refuse_other_file_system(private_root(folder), [folder.parent])


def put_in_place(
    folder: Path, files: Mapping[str, bytes], record: Mapping[str, bytes], replaced: Superseded
) -> None:
    """Replace an edition's folder and private record together, keeping the editions that it supersedes.

    Raises:
        InputError: a folder cannot be written; nothing has changed.
    """
    private = private_folder(folder)
    for each in (private_root(folder), private.parent, private):
        if each.is_dir():
            make_owners_alone(each)
    records = {private / name: content for name, content in record.items()}
    moves, removed = earlier_records(folder, replaced.kept)
    exchange(
        private_root(folder),
        {folder: files, **replaced.reason, **records},
        {**replaced.moves, **moves},
        removed,
    )
