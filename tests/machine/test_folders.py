"""Places on disk: refused where they cannot be written, and files that appear whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reporter.errors import InputError
from reporter.machine.folders import refuse_unwritable, write_file


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b.txt", b"1")
    write_file(tmp_path / "a/b.txt", b"2")
    assert {path.name: path.read_bytes() for path in (tmp_path / "a").iterdir()} == {"b.txt": b"2"}


def test_a_private_file_is_its_owners_alone(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b.txt", b"1", private=True)
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a", tmp_path / "a/b.txt")]
    assert modes == [0o700, 0o600]


def test_a_place_below_a_file_is_bad_input(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="cannot be written"):
        write_file(tmp_path / "file/a.txt", b"1")
    with pytest.raises(InputError, match="is no folder"):
        refuse_unwritable(tmp_path / "file/a")
    assert (tmp_path / "file").read_text() == "in the way"
