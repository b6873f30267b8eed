"""The place of an edition: what a build did not put there is refused by name, and nothing else is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reporter.comparison.own_edition import MOST_NAMED, refuse_foreign
from reporter.errors import InputError
from tests.publications.finished import cell, write_rates


def refusals(folder: Path) -> list[str]:
    try:
        refuse_foreign(folder, "small", "2022")
    except InputError as error:
        return [f"{Path(each.file).name}: {each.message}" for each in error.problems]
    return []


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    return write_rates(tmp_path / "2022", [cell("A", 10)])


def test_an_edition_of_the_same_name_may_be_replaced(edition: Path) -> None:
    assert refusals(edition) == []


def test_an_edition_that_lost_a_file_may_be_replaced(edition: Path) -> None:
    (edition / "tables/rates.csv").unlink()
    assert refusals(edition) == []


def test_nothing_and_an_empty_folder_are_free(tmp_path: Path) -> None:
    (tmp_path / "2022/empty").mkdir(parents=True)
    assert refusals(tmp_path / "2021") == []
    assert refusals(tmp_path / "2022") == []


def test_files_of_others_are_named(edition: Path) -> None:
    (edition / "raw").mkdir()
    (edition / "raw/births.csv").write_text("mine")
    (edition / "notes.txt").write_text("mine")
    (edition / "elsewhere").symlink_to(edition.parent, target_is_directory=True)
    os.mkfifo(edition / "pipe")
    assert refusals(edition) == [
        "elsewhere: is a link",
        "notes.txt: is not in manifest.json",
        "pipe: is not in manifest.json",
        "births.csv: is not in manifest.json",
    ]


def test_a_listed_file_that_became_a_link_is_refused(edition: Path) -> None:
    rates = edition / "tables/rates.csv"
    rates.rename(edition.parent / "rates.csv")
    rates.symlink_to(edition.parent / "rates.csv")
    assert refusals(edition) == ["rates.csv: is a link"]


def test_many_files_are_counted(edition: Path) -> None:
    for number in range(MOST_NAMED + 5):
        (edition / f"{number:02}.txt").write_text("mine")
    found = refusals(edition)
    assert len(found) == MOST_NAMED + 1
    assert "2022: 5 more files that are not the edition's" in found


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "2022").mkdir()
    (tmp_path / "2022/births.csv").write_text("mine")
    (tmp_path / "2022/deaths.csv").write_text("mine")
    assert refusals(tmp_path / "2022") == ["2022: holds births.csv and 1 more and no manifest.json"]


@pytest.mark.parametrize(("name", "edition"), [("other", "2022"), ("small", "2021")])
def test_another_edition_is_refused(tmp_path: Path, name: str, edition: str) -> None:
    write_rates(tmp_path / "2022", [cell("A", 10)], name=name, edition=edition)
    assert refusals(tmp_path / "2022") == [f"2022: holds edition {edition} of {name}"]


def test_a_file_and_a_link_are_refused(tmp_path: Path, edition: Path) -> None:
    (tmp_path / "a").write_text("mine")
    (tmp_path / "b").symlink_to(edition, target_is_directory=True)
    (tmp_path / "c").symlink_to(tmp_path / "nowhere")
    assert [*refusals(tmp_path / "a"), *refusals(tmp_path / "b"), *refusals(tmp_path / "c")] == [
        "a: is no folder",
        "b: is a link",
        "c: is a link",
    ]
