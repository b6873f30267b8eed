"""Kinds whose events are Poisson: rates, ratios of counts, observed over expected events, counts alone."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds.kind import BaseKind, Compared, Effect, Floats, Model, Observed, Slope, Variation
from reporter.publication.indicator import Indicator
from reporter.publication.kinds import Kind
from reporter.statistics.count_limits import EXACT_BELOW
from reporter.statistics.funnel import Limits, flag, poisson_limits
from reporter.statistics.intervals import Estimate, coverage_of_rates, crude_rate, rate_ratio
from reporter.statistics.trend import (
    change_over,
    exact_trend,
    poisson_trend,
    projection,
    quasi_poisson_trend,
)


class Rate(BaseKind):
    """Events over people, births or a time lived: limits exact below 10 events, Byar's from 10."""

    kind: Kind = "rate"
    effect: Effect = "ratio"
    variation: Variation = "negative binomial"
    has_detectable = True
    shrinks: Model = "poisson"
    rare_events = True
    by_group: Model = "poisson"
    fewest_events = 0
    is_poisson = True

    def unit(self, indicator: Indicator) -> str:
        """The unit, such as 'per 1,000 live births'."""
        return f"per {indicator.multiplier:,} {indicator.words.denominator}"

    def estimate(self, observed: Observed, multiplier: int, confidence: float) -> Estimate:
        """The crude rate."""
        return crude_rate(observed.events, observed.denominator, multiplier=multiplier, confidence=confidence)

    def coverage(self, denominator: Floats, value: float, multiplier: int, confidence: float) -> Floats:
        """Exact Poisson sums; for whole events, as decimal ones have no distribution."""
        return coverage_of_rates(denominator, value, multiplier=multiplier, confidence=confidence)

    def method(self, observed: Observed) -> list[str]:
        """'exact' below 10 events, else 'Byar'."""
        return ["exact" if count < EXACT_BELOW else "Byar" for count in observed.events.tolist()]

    def limits(self, observed: Observed, target: Floats, multiplier: int, confidence: float) -> Limits:
        """Exact Poisson limits, interpolated."""
        return poisson_limits(observed.denominator, target, multiplier=multiplier, confidence=confidence)

    def flags(
        self, observed: Observed, target: Floats, multiplier: int, confidence: float
    ) -> NDArray[np.int64]:
        """Exactly the lines drawn."""
        return flag(
            observed.events, observed.denominator, target, multiplier=multiplier, confidence=confidence
        )

    def compare(self, first: Observed, second: Observed, multiplier: int) -> Compared:
        """The exact rate ratio (conditional binomial); none where neither has an event."""
        test = rate_ratio(first.events, first.denominator, second.events, second.denominator)
        return Compared(*test.where_there_is_a_ratio())

    def slope(self, observed: Observed, year: Floats, score: Floats | None = None) -> Slope:
        """Poisson regression on the year; quasi-Poisson where years scatter by more than chance."""
        count, denominator = observed.events, observed.denominator
        # Years that vary by more than chance widen the limits; years that vary by less never narrow them.
        judged = quasi_poisson_trend(count, denominator, year)
        test = judged if judged.dispersion > 1 else poisson_trend(count, denominator, year)
        return Slope(
            float(test.annual_rate_ratio),
            float(test.lower),
            float(test.upper),
            float(test.p_value),
            float(exact_trend(count, denominator, year - year[0] if score is None else score).p_value),
            float(judged.dispersion),
        )

    def over(
        self, observed: Observed, year: Floats, score: Floats, multiplier: int
    ) -> tuple[Compared, Slope]:
        """The exact ratio of last and first year, and the exact test of the trend over all of them."""
        found = change_over(observed.events, observed.denominator, year, score)
        ratio = found.ratio, found.lower, found.upper, found.p_value
        compared = Compared(*(np.array([each if not np.isnan(found.ratio) else np.nan]) for each in ratio))
        annual, exact = found.annual_rate_ratio, found.trend_p_value
        p_value = exact if not np.isnan(annual) else np.nan
        return compared, Slope(annual, found.annual_lower, found.annual_upper, p_value, exact, np.nan)

    def ahead(self, observed: Observed, year: Floats, to_year: float, multiplier: int) -> Estimate:
        """By Poisson regression."""
        return projection(observed.events, observed.denominator, year, to_year, multiplier=multiplier)


class CountRatio(Rate):
    """Events over other events, of which there may be fewer: admissions per birth, abortions per birth."""

    kind: Kind = "count ratio"


class ObservedOverExpected(Rate):
    """Observed over expected events, judged by its own reference; areas are not compared with each other."""

    kind: Kind = "indirectly standardised ratio"
    has_detectable = False
    shrinks: Model = ""
    by_group: Model = ""

    def unit(self, indicator: Indicator) -> str:
        """'observed over expected, 100 = as expected'."""
        return f"observed over expected, {indicator.multiplier:,} = as expected"

    def target(self, comparator: Floats, multiplier: int) -> Floats:
        """As many as expected, whatever the comparator has: its cases are others."""
        return np.full(comparator.shape, float(multiplier))


class Count(Rate):
    """Events alone: nothing says how many there could have been, so areas are not compared.

    Changes and trends take it that those who could have had the event stayed as many.
    """

    kind: Kind = "count"
    variation: Variation = ""
    has_detectable = False
    shrinks: Model = ""
    rare_events = False
    by_group: Model = ""

    def unit(self, indicator: Indicator) -> str:
        """'count'."""
        return "count"

    def observed(self, rows: pd.DataFrame, indicator: Indicator) -> Observed:
        """Counts alone."""
        count = rows["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
        return Observed.of(count, np.full(count.shape, np.nan))

    def exposed(self, observed: Observed) -> Observed:
        """The same counts, each over 1."""
        return observed._replace(denominator=np.ones(observed.events.shape))

    def estimate(self, observed: Observed, multiplier: int, confidence: float) -> Estimate:
        """The count with its limits."""
        return super().estimate(self.exposed(observed), multiplier, confidence)

    def limits(self, observed: Observed, target: Floats, multiplier: int, confidence: float) -> Limits:
        """None."""
        nothing = np.full(observed.events.shape, np.nan)
        return Limits(nothing, nothing)

    def flags(
        self, observed: Observed, target: Floats, multiplier: int, confidence: float
    ) -> NDArray[np.int64]:
        """None."""
        return np.zeros(observed.events.shape, dtype=np.int64)

    def compare(self, first: Observed, second: Observed, multiplier: int) -> Compared:
        """The exact ratio of two counts, over equal exposure."""
        return super().compare(self.exposed(first), self.exposed(second), multiplier)

    def slope(self, observed: Observed, year: Floats, score: Floats | None = None) -> Slope:
        """As that of a rate, each year with the same exposure."""
        return super().slope(self.exposed(observed), year, score)
