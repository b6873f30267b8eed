"""Poisson regression of a rate on continuous straight segments, for many sets of breaks at once."""

from __future__ import annotations

import numpy as np

from reporter.statistics.arrays import Floats
from reporter.statistics.cholesky import solve
from reporter.statistics.elementary import exp, log

UNKNOWN_SLOPE = 10.0
"""A standard error of the log rate per year from which on nothing is known: a segment without events."""


def segments(years: Floats, breaks: Floats) -> Floats:
    """The design of ln rate = α + β·t + Σ δ_k·max(t − τ_k, 0), t from the first year on.

    Args:
        years: in order.
        breaks: τ, one set a row.

    Returns:
        Shape (sets, years, 2 + breaks).
    """
    design = np.empty((breaks.shape[0], years.size, 2 + breaks.shape[1]))
    design[..., 0], design[..., 1] = 1.0, years - years[0]
    design[..., 2:] = np.maximum(years[None, :, None] - breaks[:, None, :], 0.0)
    return design


def poisson_regressions(count: Floats, denominator: Floats, design: Floats) -> tuple[Floats, Floats, Floats]:
    """Coefficients, fitted counts and information of a Poisson regression on each design, by Newton's method.

    Where a segment holds no event its slope has no finite maximum: steps are bounded, the deviance settles,
    and the information tells that nothing is known of the slope.
    """
    coefficients = np.zeros((len(design), design.shape[2]))
    coefficients[:, 0] = log(count.sum() / denominator.sum())
    ridge = 1e-10 * np.eye(design.shape[2])
    for _ in range(50):
        log_rate = (design * coefficients[:, None, :]).sum(axis=2)
        fitted = denominator * exp(np.clip(log_rate, -700, 50))
        information = (fitted[..., None, None] * design[..., :, None] * design[..., None, :]).sum(axis=1)
        score = (design * (count - fitted)[..., None]).sum(axis=1)
        step = solve(information + ridge, score)
        # No fitted log rate moves by more than 2 at once.
        longest = np.abs((design * step[:, None, :]).sum(axis=2)).max(axis=1)
        step *= np.minimum(1.0, 2.0 / np.maximum(longest, 1e-300))[:, None]
        coefficients += step
        if longest.max() < 1e-10:
            break
    return coefficients, fitted, information
