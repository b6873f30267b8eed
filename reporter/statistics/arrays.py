"""Arguments of the rate engine: arrays of float64, checked settings."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def floats(argument: ArrayLike) -> Floats:
    """The argument as an array of float64; NaN stands for a missing element."""
    return np.asarray(argument, dtype=np.float64)


def broadcast(*arguments: ArrayLike) -> tuple[Floats, ...]:
    """The arguments as arrays of float64 of one shape (views: not to be written to)."""
    return np.broadcast_arrays(*(floats(argument) for argument in arguments))


def vectors(*arguments: ArrayLike) -> tuple[Floats, ...]:
    """The arguments as one-dimensional arrays of one length.

    Raises:
        ValueError: an argument has more than one dimension, or the lengths do not go together.
    """
    arrays = np.broadcast_arrays(*(np.atleast_1d(floats(argument)) for argument in arguments))
    if arrays[0].ndim != 1:
        raise ValueError(f"expected one-dimensional arrays, not an array of shape {arrays[0].shape}")
    return arrays


def finite_count(count: Floats) -> NDArray[np.bool_]:
    """Where a count can be used: not missing, not negative, not infinite."""
    return (count >= 0) & (count < np.inf)


def finite_denominator(denominator: Floats) -> NDArray[np.bool_]:
    """Where a denominator can be used: not missing, above 0, not infinite."""
    return (denominator > 0) & (denominator < np.inf)


def whole(count: Floats) -> NDArray[np.bool_]:
    """Where a count is a whole number; exact tests and tables are defined for these only."""
    return np.asarray(count == np.floor(count))


def tail_probability(confidence: float) -> float:
    """The probability in each tail, (1 − confidence) / 2.

    Raises:
        ValueError: `confidence` is not strictly between 0 and 1 (95% is written 0.95).
    """
    if not 0 < confidence < 1:
        raise ValueError(f"confidence must lie between 0 and 1 (0.95 for 95%), not {confidence!r}")
    return (1 - confidence) / 2


def check_multiplier(multiplier: float) -> None:
    """Refuse a multiplier that no rate can be expressed per.

    Raises:
        ValueError: `multiplier` is not a finite number above 0.
    """
    if not (multiplier > 0 and math.isfinite(multiplier)):
        raise ValueError(f"multiplier must be a finite number above 0, not {multiplier!r}")
