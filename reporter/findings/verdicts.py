"""The verdict on areas: one for each rate, by limits that allow for chance and for variation between areas.

Everything that says how an area compares follows from `Rule.range`: words and marks, lines drawn, the numbers
of marks to expect, and what change could be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.disclosure.released import ReleasedCells
from reporter.findings.kinds import kind_of
from reporter.findings.models import NOTHING, Models
from reporter.findings.rules import AdditiveRule, ShareRule, additive_rule, share_rule
from reporter.findings.schema import PValue, of_records
from reporter.findings.vocabulary import Verdict
from reporter.machine.rows import row_keys, where
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.statistics.funnel import (
    ExpectedRange,
    expected_range,
    negative_binomial,
    tau_weights,
    tau_weights_without_each,
)

Floats: TypeAlias = NDArray[np.float64]

FEWEST_AREAS = 10
"""The variation between areas is estimated from at least this many whose counts are known."""

STEP, HIGHEST = 0.0125, 0.8
"""The grid of the relative standard deviation of true rates, τ."""

HIGHEST_OF_ALL = 3.2
NO_WEIGHT = 1e-6
"""The grid is doubled where its end has more weight than this."""

KEY = ("indicator", "area_type", "period", "basis")

AMONG_MANY: Mapping[int, Verdict] = {
    -1: "clearly lower",
    0: "within expected variation",
    1: "clearly higher",
}
AMONG_FEW: Mapping[int, Verdict] = {
    -1: "lower than the comparator",
    0: "close to the comparator",
    1: "higher than the comparator",
}

Reason = Literal["", "few areas", "no event", "withheld"]


@dataclass(frozen=True)
class Variation:
    """How much areas of a level vary, and how many of them are marked, in one period.

    areas: areas with a rate, each with a verdict; known, known_within: areas whose count is known exactly,
    and within an interval only; tau2 with its 95% limits: the variance of true rates between areas, relative
    to the comparator's, by maximum likelihood (negative binomial); p_value: of the hypothesis that they do
    not vary; limits: 95 or 99.8; allows_for: what the limits of the verdict allow for; reason: why for chance
    alone: 'few areas' (fewer than ten with a known count: no mark, only a comparison), 'no event' (no rate
    above 0 to compare with, or none possible in the level), 'withheld' (a
    decimal count, or one withheld of a kind whose variation needs every count of the level); higher, lower: areas outside the limits;
    expected_higher, expected_lower: how many of them to expect anyway, by the same limits.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    areas: int
    known: int
    known_within: int
    tau2: float
    tau2_lower: float
    tau2_upper: float
    p_value: PValue
    limits: float
    allows_for: Literal["chance", "chance and variation"]
    reason: Reason
    higher: int
    lower: int
    expected_higher: float
    expected_lower: float


VARIATION = of_records("variation", Variation, *KEY)


@dataclass(frozen=True)
class Rule:
    """The rule of one level, indicator and period.

    Attributes:
        target: the comparator's rate per `multiplier`.
        confidence: of the limits.
        tau2: the possible variances between areas, relative to the target.
        weight: the weight of each by all areas.
        without: for each area of the level, the weights by all other areas.
    """

    target: float
    multiplier: int
    confidence: float
    tau2: Floats
    weight: Floats
    without: Mapping[str, Floats]

    def range(self, denominator: Floats, weight: Floats | None = None) -> ExpectedRange:
        """The expected range of areas of some sizes: by all areas, or by a row of weights for each."""
        return expected_range(
            denominator,
            self.target,
            self.tau2,
            self.weight if weight is None else weight,
            multiplier=self.multiplier,
            confidence=self.confidence,
        )

    def range_of(self, codes: list[str], denominator: Floats) -> ExpectedRange:
        """The expected range of areas, each by what the others show."""
        weights = np.array([self.without[code] for code in codes]).reshape(len(codes), self.tau2.size)
        return self.range(denominator, weights)


AnyRule: TypeAlias = Rule | ShareRule | AdditiveRule
"""The rule of one level, indicator and period, of any kind of measure."""


class Verdicts(NamedTuple):
    """The verdict on each row of the table of rates, the levels' variation, and the rules by their keys."""

    column: list[Verdict]
    variation: tuple[Variation, ...]
    rules: Mapping[tuple[str, str, str, str], AnyRule]


def verdicts(
    rates: pd.DataFrame, released: ReleasedCells, publication: Publication, models: Models = NOTHING
) -> Verdicts:
    """The verdict on every rate but the comparator's and those of areas that hold it.

    Args:
        rates: the table of rates, in the order of the released cells.
        released: the released cells, with the interval in which a reader knows each count to lie.
        publication: settings and indicators.
        models: cache of fitted models.
    """
    comparator = publication.settings.comparator
    indicators = {each.id: each for each in publication.indicators}
    confidence = publication.settings.verdict.confidence
    targets = {
        (indicator, period, basis): value
        for indicator, code, period, basis, value in row_keys(
            rates, ("indicator", "area_code", "period", "basis", "value")
        )
        if code == comparator
    }
    column: list[Verdict] = [""] * len(rates)
    variation, rules = [], {}
    for key, level in _levels(rates, released, publication):
        indicator, _, period, basis = key
        record = indicators[indicator]
        kind = kind_of(record)
        if not kind.variation:
            continue
        of_comparator = np.array([targets.get((indicator, period, basis), np.nan)], dtype=np.float64)
        target = float(kind.target(of_comparator, record.multiplier)[0])
        given = ~np.isnan(level.value)
        if np.isnan(target) or not given.any():
            continue
        rule, found = _RULES[kind.variation](level, target, record, confidence, models)
        codes = [level.codes[place] for place in np.flatnonzero(given).tolist()]
        expected = rule.range_of(codes, level.denominator[given])
        placed = (level.value if kind.variation == "additive" else level.events)[given]
        side = np.where(placed < expected.least, -1, 0)
        side = np.where(placed > expected.greatest, 1, side)
        words = AMONG_FEW if found.reason in ("few areas", "withheld") else AMONG_MANY
        for row, where_it_lies in zip(level.rows[given].tolist(), side.tolist(), strict=True):
            column[row] = words[where_it_lies]
        rules[key] = rule
        variation.append(
            Variation(
                *key,
                areas=int(given.sum()),
                **found._asdict(),
                limits=publication.settings.verdict.limits,
                higher=int((side > 0).sum()),
                lower=int((side < 0).sum()),
                expected_higher=float(expected.above.sum()),
                expected_lower=float(expected.below.sum()),
            )
        )
    return Verdicts(column, tuple(variation), rules)


class _Level(NamedTuple):
    """The areas of a level that are judged: rates, and the intervals that counts are known to be in."""

    rows: NDArray[np.intp]
    codes: list[str]
    events: Floats
    least: Floats
    greatest: Floats
    denominator: Floats
    value: Floats
    error: Floats


def _levels(
    rates: pd.DataFrame, released: ReleasedCells, publication: Publication
) -> Iterator[tuple[tuple[str, str, str, str], _Level]]:
    """Each level of each indicator and period, without the comparator and the areas that hold it."""
    comparator = publication.settings.comparator
    not_judged = {comparator, *(area.code for area in released.areas.ancestors(comparator))}
    cells = released.cells
    of_indicator = cells["indicator"].to_numpy(dtype=object)
    order = np.concatenate([np.flatnonzero(of_indicator == each.id) for each in publication.indicators])
    least, greatest = (
        cells[name].to_numpy(dtype=np.float64, na_value=np.nan)[order] for name in ("least", "greatest")
    )
    count, denominator = (
        rates[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("numerator", "denominator")
    )
    value, codes = rates["value"].to_numpy(dtype=np.float64), rates["area_code"].tolist()
    error = _standard_errors(rates, publication)
    levels: dict[tuple[str, str, str, str], list[int]] = {}
    for row, key in enumerate(row_keys(rates, KEY)):
        if codes[row] not in not_judged:
            levels.setdefault(key, []).append(row)
    for key, rows in levels.items():
        yield (
            key,
            _Level(
                np.array(rows),
                [codes[row] for row in rows],
                *(each[rows] for each in (count, least, greatest, denominator, value, error)),
            ),
        )


def _standard_errors(rates: pd.DataFrame, publication: Publication) -> Floats:
    """The standard error of each standardised rate; NaN of others."""
    error = np.full(len(rates), np.nan)
    for indicator in (each for each in publication.indicators if each.standardisation):
        here = where(rates, indicator=indicator.id)
        variance = kind_of(indicator).observed(rates[here], indicator).variance
        error[here] = indicator.multiplier * np.sqrt(variance)
    return error


class _Found(NamedTuple):
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
    level: _Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[Rule, _Found]:
    multiplier = indicator.multiplier
    is_known = (level.denominator > 0) & ~np.isnan(level.least + level.greatest)
    exactly = int((is_known & (level.least == level.greatest)).sum())
    within = int(is_known.sum()) - exactly
    arrays = (level.least, level.greatest, level.denominator)
    estimate = (np.nan, np.nan, np.nan, np.nan)
    reason: Reason = "few areas" if exactly + within < FEWEST_AREAS else ""
    if not reason and not _are_whole(level.least, level.greatest):
        reason = "withheld"
    if not reason:
        fit = models(negative_binomial, *arrays, target=target or None, multiplier=multiplier)
        estimate = (fit.tau2, fit.tau2_lower, fit.tau2_upper, fit.p_value)
        reason = "" if target > 0 and np.isfinite(fit.tau2) else "no event"
    if reason:
        alike = dict.fromkeys(level.codes, np.ones(1))
        chance = Rule(target, multiplier, confidence, np.zeros(1), np.ones(1), alike)
        return chance, _Found(exactly, within, *estimate, "chance", reason)
    weights = models(weights_by_area, *arrays, target=target, multiplier=multiplier)
    without = dict(zip(level.codes, weights.without, strict=True))
    rule = Rule(target, multiplier, confidence, weights.tau**2, weights.all, without)
    return rule, _Found(exactly, within, *estimate, "chance and variation", "")


def _share_rule(
    level: _Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[ShareRule, _Found]:
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
    return rule, _Found(exactly, int(known.sum()) - exactly, *fitted, allows, reason)


def _additive_rule(
    level: _Level, target: float, indicator: Indicator, confidence: float, models: Models
) -> tuple[AdditiveRule, _Found]:
    """By a normal distribution with the variance between areas added, which needs the rates alone."""
    given = np.flatnonzero(~np.isnan(level.value))
    reason: Reason = "few areas" if given.size < FEWEST_AREAS else ""
    codes = [level.codes[place] for place in given.tolist()]
    values = level.value[given], level.error[given], target, indicator.multiplier, confidence
    rule, fitted = additive_rule(codes, *values, allows=not reason)
    if not reason and np.isnan(fitted.tau2):
        reason = "no event"
    allows: Literal["chance", "chance and variation"] = "chance" if reason else "chance and variation"
    return rule, _Found(given.size, 0, *fitted, allows, reason)


_Judge: TypeAlias = Callable[[_Level, float, Indicator, float, Models], tuple[AnyRule, _Found]]

_RULES: Mapping[str, _Judge] = {
    "negative binomial": _mixture_rule,
    "beta-binomial": _share_rule,
    "additive": _additive_rule,
}
"""The rule by how true values of a kind vary."""


def _are_whole(*counts: Floats) -> bool:
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
