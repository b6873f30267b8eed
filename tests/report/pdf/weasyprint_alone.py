"""WeasyPrint as it is by itself, in a process of its own.

Only the hooks that change bytes stay: labels drawn as lines, single colours drawn as rectangles.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from pathlib import Path
from typing import Any

WITHOUT_HOOKS = """
import pickle, sys
from reporter.report.pdf import writer as pdf
from reporter.report.pdf.hooks import source as pdf_source
def nothing(*_):
    pass
pdf.draw_charts_apart = pdf.look_up_styles_once = pdf.lay_out_text_once = pdf.write_objects_quickly = nothing
pdf.share_styles = pdf.measure_lines_once = pdf.pass_over_boxes_without_background = nothing
pdf_source.close_charts = nothing
"""
"""Python code that such a process begins with."""


def made_alone(repository: Path, code: str, given: Any) -> Any:
    """What some code makes of what it is given, without our hooks.

    Args:
        repository: the folder of the repository.
        code: takes `given` and sets `made`.
        given: what can be pickled.
    """
    whole = (
        f"{WITHOUT_HOOKS}\n"
        f"given = pickle.load(sys.stdin.buffer)\n{code}\npickle.dump(made, sys.stdout.buffer)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", whole],
        input=pickle.dumps(given),
        cwd=repository,
        capture_output=True,
        check=True,
    )
    return pickle.loads(run.stdout)
