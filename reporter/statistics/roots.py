"""The root of an increasing function, sought from where it is expected."""

from __future__ import annotations

from collections.abc import Callable

from scipy import optimize


def root(increasing: Callable[[float], float], start: float) -> float:
    """Where an increasing function is 0, sought outwards from `start`, to the last digits."""
    low, high, step = start, start, 0.5
    while increasing(low) > 0:
        low, step = low - step, 2 * step
    while increasing(high) < 0:
        high, step = high + step, 2 * step
    return low if low == high else between(increasing, low, high)


def between(function: Callable[[float], float], low: float, high: float) -> float:
    """Where a function whose signs differ at `low` and `high` is 0, to the last digits."""
    return float(optimize.brentq(function, low, high, xtol=1e-17, rtol=1e-15))
