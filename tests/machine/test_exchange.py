"""Files and folders that change places together: whole, private, and whenever the process is stopped."""

from __future__ import annotations

import json
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reporter.errors import InputError, ReporterError
from reporter.machine.exchange import exchange, finish

BEFORE = {
    "nothing there": {},
    "replaced": {
        "private/x/2022/record.json": "old",
        "x/2022/index.html": "old",
        "x/2022/tables/rates.csv": "1",
    },
}
BEFORE["superseded"] = {**BEFORE["replaced"], "x/2022.private/made_from.json": "{}"}
NEW = {
    "private/x/2022/record.json": "new",
    "x/2022/index.html": "new",
    "x/2022/networks/a.html": "3",
    "x/2022/tables/rates.csv": "2",
}
AFTER = {"nothing there": NEW, "replaced": NEW}
AFTER["superseded"] = {
    **NEW,
    "private/x/2022.superseded-1/record.json": "old",
    "x/2022.superseded-1/index.html": "old",
    "x/2022.superseded-1/superseded.json": "why",
    "x/2022.superseded-1/tables/rates.csv": "1",
}


@pytest.fixture(scope="module")
def stops(repository: Path) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.machine.stopped_exchanges"]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_wherever_it_is_stopped_all_is_old_or_all_is_new(stops: list[dict[str, Any]]) -> None:
    assert len(stops) > 400
    for stop in stops:
        scenario, found = stop["scenario"], stop["found"]
        assert stop["old"] == BEFORE[scenario]
        assert found in (BEFORE[scenario], AFTER[scenario]), stop


@pytest.mark.parametrize("scenario", BEFORE)
@pytest.mark.parametrize("how", ["killed", "interrupted"])
def test_a_stop_can_come_before_and_after_the_journal(
    stops: list[dict[str, Any]], scenario: str, how: str
) -> None:
    """Else the test above would show nothing: some stops leave the old, later ones the new."""
    found = [stop["found"] for stop in stops if (stop["scenario"], stop["how"]) == (scenario, how)]
    outcomes = [each == AFTER[scenario] for each in found]
    assert not outcomes[0]
    assert outcomes[-1]
    if how == "killed":
        assert outcomes == sorted(outcomes)


def test_what_is_below_the_private_folder_is_its_owners_alone(tmp_path: Path) -> None:
    private = tmp_path / "private"
    new = {tmp_path / "x/2022": {"a/b.txt": b"1"}, private / "x/2022": {"c/d.txt": b"2"}}
    exchange(private, new, {})
    modes = {
        path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode)
        for path in tmp_path.rglob("*")
    }
    inside = {path: mode for path, mode in modes.items() if path.startswith("private")}
    assert {mode for path, mode in inside.items() if path.endswith((".txt", ".lock"))} == {0o600}
    assert {mode for path, mode in inside.items() if not path.endswith((".txt", ".lock"))} == {0o700}
    assert modes["x/2022/a/b.txt"] & 0o444 == 0o444


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    edition = tmp_path / "x/2022"
    exchange(tmp_path / "private", {edition: {"old.txt": b"1"}}, {})
    with pytest.raises(InputError, match="cannot be written"):
        exchange(tmp_path / "private", {edition: {"new.txt": b"2", "new.txt/below.txt": b"3"}}, {})
    assert [path.name for path in edition.rglob("*")] == ["old.txt"]
    assert not (tmp_path / "private/.exchange").exists()


def test_moves_before_one_that_fails_are_undone(tmp_path: Path) -> None:
    edition, other = tmp_path / "x/2022", tmp_path / "file/other"
    exchange(tmp_path / "private", {edition: {"old.txt": b"1"}}, {})
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="file"):
        exchange(tmp_path / "private", {edition: {"new.txt": b"2"}, other: {"x.txt": b"3"}}, {})
    assert [path.name for path in edition.rglob("*")] == ["old.txt"]
    finish(tmp_path / "private")
    assert [path.name for path in edition.rglob("*")] == ["old.txt"]


def test_nothing_is_kept_in_a_place_that_is_taken(tmp_path: Path) -> None:
    edition, kept = tmp_path / "x/2022", tmp_path / "x/kept"
    exchange(tmp_path / "private", {edition: {"old.txt": b"1"}, kept: {"first.txt": b"0"}}, {})
    with pytest.raises(InputError, match="is there already"):
        exchange(tmp_path / "private", {edition: {"new.txt": b"2"}}, {edition: kept})
    assert sorted(path.name for path in (tmp_path / "x").rglob("*.txt")) == ["first.txt", "old.txt"]


@pytest.mark.parametrize("place", ["../outside", "/outside", "x/../../outside"])
def test_a_journal_moves_nothing_out_of_its_folder(tmp_path: Path, place: str) -> None:
    room = tmp_path / "output/private/.exchange"
    room.mkdir(parents=True)
    (tmp_path / "output/inside").write_text("stays")
    (room / "journal.json").write_text(json.dumps([["inside", place]]))
    with pytest.raises(ReporterError, match="which is not in"):
        finish(tmp_path / "output/private")
    assert (tmp_path / "output/inside").read_text() == "stays"
