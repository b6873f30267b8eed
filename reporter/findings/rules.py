"""Rules of verdicts: limits that allow for chance and for how much areas of a level vary.

Each rule is worked out for an area from all others of its level: an outlier otherwise widens its own limits.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from reporter.findings.kinds import Floats
from reporter.findings.models import Models
from reporter.statistics.funnel import (
    ExpectedRange,
    Limits,
    additive_limits,
    additive_overdispersion,
    beta_binomial,
    beta_binomial_limits,
    expected_range,
    heterogeneity,
    share_range,
)
from reporter.statistics.funnel.trimming import null_phi
from reporter.statistics.power import DetectableChange, detectable_beyond, detectable_share_beyond


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

    @property
    def codes(self) -> Collection[str]:
        """The areas of the level."""
        return self.without

    def detectable(self, codes: list[str], denominator: Floats, power: float) -> DetectableChange:
        """The least rise and fall from the target that take an area out of its range."""
        expected = self.range_of(codes, denominator)
        mean = denominator * self.target / self.multiplier
        return detectable_beyond(expected.least, expected.greatest, mean, power=power)

    def range_of(self, codes: list[str], denominator: Floats) -> ExpectedRange:
        """The expected range of areas, each by what the others show."""
        weights = np.array([self.without[code] for code in codes]).reshape(len(codes), self.tau2.size)
        return self.range(denominator, weights)


@dataclass(frozen=True)
class ShareRule:
    """The rule of shares: binomial about the target, true shares beta with a correlation.

    Attributes:
        target: the comparator's share per `multiplier`.
        confidence: of the limits.
        rho: the intraclass correlation by all areas.
        codes: the areas of the level.
        without: for each area that chance alone would leave outside, that by all other areas.
    """

    target: float
    multiplier: int
    confidence: float
    rho: float
    codes: Collection[str]
    without: Mapping[str, float]

    def detectable(self, codes: list[str], denominator: Floats, power: float) -> DetectableChange:
        """The least rise and fall from the target that take an area out of its range."""
        expected, share = self.range_of(codes, denominator), self.target / self.multiplier
        return detectable_share_beyond(expected.least, expected.greatest, denominator, share, power=power)

    def range(self, denominator: Floats) -> ExpectedRange:
        """The expected range of areas of some sizes, by all areas."""
        return self._range(denominator, self.rho)

    def range_of(self, codes: list[str], denominator: Floats) -> ExpectedRange:
        """The expected range of areas; of those outside by chance alone, by what the others show."""
        correlation = np.array([self.without.get(code, self.rho) for code in codes])
        parts = np.empty((len(ExpectedRange._fields), len(codes)))
        for rho in np.unique(correlation).tolist():
            alike = correlation == rho
            parts[:, alike] = np.stack(self._range(denominator[alike], rho))
        return ExpectedRange(*parts)

    def with_variation(self, denominator: Floats, confidence: float) -> Limits:
        """Limits that take the correlation as known."""
        return beta_binomial_limits(
            denominator, self.target, self.rho, multiplier=self.multiplier, confidence=confidence
        )

    def _range(self, denominator: Floats, rho: float) -> ExpectedRange:
        return share_range(
            denominator, self.target, rho, multiplier=self.multiplier, confidence=self.confidence
        )


@dataclass(frozen=True)
class AdditiveRule:
    """The rule of standardised rates: normal about the target, with the variance between areas added.

    Attributes:
        target: the comparator's rate per `multiplier`.
        confidence: of the limits.
        error: the standard error of each area's rate.
        without: for each area, the variance between all others.
    """

    target: float
    multiplier: int
    confidence: float
    error: Mapping[str, float]
    without: Mapping[str, float]

    def range_of(self, codes: list[str], denominator: Floats) -> ExpectedRange:
        """The expected range of the values of areas, each by what the others show."""
        error, tau2 = (np.array([each[code] for code in codes]) for each in (self.error, self.without))
        limits = additive_limits(error, self.target, tau2, confidence=self.confidence)
        tail = np.full(len(codes), (1 - self.confidence) / 2)
        return ExpectedRange(*limits, *limits, tail, tail)


class Fitted(NamedTuple):
    """The variance between areas relative to the square of the target, its 95% limits and p; NaN for none."""

    tau2: float
    tau2_lower: float
    tau2_upper: float
    p_value: float


NOT_FITTED = Fitted(*[np.nan] * 4)


def share_rule(
    codes: list[str],
    count: Floats,
    denominator: Floats,
    target: float,
    multiplier: int,
    confidence: float,
    models: Models,
    *,
    allows: bool,
) -> tuple[ShareRule, Fitted]:
    """The rule of a level's shares, and how much they vary.

    Args:
        codes: the areas.
        count: their counts.
        denominator: their denominators.
        target: the comparator's share.
        multiplier: that values are per.
        confidence: of the limits.
        models: cache of fitted models.
        allows: whether the limits allow for variation; only where every count is known.
    """
    plain = ShareRule(target, multiplier, confidence, 0.0, codes, {})
    share = target / multiplier
    if not allows or not 0 < share < 1:
        return plain, NOT_FITTED
    fit = models(beta_binomial, count, denominator)
    if np.isnan(fit.rho):
        return plain, NOT_FITTED
    lines = plain.range(denominator)
    beyond = np.flatnonzero((count < lines.least) | (count > lines.greatest)).tolist()
    without = {codes[place]: _correlation(count, denominator, place, models) for place in beyond}
    relative = (1 - share) / share
    spread = Fitted(relative * fit.rho, relative * fit.rho_lower, relative * fit.rho_upper, fit.p_value)
    return ShareRule(target, multiplier, confidence, fit.rho, codes, without), spread


def _correlation(count: Floats, denominator: Floats, place: int, models: Models) -> float:
    """The intraclass correlation of all areas but one."""
    others = np.arange(count.size) != place
    found = models(beta_binomial, count[others], denominator[others]).rho
    return 0.0 if np.isnan(found) else float(found)


def additive_rule(
    codes: list[str],
    value: Floats,
    error: Floats,
    target: float,
    multiplier: int,
    confidence: float,
    *,
    allows: bool,
) -> tuple[AdditiveRule, Fitted]:
    """The rule of a level's standardised rates, and how much they vary (moments have no limits).

    Args:
        codes: the areas.
        value: their rates.
        error: the standard errors of these.
        target: the comparator's rate.
        multiplier: that values are per.
        confidence: of the limits.
        allows: whether the limits allow for variation.
    """
    everyone = np.arange(value.size)
    variances = [
        _between(value[everyone != place], error[everyone != place], target) if allows else 0.0
        for place in everyone.tolist()
    ]
    errors = dict(zip(codes, error.tolist(), strict=True))
    rule = AdditiveRule(target, multiplier, confidence, errors, dict(zip(codes, variances, strict=True)))
    if not allows or target <= 0:
        return rule, NOT_FITTED
    tau2, p_value = _between(value, error, target) / target**2, heterogeneity(value, error)
    return rule, NOT_FITTED._replace(tau2=tau2, p_value=p_value)


def _between(value: Floats, error: Floats, target: float) -> float:
    """The variance between areas; 0 where they vary no more than chance alone would have it."""
    found = additive_overdispersion(value, error, target)
    by_chance = null_phi(found.n_kept, method="cqc")
    return float(found.tau2) if found.phi > by_chance and np.isfinite(found.tau2) else 0.0
