"""A second build takes from the edition that stands what would be the same, and makes the rest."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from reporter.pipeline.build import build
from reporter.pipeline.up_to_date import finished
from reporter.report.edition.reuse import recorded
from tests.edition import read_folder
from tests.pipeline.release.test_build import AFTER, BEFORE
from tests.publications.examples import NETWORKS, every_kind_of_number, two_networks


class Counting:
    """Progress that keeps how many steps each stage has."""

    def __init__(self) -> None:
        self.steps: dict[str, int] = {}

    def stage(self, description: str, steps: int = 0) -> None:
        self.steps[description] = steps

    def step(self) -> None:
        pass


def pages_rendered(settings: Path, output: Path, *, force: bool = False) -> int:
    counting = Counting()
    build(settings, output, 1, counting, AFTER, force=force)
    return counting.steps["Rendering pages"]


ALL = 2 + 2 + 2 * 2
"""The national page, the quality report and two briefings, each as HTML and PDF."""


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a publication in `in` and its edition in `out`, not to be changed."""
    folder = tmp_path_factory.mktemp("unchanged")
    assert pages_rendered(two_networks().write(folder / "in"), folder / "out") == ALL
    return folder


@pytest.fixture
def built(once: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    shutil.copytree(once, tmp_path, dirs_exist_ok=True)
    return tmp_path


def stands(folder: Path, now: dt.datetime = AFTER) -> bool:
    found = finished(folder / "in/publication.toml", folder / "out", now)
    assert found is None or found.folder == folder / "out/small/2022"
    return found is not None and found.unchanged


def test_a_build_of_the_same_renders_nothing(built: Path) -> None:
    before = read_folder(built / "out")
    assert pages_rendered(built / "in/publication.toml", built / "out") == 0
    assert read_folder(built / "out") == before


def test_a_forced_build_renders_everything(built: Path) -> None:
    before = read_folder(built / "out")
    assert pages_rendered(built / "in/publication.toml", built / "out", force=True) == ALL
    assert read_folder(built / "out") == before


def test_one_areas_count_renders_only_the_pages_that_show_it(tmp_path: Path) -> None:
    """A birth of one district counted in another of the same network: no network's figures change."""
    settings, output = every_kind_of_number().write(tmp_path), tmp_path / "out"
    assert pages_rendered(settings, output) == 2 + 2 + 2 * len(NETWORKS)
    rows = (tmp_path / "counts.csv").read_text().splitlines()
    for district, change in (("D0-0,2021", 1), ("D0-1,2021", -1)):
        (place,) = [number for number, row in enumerate(rows) if row.startswith(district)]
        cells = rows[place].split(",")
        cells[3] = str(int(cells[3]) + change)
        rows[place] = ",".join(cells)
    (tmp_path / "counts.csv").write_text("\n".join(rows) + "\n")
    assert pages_rendered(settings, output) == 2
    build(settings, tmp_path / "alone", 1, Counting(), AFTER)
    assert read_folder(output) == read_folder(tmp_path / "alone")


def test_a_page_that_was_changed_by_hand_is_rendered_again(built: Path) -> None:
    before = read_folder(built / "out")
    (built / "out/small/2022/index.html").write_bytes(b"changed")
    (built / "out/small/2022/networks/W0.pdf").unlink()
    assert not stands(built)
    assert pages_rendered(built / "in/publication.toml", built / "out") == 2
    assert read_folder(built / "out") == before


def test_a_template_of_ones_own_renders_all_pages_again(built: Path) -> None:
    own = built / "in/templates/parts/support.html"
    own.parent.mkdir(parents=True)
    own.write_text("<p>Ask for help.</p>")
    assert not stands(built)
    assert pages_rendered(built / "in/publication.toml", built / "out") == ALL


def test_an_edition_stands_on_its_side_of_the_release_time(once: Path) -> None:
    assert stands(once)
    assert stands(once, AFTER + dt.timedelta(days=9))
    assert not stands(once, BEFORE)
    assert finished(once / "no such file.toml", once / "out", AFTER) is None
    assert finished(once / "in/publication.toml", once / "elsewhere", AFTER) is None


@pytest.mark.parametrize(
    "name", ["counts.csv", "areas.csv", "events.toml", "publication.toml", "counts.source.json"]
)
def test_every_input_file_counts(built: Path, name: str) -> None:
    with (built / "in" / name).open("ab") as file:
        file.write(b"\n")
    assert not stands(built)


@pytest.mark.parametrize("content", [b"", b"[]", b'{"pages": 3}', b'{"made_from": "", "pages": {"a": 1}}'])
def test_a_record_that_cannot_be_read_is_no_record(built: Path, content: bytes) -> None:
    (built / "out/private/small/2022/made_from.json").write_bytes(content)
    assert not stands(built)
    assert recorded(built / "out/private/small/2022") == ("", {})
