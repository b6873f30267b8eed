"""Directly standardised rates: bands weighed as a standard population has them."""

from __future__ import annotations

import numpy as np
import pandas as pd
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
from reporter.statistics.count_limits import byar_limits
from reporter.statistics.elementary import exp, log
from reporter.statistics.funnel import Limits, additive_limits, outside
from reporter.statistics.intervals import Estimate
from reporter.statistics.standardise import FEWEST_EVENTS, standardised, standardised_ratio
from reporter.statistics.trend import weighted_projection, weighted_trend


class DirectlyStandardised(BaseKind):
    """A rate as it would be in the standard population, with Dobson's limits; none below 10 events."""

    kind: Kind = "directly standardised rate"
    effect: Effect = "ratio"
    variation: Variation = "additive"
    has_detectable = False
    shrinks: Model = ""
    rare_events = False
    by_group: Model = ""
    fewest_events = FEWEST_EVENTS
    is_poisson = False

    def unit(self, indicator: Indicator) -> str:
        """The unit, such as 'per 100,000 people, standardised'."""
        return f"per {indicator.multiplier:,} {indicator.words.denominator}, standardised"

    def observed(self, rows: pd.DataFrame, indicator: Indicator) -> Observed:
        """Counts, and value and variance: as released, or from the value and the lower limit of a table."""
        counted = Observed.in_rows(rows)
        if "standardised" in rows:
            released = (rows[name].to_numpy(dtype=np.float64) for name in ("standardised", "variance"))
            return Observed(counted.events, counted.denominator, *released)
        value, lower = (rows[name].to_numpy(dtype=np.float64) for name in ("value", "lower_95"))
        # A table may hold other indicators as well, with fewer events.
        enough = np.where(counted.events >= FEWEST_EVENTS, counted.events, np.nan)
        of_count = byar_limits(enough, 0.95)[0] - counted.events
        variance = counted.events * ((lower - value) / of_count) ** 2
        return Observed(
            counted.events,
            counted.denominator,
            value / indicator.multiplier,
            variance / indicator.multiplier**2,
        )

    def rests_on(self, observed: Observed) -> Floats:
        """The count; nothing where there are enough events, and the bands would be given away."""
        withheld = np.isnan(observed.value) & (observed.events >= FEWEST_EVENTS)
        return np.where(withheld, np.nan, observed.events)

    def estimate(self, observed: Observed, multiplier: int, confidence: float) -> Estimate:
        """The rate with Dobson's limits, from the value and variance that were released."""
        return standardised(
            observed.events, observed.value, observed.variance, multiplier=multiplier, confidence=confidence
        )

    def method(self, observed: Observed) -> list[str]:
        """'Dobson'."""
        return ["Dobson"] * observed.events.size

    def limits(self, observed: Observed, target: Floats, multiplier: int, confidence: float) -> Limits:
        """Target ± z standard errors of the rate."""
        error = multiplier * np.sqrt(observed.variance)
        return additive_limits(error, target, 0.0, confidence=confidence)

    def flags(
        self, observed: Observed, target: Floats, multiplier: int, confidence: float
    ) -> NDArray[np.int64]:
        """Exactly these limits."""
        return outside(multiplier * observed.value, self.limits(observed, target, multiplier, confidence))

    def compare(self, first: Observed, second: Observed, multiplier: int) -> Compared:
        """The ratio of two rates on the same standard population, by the normal test of its logarithm."""
        test = standardised_ratio(first.value, first.variance, second.value, second.variance)
        return Compared(*test)

    def slope(self, observed: Observed, year: Floats, score: Floats | None = None) -> Slope:
        """The yearly ratio, by weighted least squares of the logarithms, whose error counts the years."""
        if not (observed.value > 0).all() or not (observed.variance > 0).all():
            return NO_SLOPE
        error = np.sqrt(observed.variance) / observed.value
        fit = weighted_trend(log(observed.value), error, year)
        ratio, lower, upper = exp(np.array([fit.slope, fit.lower, fit.upper])).tolist()
        return Slope(ratio, lower, upper, float(fit.p_value), np.nan, float(fit.dispersion))

    def ahead(self, observed: Observed, year: Floats, to_year: float, multiplier: int) -> Estimate:
        """By weighted least squares of the logarithms."""
        if not (observed.value > 0).all():
            return Estimate(*np.full(3, np.nan))
        error = np.sqrt(observed.variance) / observed.value
        return Estimate(
            *(
                multiplier * exp(each)
                for each in weighted_projection(log(observed.value), error, year, to_year)
            )
        )
