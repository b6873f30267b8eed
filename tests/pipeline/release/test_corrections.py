"""Corrections: the order of their times, and what is kept of the editions they supersede."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from reporter.comparison.superseded import Superseded, superseded
from reporter.errors import InputError
from reporter.pipeline.place import put_in_place
from reporter.publication.paths import private_folder, superseded_folder
from reporter.publication.revisions import Correction, out_of_order
from tests.edition import read_folder
from tests.publications.finished import cell, write_rates

RELEASED = dt.datetime(2026, 11, 19, 9, 30, tzinfo=dt.UTC)


def correction(day: int, what: str = "A count was wrong.") -> Correction:
    time = dt.datetime(2026, 12, day, 12, tzinfo=dt.UTC)
    return Correction(time=time, what=what, why="A row was read twice.")


def build(folder: Path, corrections: list[Correction], count: int, status: str = "released") -> Superseded:
    """What a build does to the folders: find what is superseded, move it, put the new edition in."""
    found = superseded(folder, corrections)
    staged = folder.with_name("staged")
    write_rates(staged, [cell("A", count)], corrections=[{"what": "x"}] * len(corrections), status=status)
    put_in_place(folder, read_folder(staged), {"record.json": f"{count}".encode()}, found)
    return found


def test_corrections_come_after_the_release_and_each_other() -> None:
    assert not list(out_of_order(RELEASED, [correction(1), correction(2)]))
    (early,) = out_of_order(dt.datetime(2027, 1, 1, tzinfo=dt.UTC), [correction(1)])
    assert early[0] == 0
    (swapped,) = out_of_order(RELEASED, [correction(2), correction(1)])
    assert swapped[0] == 1


def test_the_first_correction_keeps_the_edition_as_it_was_published(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10)
    published = read_folder(folder)
    found = build(folder, [correction(1)], 11)
    kept = read_folder(tmp_path / "2022.superseded-1")
    reason = json.loads(kept.pop("superseded.json"))
    assert kept == published
    assert reason == {
        "time": "2026-12-01T12:00:00+00:00",
        "what": "A count was wrong.",
        "why": "A row was read twice.",
    }
    assert [dict(edition.cells).popitem()[1].numerator for edition in found.editions] == [10]
    assert (private_folder(tmp_path / "2022.superseded-1") / "record.json").read_bytes() == b"10"
    assert (private_folder(folder) / "record.json").read_bytes() == b"11"


def test_building_the_same_correction_again_keeps_what_was_superseded(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10)
    first = build(folder, [correction(1)], 11)
    kept = read_folder(tmp_path / "2022.superseded-1")
    again = build(folder, [correction(1)], 12)
    assert read_folder(tmp_path / "2022.superseded-1") == kept
    assert not again.moves
    assert [edition.cells for edition in again.editions] == [edition.cells for edition in first.editions]


def test_each_correction_keeps_one_edition(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10)
    build(folder, [correction(1)], 11)
    found = build(folder, [correction(1), correction(2, "Another.")], 12)
    assert [dict(edition.cells).popitem()[1].numerator for edition in found.editions] == [10, 11]
    reason = json.loads((tmp_path / "2022.superseded-2" / "superseded.json").read_text("utf-8"))
    assert reason["what"] == "Another."


def test_an_edition_that_was_never_released_is_not_kept(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10, status="pre-release")
    found = build(folder, [correction(1)], 11)
    assert not found.kept
    assert found.missing == (superseded_folder(folder, 1),)
    assert not (tmp_path / "2022.superseded-1").exists()


def test_a_published_correction_cannot_be_left_out(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10)
    build(folder, [correction(1)], 11)
    with pytest.raises(InputError, match="corrections published: 1, in the settings: 0"):
        superseded(folder, [])


def test_a_superseded_edition_is_never_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "2022"
    build(folder, [], 10)
    superseded_folder(folder, 1).mkdir()
    with pytest.raises(InputError, match="a superseded edition is never replaced"):
        superseded(folder, [correction(1)])
