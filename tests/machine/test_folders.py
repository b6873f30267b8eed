"""Folders appear complete or not at all."""

import pytest

from reporter.errors import InputError
from reporter.machine.folders import replace_folders


def test_a_new_folder_holds_exactly_what_was_given(tmp_path):
    replace_folders({tmp_path / "a" / "b": {"x.txt": b"1", "sub/y.txt": b"2"}})
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"a/b/x.txt", "a/b/sub/y.txt"}


def test_an_earlier_folder_is_replaced_whole(tmp_path):
    replace_folders({tmp_path / "a": {"old.txt": b"1"}})
    replace_folders({tmp_path / "a": {"new.txt": b"2"}})
    assert [path.name for path in tmp_path.rglob("*")] == ["a", "new.txt"]


def test_a_failure_leaves_the_earlier_folder_and_nothing_else(tmp_path):
    replace_folders({tmp_path / "a": {"old.txt": b"1"}})
    with pytest.raises(InputError, match="cannot be written"):
        replace_folders({tmp_path / "a": {"new.txt": b"2", "new.txt/below.txt": b"3"}})
    assert {path.name for path in tmp_path.rglob("*")} == {"a", "old.txt"}


def test_a_place_that_is_a_file_is_bad_input(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="a folder that can be written"):
        replace_folders({tmp_path / "file" / "a": {"x.txt": b"1"}})
    assert (tmp_path / "file").read_text() == "in the way"
