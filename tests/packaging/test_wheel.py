"""The wheel carries the templates and the shipped example, and its package finds them."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("wheel")  # built once


@pytest.fixture(scope="module")
def unpacked(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of a wheel built without asking a registry."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=repository, check=True, stdin=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.parametrize(
    ("in_checkout", "in_wheel"),
    [
        ("reporter", "reporter"),
        ("templates", "reporter/_templates"),
        ("data/infant-mortality", "reporter/_example"),
        ("data/house-style", "reporter/_house_style"),
    ],
)
def test_wheel_carries_every_file_of(
    in_checkout: str, in_wheel: str, repository: Path, unpacked: Path
) -> None:
    expected = files_below(repository / in_checkout)
    assert expected
    assert expected <= files_below(unpacked / in_wheel)


def test_wheel_declares_the_command_and_its_types(unpacked: Path) -> None:
    (entry_points,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "reporter = reporter.cli:main" in entry_points.read_text(encoding="utf-8")
    assert (unpacked / "reporter/py.typed").is_file()


@pytest.mark.parametrize("name", ["LICENSE", "OFL.txt"])
def test_wheel_carries_the_licence(name: str, repository: Path, unpacked: Path) -> None:
    (source,) = [
        path for path in (repository / name, repository / "templates/fonts" / name) if path.is_file()
    ]
    (carried,) = unpacked.glob(f"*.dist-info/licenses/**/{name}")
    assert carried.read_bytes() == source.read_bytes()


def test_installed_package_finds_its_own_files(unpacked: Path, tmp_path: Path) -> None:
    question = (
        "from reporter.machine.resources import *\nprint(templates_folder(), example_folder(), sep='\\n')"
    )
    answer = subprocess.run(
        [sys.executable, "-c", question],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert answer.stdout.splitlines() == [
        str(unpacked / "reporter/_templates"),
        str(unpacked / "reporter/_example"),
    ]


def files_below(folder: Path) -> set[str]:
    """Paths of the files below a folder, without what Python itself leaves there."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
