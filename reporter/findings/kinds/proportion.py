"""Proportions: the share of a denominator that had the event."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.findings.kinds.kind import (
    NO_SLOPE,
    BaseKind,
    Compared,
    Effect,
    Floats,
    Model,
    Observed,
    Slope,
    Variation,
)
from reporter.publication.indicator import Indicator
from reporter.publication.kinds import Kind
from reporter.statistics.elementary import exp, log
from reporter.statistics.funnel import Limits, binomial_limits, outside
from reporter.statistics.intervals import (
    Estimate,
    coverage_of_proportions,
    proportion,
    proportion_difference,
)
from reporter.statistics.trend import logistic_trend, share_projection, weighted_trend


class Proportion(BaseKind):
    """A share, with Wilson's limits; all verdicts are the mirror image of those on the rest."""

    kind: Kind = "proportion"
    effect: Effect = "difference"
    variation: Variation = "beta-binomial"
    has_detectable = True
    shrinks: Model = "binomial"
    rare_events = False
    by_group: Model = "binomial"
    fewest_events = 0
    is_poisson = False

    def unit(self, indicator: Indicator) -> str:
        """'%', or such as 'per 1,000 births'."""
        if indicator.is_percent:
            return "%"
        return f"per {indicator.multiplier:,} {indicator.words.denominator}"

    def estimate(self, observed: Observed, multiplier: int, confidence: float) -> Estimate:
        """The share with Wilson's limits."""
        return proportion(observed.events, observed.denominator, multiplier=multiplier, confidence=confidence)

    def coverage(self, denominator: Floats, value: float, multiplier: int, confidence: float) -> Floats:
        """Exact binomial sums."""
        return coverage_of_proportions(denominator, value, multiplier=multiplier, confidence=confidence)

    def method(self, observed: Observed) -> list[str]:
        """'Wilson'."""
        return ["Wilson"] * observed.events.size

    def limits(self, observed: Observed, target: Floats, multiplier: int, confidence: float) -> Limits:
        """Exact binomial limits, interpolated; none with a denominator that is no whole number."""
        return binomial_limits(observed.denominator, target, multiplier=multiplier, confidence=confidence)

    def flags(
        self, observed: Observed, target: Floats, multiplier: int, confidence: float
    ) -> NDArray[np.int64]:
        """Exactly the lines drawn."""
        value = multiplier * observed.events / observed.denominator
        return outside(value, self.limits(observed, target, multiplier, confidence))

    def compare(self, first: Observed, second: Observed, multiplier: int) -> Compared:
        """The difference with Newcombe's limits, and Fisher's exact test."""
        test = proportion_difference(
            first.events, first.denominator, second.events, second.denominator, multiplier=multiplier
        )
        return Compared(*test)

    def slope(self, observed: Observed, year: Floats, score: Floats | None = None) -> Slope:
        """The yearly ratio of the odds, by regression of the logit on the year (likelihood ratio).

        Where years scatter by more than chance, by weighted least squares of the logits, whose error counts
        the years and not the people.
        """
        fit = logistic_trend(observed.events, observed.denominator, year)
        freedom = year.size - 2
        if freedom < 1 or not np.isfinite(fit.pearson_chi_square):
            return NO_SLOPE
        dispersion = float(fit.pearson_chi_square) / freedom
        test = (fit.annual_odds_ratio, fit.lower, fit.upper, fit.p_value)
        others = observed.denominator - observed.events
        if dispersion > 1 and (observed.events > 0).all() and (others > 0).all():
            logit = log(observed.events / others)
            error = np.sqrt(1 / observed.events + 1 / others)
            by_year = weighted_trend(logit, error, year)
            ratio, lower, upper = exp(np.array([by_year.slope, by_year.lower, by_year.upper]))
            test = (ratio, lower, upper, by_year.p_value)
        ratio, lower, upper, p_value = map(float, test)
        return Slope(ratio, lower, upper, p_value, exact_p_value=np.nan, dispersion=dispersion)

    def ahead(self, observed: Observed, year: Floats, to_year: float, multiplier: int) -> Estimate:
        """By logistic regression."""
        return share_projection(observed.events, observed.denominator, year, to_year, multiplier=multiplier)
