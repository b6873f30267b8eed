"""What C libraries print to standard output is kept from it for a while, and only then."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from reporter.machine.solver import standard_output_discarded


def test_what_is_written_meanwhile_is_discarded(capfd: pytest.CaptureFixture[str]) -> None:
    with standard_output_discarded():
        os.write(1, b"banner")
    os.write(1, b"answer")
    assert capfd.readouterr().out == "answer"


def test_a_closed_standard_output_is_left_closed() -> None:
    code = "import os; os.close(1); import reporter.machine.solver; os.fstat(1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.stderr.endswith("Bad file descriptor\n")
