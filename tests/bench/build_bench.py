"""How much processor time a build takes: the whole shipped edition, and one briefing beside a bare PDF.

Run by `make bench`. Seconds depend on the machine; the ratios to a bare one-paragraph PDF of the same run do
not. WeasyPrint makes that in a process of its own, as anybody has it: nothing of ours makes it quicker.
"""

from __future__ import annotations

import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from pathlib import Path
from statistics import median

from tests.bench.shipped import REPOSITORY, SETTINGS, shipped_pages

ROUNDS = 5
BUILDS = 3
WORK = "from weasyprint import HTML\nfor _ in range(60): HTML(string='<p>One paragraph.</p>').write_pdf()"


BARE = """
import sys, time
from weasyprint import HTML
def seconds():
    start = time.process_time()
    HTML(string='<p>One paragraph.</p>').write_pdf()
    return time.process_time() - start
seconds()
for _ in sys.stdin:
    print(min(seconds() for _ in range(3)), flush=True)
"""


def main() -> None:
    """Print the figures."""
    with _bare_pdf() as bare_pdf:
        _print_speed(bare_pdf)
    for number, memory in enumerate(_memory_of_workers(), start=1):
        print(
            f"worker {number}, at most         {memory / 1024:8.0f} MB  over all pages, rendered and checked"
        )


def _print_speed(bare_pdf: Callable[[], float]) -> None:
    for medium, (seconds, bare, ratio) in _briefing(bare_pdf).items():
        print(
            f"a briefing, {medium:<14} {seconds * 1000:8.1f} ms CPU  {ratio:6.1f} x bare"
            f"  (a bare one-paragraph PDF: {bare * 1000:.1f} ms)"
        )
    # One after the other, round by round: a machine is not the same for minutes.
    builds = [(jobs, _build_beside_bare(jobs, bare_pdf)) for _ in range(BUILDS) for jobs in (1, 2)]
    walls = []
    for jobs in (1, 2):
        rounds = (figures for of, figures in builds if of == jobs)
        wall, processor, ratio, memory = map(median, zip(*rounds, strict=True))
        walls.append(wall)
        print(
            f"whole edition, {jobs} worker{'s' if jobs > 1 else ' '}  {processor:8.1f} s  CPU"
            f"  {ratio:6.0f} x bare  {wall:5.1f} s wall  largest process {memory / 1024:.0f} MB"
        )
    print(f"two workers for one        {walls[0] / walls[1]:8.2f} times as fast, medians of {BUILDS}")
    print(
        f"two processes for one      {_two_processes():8.2f} times as fast on this machine, sharing nothing"
    )


@contextmanager
def _bare_pdf() -> Iterator[Callable[[], float]]:
    """Gives processor seconds of a bare one-paragraph PDF, the least of three, whenever it is asked."""
    command = [sys.executable, "-c", BARE]
    with subprocess.Popen(
        command, cwd=REPOSITORY, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        asked, told = running.stdin, running.stdout
        assert asked is not None
        assert told is not None

        def seconds() -> float:
            asked.write("\n")
            asked.flush()
            return float(told.readline())

        yield seconds
        asked.close()


def _briefing(bare_pdf: Callable[[], float]) -> dict[str, tuple[float, float, float]]:
    """Seconds of a network's briefing and of a bare PDF beside it, and their ratio, by medium.

    Each round renders another network's, as a worker does, after one that reads templates and fonts. The
    speed of a machine changes from second to second: each round has a ratio of its own, the median counts.
    """
    from reporter.report.edition.workers import rendered

    planned, folders = shipped_pages()
    found = {}
    for medium in ("html", "pdf"):
        first, *others = sorted(
            (page for page in planned if re.fullmatch(rf"networks/.*\.{medium}", page.path)),
            key=lambda page: page.path,
        )
        rendered(first, folders, "shipped")
        rounds = []
        for page in others[: 4 * ROUNDS]:
            start = time.process_time()
            rendered(page, folders, "shipped")
            rounds.append((time.process_time() - start, bare_pdf()))
        ratio = median(seconds / bare for seconds, bare in rounds)
        found[medium.upper()] = (*map(median, zip(*rounds, strict=True)), ratio)
    return found


def _two_processes() -> float:
    """What this machine gains by a second process: at work like that of a worker, with nothing in common."""
    work = [sys.executable, "-c", WORK]

    def seconds(processes: int) -> float:
        start = time.perf_counter()
        for running in [subprocess.Popen(work, cwd=REPOSITORY) for _ in range(processes)]:
            running.wait()
        return time.perf_counter() - start

    return median(2 * seconds(1) / seconds(2) for _ in range(ROUNDS))


def _build_beside_bare(jobs: int, bare_pdf: Callable[[], float]) -> tuple[float, float, float, int]:
    """Wall seconds, processor seconds, their ratio to a bare PDF before and after, and memory."""
    before = min(bare_pdf() for _ in range(ROUNDS))
    wall, processor, memory = _whole_build(jobs)
    bare = (before + min(bare_pdf() for _ in range(ROUNDS))) / 2
    return wall, processor, processor / bare, memory


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


def _memory_of_workers() -> list[int]:
    """The most memory that each of two workers of a whole build held, in kibibytes."""
    from reporter.machine.parallel import WorkerPool
    from reporter.pipeline.build import build_edition

    with tempfile.TemporaryDirectory() as output, WorkerPool(2) as pool:
        build_edition(SETTINGS, Path(output), pool)
        # What `getrusage` says of a worker is at least what its parent held when it was started.
        told = [Path(f"/proc/{worker.pid}/status").read_text() for worker in active_children()]
    return sorted(int(re.findall(r"VmHWM:\s*(\d+) kB", status)[0]) for status in told)


if __name__ == "__main__":
    main()
