"""How much processor time a build takes: the whole shipped edition, and one briefing beside a bare PDF.

Run by `make bench`. Seconds depend on the machine; the ratios to a bare one-paragraph PDF of the same run do
not.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from functools import partial

from tests.bench.shipped import REPOSITORY, SETTINGS, shipped_pages
from tests.bench.timing import least

ROUNDS = 5


def main() -> None:
    """Print the figures."""
    bare = least(_bare_pdf, ROUNDS)
    print(f"bare one-paragraph PDF     {bare * 1000:8.1f} ms CPU")
    for medium, seconds in _briefing().items():
        print(f"one briefing, {medium:<12} {seconds * 1000:8.1f} ms CPU  {seconds / bare:6.1f} x bare")
    for jobs in (1, os.cpu_count() or 1):
        wall, processor, memory = _whole_build(jobs)
        print(
            f"whole edition, {jobs} worker{'s' if jobs > 1 else ' '}  {processor:8.1f} s  CPU"
            f"  {processor / bare:6.0f} x bare  {wall:5.1f} s wall  largest process {memory / 1024:.0f} MB"
        )


def _bare_pdf() -> bytes:
    from weasyprint import HTML

    content = HTML(string="<p>One paragraph.</p>").write_pdf()
    assert isinstance(content, bytes)
    return content


def _briefing() -> dict[str, float]:
    """Seconds of one network's briefing, by medium, with templates and fonts already read."""
    from reporter.report.workers import rendered

    planned, folders = shipped_pages()
    network = min(page.path for page in planned if page.path.startswith("networks/")).rsplit(".", 1)[0]
    return {
        page.path.rsplit(".", 1)[1].upper(): least(partial(rendered, page, folders), ROUNDS)
        for page in planned
        if page.path.rsplit(".", 1)[0] == network
    }


def _whole_build(jobs: int) -> tuple[float, float, int]:
    """Wall seconds, processor seconds of all processes, and memory of the largest in kibibytes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as output:
        command = [
            sys.executable,
            "-m",
            "reporter",
            "build",
            str(SETTINGS),
            "--output",
            output,
            "--jobs",
            str(jobs),
        ]
        subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss


if __name__ == "__main__":
    main()
