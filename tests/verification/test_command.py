"""`reporter verify`: exit codes and what it prints."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli.verify import verify
from reporter.errors import InputError
from tests.publications.examples import every_kind_of_number
from tests.verification.conftest import Small


@pytest.fixture
def folder(small: Small, tmp_path: Path) -> Path:
    for path, content in small.files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    return tmp_path


def test_an_edition_as_it_was_built(folder: Path) -> None:
    done = CliRunner().invoke(verify, [str(folder)])
    assert done.exit_code == 0
    assert "7 pages: every link leads somewhere, every number is a published one or declared" in done.output


def test_a_changed_edition_is_listed(folder: Path) -> None:
    page = folder / "index.html"
    page.write_text(page.read_text("utf-8") + "<p>and 4711 others</p>", encoding="utf-8")
    done = CliRunner().invoke(verify, [str(folder)])
    assert done.exit_code == 1
    assert "index.html: not the file that manifest.json lists" in done.output
    assert "index.html: 4711: neither tied to a published cell (data-cell) nor a name" in done.output


def test_a_page_that_is_not_utf_8_is_listed_with_all_else_that_is_wrong(folder: Path) -> None:
    page = folder / "index.html"
    content = page.read_bytes()
    page.write_bytes(content + b"\xff<p>and 4711 others</p>")
    done = CliRunner().invoke(verify, [str(folder)])
    assert done.exit_code == 1
    assert f"index.html: not UTF-8 at byte {len(content) + 1}\n" in done.output
    assert "index.html: 4711: neither tied to a published cell" in done.output
    assert "networks/" not in done.output  # What leads to the page still leads somewhere.


@pytest.mark.parametrize("path", ["tables/rates.csv", "tables/rates.json"])
def test_a_file_that_cannot_be_read_is_a_problem(folder: Path, path: str) -> None:
    (folder / path).write_bytes(b"\xff{")
    done = CliRunner().invoke(verify, [str(folder)])
    assert done.exit_code == 1
    assert f"{path}: not the file that manifest.json lists" in done.output
    assert "nothing more can be told while these files differ: " in done.output


def test_other_counts_that_release_the_same_give_the_same_files(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Without a twin no line would say that every file is the same."""
    settings = every_kind_of_number().write(tmp_path_factory.mktemp("publication"))
    done = CliRunner().invoke(verify, [str(folder), "--publication", str(settings)])
    assert done.exit_code == 0
    assert "every file is the same, made from" in done.output


@pytest.mark.parametrize("manifest", [None, "no JSON", '{"files": [{}]}', '{"files": []}'])
def test_a_folder_that_is_no_edition(tmp_path: Path, manifest: str | None) -> None:
    """Exit code 2, as for any input that must be changed."""
    if manifest is not None:
        (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    done = CliRunner().invoke(verify, [str(tmp_path)])
    assert isinstance(done.exception, InputError)
    assert done.exception.exit_code == 2
