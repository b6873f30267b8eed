"""What `reporter new` writes: a publication that can be built, in a folder that held nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.cli.scaffold import new
from reporter.counts.files import read_publication
from reporter.errors import InputError


def test_writes_the_example_without_the_program_that_made_it(tmp_path: Path, repository: Path) -> None:
    written = new(tmp_path / "deeper/my-report")
    assert [path.relative_to(tmp_path / "deeper/my-report").as_posix() for path in written] == [
        "README.md",
        "areas.csv",
        "breakdowns.csv",
        "counts.csv",
        "indicators/infant-mortality.toml",
        "indicators/neonatal-mortality.toml",
        "indicators/post-neonatal-mortality.toml",
        "publication.toml",
        "templates/parts/support.html",
        "tiles.csv",
    ]
    for path in written:
        shipped = repository / "data/infant-mortality" / path.relative_to(tmp_path / "deeper/my-report")
        assert path.read_bytes() == shipped.read_bytes()


def test_what_it_writes_can_be_read(tmp_path: Path) -> None:
    new(tmp_path)
    publication, areas, counts, profile = read_publication(tmp_path / "publication.toml")
    assert publication.headline.id == "infant-mortality"
    assert (len(areas.areas), profile.name) == (358, "strict")
    assert counts.table["year"].max() == 2022


def test_a_folder_that_holds_something_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(InputError, match="the folder is not empty, expected a new name, or an empty folder"):
        new(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


STYLE = [
    "templates/logo.svg",
    "templates/own/style/palette.css",
    "templates/own/style/print.css",
    "templates/own/style/screen.css",
    "templates/own/style/typeface.css",
    "templates/own/words.html",
]


def test_writes_a_house_style_with_the_example_or_beside_a_publication(
    tmp_path: Path, repository: Path
) -> None:
    both = {path.relative_to(tmp_path / "new").as_posix() for path in new(tmp_path / "new", style=True)}
    assert {"publication.toml", *STYLE} <= both
    new(tmp_path / "old")
    added = new(tmp_path / "old", style=True)
    assert [path.relative_to(tmp_path / "old").as_posix() for path in added] == STYLE
    for path in added:
        shipped = repository / "data/house-style" / path.relative_to(tmp_path / "old")
        assert path.read_bytes() == shipped.read_bytes()


def test_a_house_style_that_is_there_stays_as_it_is(tmp_path: Path) -> None:
    new(tmp_path)
    (tmp_path / "templates/logo.svg").write_text("mine")
    with pytest.raises(InputError, match=r"logo\.svg: this file is there already") as refused:
        new(tmp_path, style=True)
    assert len(refused.value.problems) == 1
    assert not (tmp_path / "templates/own").exists()


def test_a_file_of_the_name_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine")
    with pytest.raises(InputError, match="this is a file, expected a new name"):
        new(file)
    with pytest.raises(InputError, match="the folder cannot be written"):
        new(file / "below")
    assert file.read_text() == "mine"
