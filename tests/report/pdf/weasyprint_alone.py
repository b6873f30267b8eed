"""PDFs as WeasyPrint makes them alone, in a process of its own in which the hooks are off."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

from reporter.report.pdf.hooks import VARIABLE


def made_alone(repository: Path, code: str, given: Any) -> Any:
    """The result of some code, run without hooks.

    Args:
        repository: the folder of the repository.
        code: uses `given` and sets `made`.
        given: a value that can be pickled.
    """
    whole = f"""
import pickle, sys
given = pickle.load(sys.stdin.buffer)
{code}
assert "reporter.report.pdf.hooks.styles" not in sys.modules
pickle.dump(made, sys.stdout.buffer)
"""
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", whole],
        input=pickle.dumps(given),
        cwd=repository,
        env={**os.environ, VARIABLE: "off"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr.decode()
    return pickle.loads(run.stdout)
