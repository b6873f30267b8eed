"""What could be detected: how many births a change of a rate needs, and what change given births can show."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import Floats, broadcast, check_multiplier, finite_denominator


class DetectableChange(NamedTuple):
    """The smallest relative rise and fall that a test would probably find; 0.25 is +25%, −0.25 is −25%.

    NaN where no change can be detected: a rate cannot fall by more than all of itself.
    """

    increase: Floats
    decrease: Floats


def denominator_to_detect(
    rate: ArrayLike,
    relative_change: ArrayLike,
    *,
    multiplier: float = 1000,
    alpha: float = 0.05,
    power: float = 0.8,
) -> Floats:
    """Births needed to detect a relative change of a rate against a fixed benchmark.

    n = ((z₁₋α·√(p₀(1−p₀)) + z_power·√(p₁(1−p₁)))/(p₁ − p₀))², to the nearest birth; p₀ = rate/m, p₁ = p₀·(1 +
    change). One sample, one-sided, normal approximation.

    Args:
        rate: the benchmark per `multiplier`, above 0 and below it.
        relative_change: 0.1 for +10%, −0.1 for −10%, 1 for a doubling; not 0, not below −1.
        multiplier: m.
        alpha: the one-sided level of the test.
        power: the probability that it finds the change.

    Returns:
        n, a whole number; NaN for values out of range.

    The approximation wants some ten expected events. Reference: Dimick, Welch and Birkmeyer 2004, JAMA
    292:847.
    """
    check_multiplier(multiplier)
    level, chance = _quantiles(alpha, power)
    rate, change = broadcast(rate, relative_change)
    before, after = rate / multiplier, rate / multiplier * (1 + change)
    valid = (before > 0) & (before < 1) & (after >= 0) & (after <= 1) & (change != 0)
    before, after = np.where(valid, before, np.nan), np.where(valid, after, np.nan)
    spread = level * np.sqrt(before * (1 - before)) + chance * np.sqrt(after * (1 - after))
    return np.asarray(np.rint((spread / (after - before)) ** 2))


def detectable_change(
    rate: ArrayLike,
    denominator: ArrayLike,
    *,
    multiplier: float = 1000,
    alpha: float = 0.05,
    power: float = 0.8,
) -> DetectableChange:
    """The smallest relative change of a rate that given births can show.

    The inverse of `denominator_to_detect`: solves √n·|p₁ − p₀| = z₁₋α·√(p₀(1−p₀)) + z_power·√(p₁(1−p₁)) for
    p₁, a quadratic equation.

    Args:
        rate: the benchmark per `multiplier`.
        denominator: births n; three years' births for what three years can show.
        multiplier: m.
        alpha: the one-sided level of the test.
        power: the probability that it finds the change.
    """
    check_multiplier(multiplier)
    level, chance = _quantiles(alpha, power)
    rate, denominator = broadcast(rate, denominator)
    before = rate / multiplier
    valid = (before > 0) & (before < 1) & finite_denominator(denominator)
    before, n = np.where(valid, before, np.nan), np.where(valid, denominator, np.nan)
    increase, decrease = (_detectable(before, n, side * level, chance) for side in (1, -1))
    return DetectableChange(increase / before - 1, decrease / before - 1)


def _quantiles(alpha: float, power: float) -> tuple[float, float]:
    if not 0 < alpha < 0.5 <= power < 1:
        raise ValueError(
            f"alpha must be above 0 and below 0.5 and power 0.5 up to below 1, not {alpha!r}, {power!r}"
        )
    return float(special.ndtri(1 - alpha)), float(special.ndtri(power))


def _detectable(before: Floats, n: Floats, level: float, chance: float) -> Floats:
    """The root p of √n·(p − p₀) = level·√(p₀(1−p₀)) ± chance·√(p(1−p)), ± being the sign of the level."""
    edge = before + level * np.sqrt(before * (1 - before) / n)
    ratio = chance**2 / n
    # (p − edge)² = ratio·p(1−p), so (1 + ratio)p² − (2·edge + ratio)p + edge² = 0.
    half = edge + ratio / 2
    discriminant = half**2 - (1 + ratio) * edge**2
    reachable = (edge >= 0) & (edge <= 1)
    root = np.sqrt(np.where(reachable, discriminant, np.nan))
    return np.asarray((half + np.sign(level) * root) / (1 + ratio))
