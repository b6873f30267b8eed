"""The chain of editions: read from manifests, the earliest first, and refused where it is broken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reporter.comparison.chain import chain, predecessor
from reporter.comparison.published import read_without_cells
from reporter.errors import InputError, Problem
from tests.publications.finished import cell, write_rates


def issued(folder: Path, year: int, before: str | None = None, **said: Any) -> Path:
    """An edition named after a year, released in the next, whose manifest names the one before it."""
    named = {"publication": "small", "edition": str(year - 1), "folder": before} if before else None
    released = f"{year + 1}-03-14T09:30:00+00:00"
    given = {"previous": named, "release_time": released, **said}
    return write_rates(folder, [cell("A", 10)], edition=str(year), **given)


def without_previous(folder: Path) -> Path:
    """The same edition with a manifest that says nothing of one before it, as versions before 0.2 wrote."""
    file = folder / "manifest.json"
    described = json.loads(file.read_text("utf-8"))
    del described["previous"]
    file.write_text(json.dumps(described), "utf-8")
    return folder


def at(message: str, expected: str) -> Problem:
    return Problem("publication.toml", 7, message, expected)


def read(*folders: Path) -> list[str]:
    return [edition.folder.name for edition in chain(dict.fromkeys(folders, at))]


def problems(*folders: Path) -> list[Problem]:
    with pytest.raises(InputError) as refused:
        chain(dict.fromkeys(folders, at))
    return list(refused.value.problems)


def test_all_editions_before_one_are_read_earliest_first(tmp_path: Path) -> None:
    first = issued(tmp_path / "2020", 2020)
    issued(tmp_path / "2021", 2021, "../2020")
    last = issued(tmp_path / "2022", 2022, "../2021")
    assert read(last) == ["2020", "2021", "2022"]
    assert read(first, last) == ["2020", "2021", "2022"]


def test_an_edition_that_names_none_had_none_before_it(tmp_path: Path) -> None:
    issued(tmp_path / "2020", 2020)
    assert read(issued(tmp_path / "2021", 2021)) == ["2021"]


def test_before_an_edition_of_earlier_versions_came_those_beside_it(tmp_path: Path) -> None:
    """Of the same publication and with an earlier release time; nothing else there is one."""
    for year in (2022, 2020, 2021, 2023):
        without_previous(issued(tmp_path / str(year), year))
    issued(tmp_path / "another", 2019, publication="another")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "manifest.json").write_text('{"name": "app"}', "utf-8")
    assert read(tmp_path / "2022") == ["2020", "2021", "2022"]


def test_superseded_editions_stand_before_the_one_that_replaced_them(tmp_path: Path) -> None:
    corrections = [{"time": "x", "what": "x", "why": "x"}] * 2
    issued(tmp_path / "2020.superseded-1", 2020)
    issued(tmp_path / "2020.superseded-2", 2020, corrections=corrections[:1])
    without_previous(issued(tmp_path / "2020", 2020, corrections=corrections))
    last = without_previous(issued(tmp_path / "2021", 2021))
    assert read(last) == ["2020.superseded-1", "2020.superseded-2", "2020", "2021"]


def test_an_edition_that_was_moved_is_told_unless_it_is_named_or_beside(tmp_path: Path) -> None:
    first = issued(tmp_path / "first" / "2020", 2020)
    last = issued(tmp_path / "last" / "2021", 2021, "../../first/2020")
    moved = first.rename(tmp_path / "moved")
    (problem,) = problems(last)
    assert (problem.file, problem.line) == ("publication.toml", 7)
    assert "names edition 2020 of small" in problem.message
    assert "its folder under 'earlier'" in problem.expected
    assert read(moved, last) == ["moved", "2021"]
    moved.rename(tmp_path / "last" / "2020")
    assert read(last) == ["2020", "2021"]


def test_another_edition_in_the_place_is_not_taken_for_it(tmp_path: Path) -> None:
    issued(tmp_path / "2020", 2019)
    (problem,) = problems(issued(tmp_path / "2021", 2021, "../2020"))
    assert "is not in" in problem.message


def test_editions_that_name_each_other_are_refused(tmp_path: Path) -> None:
    later = {"publication": "small", "edition": "2021", "folder": "../2021"}
    issued(tmp_path / "2020", 2020, previous=later)
    (problem,) = problems(issued(tmp_path / "2021", 2021, "../2020"))
    assert "comes after it as well" in problem.message


@pytest.mark.parametrize(
    ("place", "stated"),
    [
        ("out/small/2020", "../2020"),
        ("out/other/2020", "../../other/2020"),
        ("archive/2020", "../../../archive/2020"),
        ("../elsewhere/2020", None),
    ],
)
def test_a_manifest_describes_nothing_beside_the_output(
    tmp_path: Path, place: str, stated: str | None
) -> None:
    base = tmp_path / "base"
    edition = read_without_cells(issued(base / place, 2020))
    assert predecessor(edition, base / "out" / "small" / "2021").folder == stated
