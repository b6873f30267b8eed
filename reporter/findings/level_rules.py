"""The rule of a level by how true values of a kind vary, and what its counts show of that variation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from reporter.findings.kinds import Floats
from reporter.findings.models import Models
from reporter.findings.rules import AdditiveRule, Rule, ShareRule, additive_rule, share_rule
from reporter.publication.indicator import Indicator
from reporter.statistics.funnel import negative_binomial, tau_weights, tau_weights_without_each

AnyRule: TypeAlias = Rule | ShareRule | AdditiveRule
"""The rule of one level, indicator and period, of any kind of measure."""

FEWEST_AREAS = 10
"""The variation between areas is estimated from at least this many whose counts are known."""


STEP, HIGHEST = 0.0125, 0.8
"""The grid of the relative standard deviation of true rates, τ."""


HIGHEST_OF_ALL = 3.2


NO_WEIGHT = 1e-6
"""The grid is doubled where its end has more weight than this."""


Reason = Literal["", "few areas", "no event", "withheld"]


class Level(NamedTuple):
    """The areas of a level that are judged: rates, and the intervals that counts are known to be in."""

    rows: NDArray[np.intp]
    codes: list[str]
    events: Floats
    least: Floats
    greatest: Floats
    denominator: Floats
    value: Floats
    error: Floats


class Found(NamedTuple):
    """What the counts of a level show of its variation: fields of `Variation`."""

    known: int
    known_within: int
    tau2: float
    tau2_lower: float
    tau2_upper: float
    p_value: float
    allows_for: Literal["chance", "chance and variation"]
    reason: Reason


def _mixture_rule(
    level: Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[Rule, Found]:
    multiplier = indicator.multiplier
    is_known = (level.denominator > 0) & ~np.isnan(level.least + level.greatest)
    exactly = int((is_known & (level.least == level.greatest)).sum())
    within = int(is_known.sum()) - exactly
    arrays = (level.least, level.greatest, level.denominator)
    estimate = (np.nan, np.nan, np.nan, np.nan)
    reason: Reason = "few areas" if exactly + within < FEWEST_AREAS else ""
    if not reason and not are_whole(level.least, level.greatest):
        reason = "withheld"
    if not reason:
        fit = models(negative_binomial, *arrays, target=target or None, multiplier=multiplier)
        estimate = (fit.tau2, fit.tau2_lower, fit.tau2_upper, fit.p_value)
        reason = "" if target > 0 and np.isfinite(fit.tau2) else "no event"
    if reason:
        alike = dict.fromkeys(level.codes, np.ones(1))
        chance = Rule(target, multiplier, confidence, np.zeros(1), np.ones(1), alike)
        return chance, Found(exactly, within, *estimate, "chance", reason)
    weights = models(weights_by_area, *arrays, target=target, multiplier=multiplier)
    without = dict(zip(level.codes, weights.without, strict=True))
    rule = Rule(target, multiplier, confidence, weights.tau**2, weights.all, without)
    return rule, Found(exactly, within, *estimate, "chance and variation", "")


def _share_rule(
    level: Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[ShareRule, Found]:
    """By a beta-binomial distribution, which needs every count of the level."""
    known = (level.denominator > 0) & ~np.isnan(level.least + level.greatest)
    known &= level.least == np.rint(level.least)
    exactly = int((known & (level.least == level.greatest)).sum())
    reason: Reason = "few areas" if int(known.sum()) < FEWEST_AREAS else ""
    reason = reason or ("withheld" if exactly < len(level.codes) else "")
    given = level.codes, level.events, level.denominator, target, indicator.multiplier, confidence, models
    rule, fitted = share_rule(*given, allows=not reason)
    if not reason and np.isnan(fitted.tau2):
        reason = "no event"
    allows: Literal["chance", "chance and variation"] = "chance" if reason else "chance and variation"
    return rule, Found(exactly, int(known.sum()) - exactly, *fitted, allows, reason)


def _additive_rule(
    level: Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[AdditiveRule, Found]:
    """By a normal distribution with the variance between areas added, which needs the rates alone."""
    given = np.flatnonzero(~np.isnan(level.value))
    reason: Reason = "few areas" if given.size < FEWEST_AREAS else ""
    codes = [level.codes[place] for place in given.tolist()]
    values = level.value[given], level.error[given], target, indicator.multiplier, confidence
    rule, fitted = additive_rule(codes, *values, allows=not reason)
    if not reason and np.isnan(fitted.tau2):
        reason = "no event"
    allows: Literal["chance", "chance and variation"] = "chance" if reason else "chance and variation"
    return rule, Found(given.size, 0, *fitted, allows, reason)


def are_whole(*counts: Floats) -> bool:
    """Whether all counts that are known are whole: distributions of counts know no others."""
    return all(bool((np.isnan(each) | (each == np.rint(each)))[np.isfinite(each)].all()) for each in counts)


class Weights(NamedTuple):
    """Weights of τ on a grid: by all areas, and for each area by all others (a row each)."""

    tau: Floats
    all: Floats
    without: Floats


def weights_by_area(
    least: Floats, greatest: Floats, denominator: Floats, *, target: float, multiplier: int
) -> Weights:
    """Weights of τ from 0 to 0.8, or further where the end of the grid still has weight."""
    highest = HIGHEST
    while True:
        tau = np.linspace(0.0, highest, round(highest / STEP) + 1)
        without = tau_weights_without_each(tau, least, greatest, denominator, target, multiplier=multiplier)
        if highest >= HIGHEST_OF_ALL or not (without[:, -1] > NO_WEIGHT).any():
            break
        highest *= 2
    return Weights(
        tau, tau_weights(tau, least, greatest, denominator, target, multiplier=multiplier), without
    )


_Judge: TypeAlias = Callable[[Level, float, Indicator, float, Models], tuple[AnyRule, Found]]


RULES: Mapping[str, _Judge] = {
    "negative binomial": _mixture_rule,
    "beta-binomial": _share_rule,
    "additive": _additive_rule,
}
"""The rule by how true values of a kind vary."""
