"""The clock of the benchmarks."""

from __future__ import annotations

import time
from collections.abc import Callable


def least(work: Callable[[], object], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """Least seconds of some rounds of the work, after one that warms up.

    Args:
        work: what is timed.
        rounds: how many rounds.
        clock: which seconds: processor time of this process, or `time.perf_counter` for those that pass.
    """
    work()
    times = []
    for _ in range(rounds):
        start = clock()
        work()
        times.append(clock() - start)
    return min(times)
