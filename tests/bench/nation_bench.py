"""The gate at the size of a nation: `python tests/bench/nation_bench.py [STATES ...]`.

Prints for 6, 12, 25 and 51 states (or those asked for) what `reporter check` takes: CPU seconds, time and
peak memory; and between two sizes the power of the number of areas by which CPU grows.
"""

from __future__ import annotations

import math
import resource
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.bench.nation import write_nation

SIZES = (6, 12, 25, 51)


def report(states: int, folder: Path) -> tuple[int, float]:
    """Print one line for so many states; their areas, and the CPU seconds of the check."""
    settings = write_nation(folder, states)
    areas = len((folder / "areas.csv").read_text("utf-8").splitlines()) - 1
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [sys.executable, "-m", "reporter", "check", str(settings), "--output", str(folder / "none")]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    after, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    print(
        f"{states:3} states {areas:6} areas  {cpu:7.1f} CPU s  {wall:7.1f} s  "
        f"peak {after.ru_maxrss / 1024:6.0f} MB",
        flush=True,
    )
    return areas, cpu


def main() -> None:
    """Print the curve."""
    sizes = [int(states) for states in sys.argv[1:]] or list(SIZES)
    seen: list[tuple[int, float]] = []
    for states in sizes:
        with tempfile.TemporaryDirectory() as folder:
            seen.append(report(states, Path(folder)))
    for (few, less), (many, more) in pairwise(seen):
        print(
            f"from {few} to {many} areas CPU grows by the power "
            f"{math.log(more / less) / math.log(many / few):.2f} of their number"
        )


if __name__ == "__main__":
    main()
