"""What could be detected: how many births a change of a rate needs, and what change given births can show.

By the lines that a page draws, exactly: `flag_probability`, `detectable_by_limits`. By a one-sided 5% test of
one sample, normal approximation, which peers quote: `denominator_to_detect`, `detectable_change`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from reporter.statistics.arrays import (
    Floats,
    broadcast,
    check_multiplier,
    finite_count,
    finite_denominator,
)
from reporter.statistics.funnel.crossing import crossing, outermost_inside
from reporter.statistics.funnel.limits import expected_count
from reporter.statistics.funnel.mixture import adjusted_rate_limits


class DetectableChange(NamedTuple):
    """The smallest relative rise and fall that a test would probably find; 0.25 is +25%, −0.25 is −25%.

    NaN where no change can be detected: a rate cannot fall by more than all of itself.
    """

    increase: Floats
    decrease: Floats


class FlagProbability(NamedTuple):
    """The probabilities that a count falls below the lower line, and above the upper."""

    below: Floats
    above: Floats


def flag_probability(
    denominator: ArrayLike,
    target: ArrayLike,
    ratio: ArrayLike,
    *,
    tau2: float = 0.0,
    multiplier: float = 1000,
    confidence: float = 0.95,
) -> FlagProbability:
    """The probability that the lines about a target show an area whose true rate is a ratio of the target.

    X ~ Poisson(ratio·E), E = n·target/m; P(X below the lower line) and P(X above the upper), summed exactly
    over the whole counts beyond the lines that are drawn.

    Args:
        denominator: n.
        target: the centre line per `multiplier`.
        ratio: true rate over target, 0 or more (otherwise NaN); 1 gives the false flags.
        tau2: the relative variance between areas that the lines allow for (`adjusted_rate_limits`).
        multiplier: m.
        confidence: of the lines.

    Returns:
        NaN where there are no lines.

    Raises:
        ValueError: `tau2` is negative or infinite.
    """
    limits = adjusted_rate_limits(denominator, target, tau2, multiplier=multiplier, confidence=confidence)
    n, expected = expected_count(denominator, target, multiplier)
    ratio = np.asarray(ratio, dtype=np.float64)
    mean = expected * np.where(finite_count(ratio), ratio, np.nan)
    return FlagProbability(*crossing(limits, n, mean, multiplier))


def detectable_by_limits(
    denominator: ArrayLike,
    target: ArrayLike,
    *,
    tau2: float = 0.0,
    multiplier: float = 1000,
    confidence: float = 0.95,
    power: float = 0.8,
) -> DetectableChange:
    """The least rise and the least fall from a target that the drawn lines show with a given probability.

    The ratio at which `flag_probability` above (below) is `power`, less 1: with the greatest count u inside
    the lines, P(X > u) = power where ratio·E is the `power` quantile of Gamma(u + 1); the fall likewise.

    Args:
        denominator: n.
        target: the centre line per `multiplier`, above 0 (otherwise NaN).
        tau2: the relative variance between areas that the lines allow for.
        multiplier: m.
        confidence: of the lines.
        power: the probability, 0.5 up to below 1.

    Returns:
        Rises above 0, falls below 0; no fall can be seen (NaN) where the lower line is at 0. Rises and falls
        are not alike, and change by steps with n.

    Raises:
        ValueError: `power` is out of range, or `tau2` negative or infinite.
    """
    _check_power(power)
    limits = adjusted_rate_limits(denominator, target, tau2, multiplier=multiplier, confidence=confidence)
    n, expected = expected_count(denominator, target, multiplier)
    return detectable_beyond(*outermost_inside(limits, n, multiplier), expected, power=power)


def detectable_beyond(
    least: Floats, greatest: Floats, expected: Floats, *, power: float = 0.8
) -> DetectableChange:
    """The least rise and fall that take a count out of a range with a given probability.

    Args:
        least: the least count within the range.
        greatest: the greatest.
        expected: the count expected without a change, above 0 (otherwise NaN).
        power: the probability, 0.5 up to below 1.

    Returns:
        As `detectable_by_limits`, whose range is that between the lines.
    """
    _check_power(power)
    expected = np.where(expected > 0, expected, np.nan)
    increase = special.gammaincinv(greatest + 1, power) / expected - 1
    decrease = special.gammainccinv(np.where(least > 0, least, np.nan), power) / expected - 1
    return DetectableChange(np.asarray(increase), np.asarray(decrease))


def detectable_share_beyond(
    least: Floats, greatest: Floats, denominator: Floats, share: float, *, power: float = 0.8
) -> DetectableChange:
    """The least rise and fall of a share that take a count out of a range with a given probability.

    X ~ Binomial(n, p). With the greatest count u within, P(X > u) = I_p(u + 1, n − u), the regularised
    incomplete beta function, is `power` at a quantile of Beta(u + 1, n − u); the fall likewise.

    Args:
        least: the least count within the range.
        greatest: the greatest.
        denominator: n.
        share: the share without a change, above 0 and below 1 (otherwise NaN).
        power: the probability, 0.5 up to below 1.

    Returns:
        Relative to the share; NaN where no count lies beyond the range on that side.
    """
    _check_power(power)
    share = share if 0 < share < 1 else np.nan
    below, above = np.where(least > 0, least, np.nan), np.where(greatest < denominator, greatest, np.nan)
    highest = special.betaincinv(above + 1, denominator - above, power)
    lowest = special.betainccinv(below, denominator - below + 1, power)
    return DetectableChange(np.asarray(highest / share - 1), np.asarray(lowest / share - 1))


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
    if not 0 < alpha < 0.5:
        raise ValueError(f"alpha must be above 0 and below 0.5, not {alpha!r}")
    _check_power(power)
    return float(special.ndtri(1 - alpha)), float(special.ndtri(power))


def _check_power(power: float) -> None:
    if not 0.5 <= power < 1:
        raise ValueError(f"power must be 0.5 up to below 1, not {power!r}")


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
