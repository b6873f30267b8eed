"""The shared cases made with R, where they stand beside the checkout."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def test_every_family_of_cases_passes(repository: Path, shared: Path) -> None:
    check = [sys.executable, "-W", "error", str(shared / "cases/check.py")]
    result = subprocess.run(check, cwd=repository, capture_output=True, text=True, check=False)
    summary = result.stdout.splitlines()[-1] if result.stdout else result.stderr
    assert summary.endswith(" passed, 0 failed"), result.stdout
    assert result.returncode == 0
    assert "not implemented" not in result.stdout
