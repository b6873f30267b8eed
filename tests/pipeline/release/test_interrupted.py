"""Ctrl-C in the middle of a build: an end without a traceback, and nothing half-written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.edition import read_folder
from tests.publications.examples import every_kind_of_number
from tests.publications.finished import cell, write_rates


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize(
    "stage", ["Reading and checking the input", "Protecting small numbers", "Rendering pages"]
)
def test_ctrl_c_leaves_what_was_there(tmp_path: Path, repository: Path, jobs: int, stage: str) -> None:
    settings, output = every_kind_of_number().write(tmp_path), tmp_path / "out"
    write_rates(output / "small/2022", [cell("A", 10)])
    stands = read_folder(output)
    # However late Ctrl-C comes on a busy machine, it is in time.
    endless = tmp_path / "templates/national.html"
    endless.parent.mkdir()
    endless.write_text("{% for _ in range(10 ** 12) %}{% endfor %}")
    command = [sys.executable, "-m", "reporter", "build", str(settings)]
    building = subprocess.Popen(
        [*command, "--output", str(output), "--jobs", str(jobs)],
        cwd=repository,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,  # Ctrl-C in a terminal reaches a command and all its workers.
        env={**os.environ, "PYTHONFAULTHANDLER": "1"},
    )
    assert building.stderr is not None
    said = ""
    while stage not in said:
        line = building.stderr.readline()
        assert line, f"ended before {stage}: {said}"
        said += line
    os.killpg(building.pid, signal.SIGINT)
    try:
        printed, more = building.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        os.killpg(building.pid, signal.SIGABRT)  # Every process says where it stands.
        pytest.fail("\n".join(building.communicate()))
    assert building.returncode == 130
    assert "Built" not in printed
    assert "Traceback" not in said + more
    assert read_folder(output) == stands
