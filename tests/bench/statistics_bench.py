"""How fast the rate engine is, beside NumPy copying the same arrays and beside PHStatsMethods.

Run as `python tests/bench/statistics_bench.py [--phstatsmethods PYTHON]`, PYTHON being an interpreter that
has PHStatsMethods (PyPI) installed; without it that comparison is left out and said so. Seconds are processor
time and depend on the machine; the ratios of one run do not.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tracemalloc
from collections.abc import Callable

import numpy as np

from reporter.statistics.funnel import (
    flag,
    mixture_limits,
    negative_binomial,
    outside,
    poisson_limits,
    tau_weights_without_each,
)
from reporter.statistics.intervals import crude_rate
from tests.bench.timing import least

AREAS = 1_000_000
COPIES = 20
TARGET = 3.9
ROUNDS = 7

BOARDS, RUNS = 42, 200

LEVEL = 308
"""Local authorities of England."""
WITHHELD_BELOW = 10
TAU = np.arange(65) * 0.0125
"""Spreads of true rates, from 0 to 0.8."""

PEER_ROWS = 10_000
PEER = f"""
import time
import numpy as np, pandas as pd
from PHStatsMethods import ph_rate
rng = np.random.default_rng(1)
births = rng.integers(500, 10000, {PEER_ROWS})
# It raises at any count of 0.
data = pd.DataFrame({{"x": np.maximum(rng.poisson(births * {TARGET / 1000}), 1), "n": births}})
start = time.process_time()
ph_rate(data, "x", "n", confidence=[0.95, 0.998], multiplier=1000)
print(time.process_time() - start)
"""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--phstatsmethods",
        default=sys.executable,
        metavar="PYTHON",
        help="an interpreter that has PHStatsMethods",
    )
    options = parser.parse_args()
    rng = np.random.default_rng(1)
    births = rng.integers(500, 10000, AREAS).astype(float)
    deaths = rng.poisson(births * TARGET / 1000).astype(float)

    copies = least(lambda: _copy(deaths, births), ROUNDS)
    rates = least(lambda: _both_intervals(deaths, births), ROUNDS)
    flags = least(lambda: flag(deaths, births, TARGET, confidence=0.998), ROUNDS)
    limits = least(lambda: poisson_limits(births[:300], TARGET, confidence=0.998), ROUNDS)
    known, few = slice(0, LEVEL), deaths[:LEVEL] < WITHHELD_BELOW
    most = np.where(few, WITHHELD_BELOW - 1, deaths[known])
    counts = np.where(few, 1, deaths[known]), most, births[known]
    fit = least(lambda: negative_binomial(*counts), ROUNDS)
    weights = tau_weights_without_each(TAU, *counts, TARGET)
    mixture = least(lambda: mixture_limits(births[known], TARGET, TAU**2, weights), ROUNDS)
    memory = _peak(lambda: _both_intervals(deaths, births)) / (deaths.nbytes + births.nbytes)
    flag_memory = _peak(lambda: flag(deaths, births, TARGET)) / (deaths.nbytes + births.nbytes)

    print(f"NumPy copies the counts and births of {AREAS:,} areas {COPIES} times in {copies * 1000:.0f} ms")
    print(f"rates with both intervals  {rates * 1000:7.1f} ms  {rates / copies:5.2f} x the copies (goal: 3)")
    print(f"funnel flags               {flags * 1000:7.1f} ms  {flags / copies:5.2f} x copies (goal: 200 ms)")
    print(f"limits of 300 units        {limits * 1000:7.2f} ms  (goal: 5 ms)")
    print(f"over-dispersion of {LEVEL}     {fit * 1000:7.1f} ms  ({few.sum()} withheld; goal: 50 ms)")
    print(f"limits each by the others  {mixture * 1000:7.1f} ms")
    print(f"memory of rates, of flags  {memory:7.1f} x the input, {flag_memory:.1f} x (goal: 10)")
    print(_false_marks())
    print(_peer(options.phstatsmethods, rates))


def _copy(deaths: np.ndarray, births: np.ndarray) -> None:
    """One pair of copies at a time, so that memory is reused: the fastest way to copy."""
    for _ in range(COPIES):
        deaths.copy()
        births.copy()


def _both_intervals(deaths: np.ndarray, births: np.ndarray) -> tuple[object, object]:
    return crude_rate(deaths, births), crude_rate(deaths, births, confidence=0.998)


def _peak(work: Callable[[], object]) -> float:
    """The most memory that the work holds at once, results included."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _false_marks() -> str:
    """Share of areas that limits from all other areas mark though none is unusual, by simulation."""
    random = np.random.default_rng(42)
    births = random.integers(5_000, 30_000, BOARDS).astype(float)
    said = []
    for tau2 in (0.0, 0.05):
        marked = {0.95: 0, 0.998: 0}
        for _ in range(RUNS):
            spread = random.gamma(1 / tau2, tau2, BOARDS) if tau2 else np.ones(BOARDS)
            deaths = random.poisson(births * TARGET / 1000 * spread).astype(float)
            weight = tau_weights_without_each(TAU, deaths, deaths, births, TARGET)
            for confidence in marked:
                limits = mixture_limits(births, TARGET, TAU**2, weight, confidence=confidence)
                marked[confidence] += int((outside(1000 * deaths / births, limits) != 0).sum())
        said += [f"{100 * found / RUNS / BOARDS:.2f}%" for found in marked.values()]
    return (
        f"marks where none is unusual  {said[0]} and {said[1]} if areas do not differ, {said[2]} and "
        f"{said[3]} if by 22% (by name 5% and 0.2%; {BOARDS} areas, {RUNS} runs each)"
    )


def _peer(python: str, rates: float) -> str:
    """PHStatsMethods on fewer rows (it is linear in them), as a ratio for the same number of rows."""
    result = subprocess.run([python, "-c", PEER], capture_output=True, text=True, check=False)
    if result.returncode:
        reason = result.stderr.strip().splitlines()[-1]
        return f"PHStatsMethods is not compared ({reason}): give --phstatsmethods an interpreter that has it"
    seconds = float(result.stdout.split()[-1]) * AREAS / PEER_ROWS
    return (
        f"PHStatsMethods ph_rate     {seconds:7.1f} s  for as many rows (timed on {PEER_ROWS:,}): "
        f"{seconds / rates:,.0f} x ours (goal: 1,000 at least)"
    )


if __name__ == "__main__":
    main()
