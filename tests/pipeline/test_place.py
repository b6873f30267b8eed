"""The place of an edition and its private record: nothing of others is lost, and both change together."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from reporter.comparison.superseded import Superseded
from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.pipeline.place import put_in_place
from reporter.publication.paths import private_folder, private_root
from tests.edition import read_folder
from tests.publications.examples import every_kind_of_number


class Told(Silent):
    """Keeps the stages that it is told of."""

    def __init__(self) -> None:
        self.stages: list[str] = []

    def stage(self, description: str, steps: int = 0) -> None:
        self.stages.append(description)


@pytest.mark.parametrize("place", ["small", "small/2022", "private/small/2022"])
def test_a_build_stops_at_once_where_files_of_others_stand(tmp_path: Path, place: str) -> None:
    settings, output, told = every_kind_of_number().write(tmp_path), tmp_path / "out", Told()
    mine = output / place if place != "small/2022" else output / place / "births.csv"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    with pytest.raises(InputError, match=place):
        build(settings, output, 1, told)
    assert told.stages in ([], ["Reading and checking the input"])
    assert mine.read_text() == "mine"
    assert [path for path in output.rglob("*") if path.is_file()] == [mine]


def test_the_private_record_is_its_owners_alone(tmp_path: Path) -> None:
    (tmp_path / "out/private").mkdir(mode=0o755, parents=True)
    edition = build(every_kind_of_number().write(tmp_path), tmp_path / "out", 1)
    assert edition.private_folder == tmp_path / "out/private/small/2022"
    files = list(edition.private_folder.iterdir())
    assert sorted(path.name for path in files) == ["linked.json", "made_from.json", "record.json"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    folders = (edition.private_folder, *edition.private_folder.parents[:2])
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}


def test_a_record_beside_the_edition_as_earlier_versions_kept_it_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "out/small/2022"
    earlier = folder.with_name("2022.private")
    earlier.mkdir(parents=True)
    (earlier / "record.json").write_text("{}")
    put_in_place(folder, {"index.html": b""}, {"record.json": b"new"}, Superseded())
    assert not earlier.exists()
    assert (private_folder(folder) / "record.json").read_bytes() == b"new"


def test_an_earlier_record_of_an_edition_superseded_now_goes_with_it(tmp_path: Path) -> None:
    folder = tmp_path / "out/small/2022"
    place = folder.with_name("2022.superseded-1")
    put_in_place(folder, {"index.html": b"old"}, {}, Superseded())
    earlier = folder.with_name("2022.private")
    earlier.mkdir()
    (earlier / "record.json").write_text("old")
    found = Superseded({1: place}, moves={folder: place}, reason={place / "superseded.json": b"why"})
    put_in_place(folder, {"index.html": b"new"}, {"record.json": b"new"}, found)
    assert read_folder(tmp_path / "out/small") == {
        "2022/index.html": b"new",
        "2022.superseded-1/index.html": b"old",
        "2022.superseded-1/superseded.json": b"why",
    }
    assert (private_folder(place) / "record.json").read_bytes() == b"old"


def test_a_folder_named_like_an_earlier_record_that_holds_more_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out/small/2022"
    mine = folder.with_name("2022.private") / "letters.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("mine")
    put_in_place(folder, {"index.html": b""}, {"record.json": b"new"}, Superseded())
    assert mine.read_text() == "mine"


def test_what_delivery_keeps_in_the_private_folder_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out/small/2022"
    plan = private_folder(folder) / "delivery/plan.json"
    plan.parent.mkdir(parents=True)
    plan.write_text("plan")
    for content in (b"1", b"2"):
        put_in_place(folder, {"index.html": content}, {"record.json": content}, Superseded())
    assert plan.read_text() == "plan"


@pytest.mark.parametrize("place", ["out/small/2022", "small/2022", "2022", "../small/2022"])
def test_the_private_folder_is_found_from_any_way_to_name_an_edition(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Seen from a folder from which the path leads to out/small/2022."""
    seen_from = {"out/small/2022": "", "small/2022": "out", "2022": "out/small", "../small/2022": "out/small"}
    (tmp_path / "out/small/2022").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / seen_from[place])
    assert private_folder(Path(place)).resolve() == (tmp_path / "out/private/small/2022").resolve()
    assert private_root(Path(place)).resolve() == (tmp_path / "out/private").resolve()
