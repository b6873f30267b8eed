"""What a kind of measure does: one protocol, a module a kind.

Every finding asks the kind of its indicator for values, limits and tests, so that none of them knows which
kinds there are.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.publication.indicator import Indicator
from reporter.publication.kinds import Kind
from reporter.statistics.funnel import Limits
from reporter.statistics.intervals import Estimate

Floats: TypeAlias = NDArray[np.float64]

Effect: TypeAlias = Literal["ratio", "difference"]
"""How a kind compares two values: the first over the second, or less the second."""


Variation: TypeAlias = Literal["negative binomial", "beta-binomial", "additive", ""]
"""The model of true values that vary between areas."""

Model: TypeAlias = Literal["poisson", "binomial", ""]
"""The model of events in groups."""


class Observed(NamedTuple):
    """What is released of some cells, an array each; NaN where it is not given.

    `value` and `variance` are those of rates that were standardised before the gate, per unit of denominator;
    NaN of all other kinds, whose value follows from count and denominator.
    """

    events: Floats
    denominator: Floats
    value: Floats
    variance: Floats

    @classmethod
    def of(cls, count: Floats, denominator: Floats) -> Observed:
        """Counts and denominators alone."""
        nothing = np.full(np.broadcast(count, denominator).shape, np.nan)
        return cls(count, denominator, nothing, nothing)

    @classmethod
    def in_rows(cls, rows: pd.DataFrame) -> Observed:
        """The columns `numerator` and `denominator` of a table; neither where the denominator is missing."""
        count, denominator = (
            rows[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("numerator", "denominator")
        )
        return cls.of(np.where(np.isnan(denominator), np.nan, count), denominator)

    def at(self, places: NDArray[np.intp] | NDArray[np.bool_]) -> Observed:
        """The same of some of the cells."""
        return Observed(*(each[places] for each in self))


class Compared(NamedTuple):
    """Values compared two by two: the effect with its 95% limits, and the two-sided p of no effect.

    NaN where two values cannot be compared.
    """

    effect: Floats
    lower: Floats
    upper: Floats
    p_value: Floats


class Slope(NamedTuple):
    """The trend over some years: the yearly ratio with its 95% limits, and its two-sided p.

    `exact_p_value` is that of an exact test, NaN where the kind has none; `dispersion` is the scatter of the
    years about the trend, 1 by chance alone. The limits allow for a dispersion above 1.
    """

    annual_ratio: float
    lower: float
    upper: float
    p_value: float
    exact_p_value: float
    dispersion: float


NO_SLOPE = Slope(*[np.nan] * 6)


class KindOfMeasure(Protocol):
    """The statistics of one kind of measure.

    Attributes:
        kind: its name, as in the indicator's record.
        effect: how two of its values are compared.
        variation: how true values vary between areas beyond chance; empty where areas are not compared with
            a target at all: limits of such a kind are NaN and flags 0.
        has_detectable: whether it can be said what change an area could show.
        shrinks: the model of values drawn towards those of their level; empty where there are none.
        rare_events: whether years of few events have control charts with exact Poisson limits.
        fewest_events: no value is given on fewer, whatever the profile says.
        is_poisson: whether analysts get what rests on Poisson counts over denominators.
        by_group: the model of indices of inequality; empty where values of groups are not comparable.
    """

    kind: Kind
    effect: Effect
    variation: Variation
    has_detectable: bool
    shrinks: Model
    rare_events: bool
    by_group: Model
    fewest_events: int
    is_poisson: bool

    def unit(self, indicator: Indicator) -> str:
        """The unit of its values in data files, such as 'per 1,000 live births', '%' or 'count'."""
        ...

    def observed(self, rows: pd.DataFrame, indicator: Indicator) -> Observed:
        """What released cells, or rows of a table of rates, say; no count where a denominator is withheld."""
        ...

    def exposed(self, observed: Observed) -> Observed:
        """The same with a denominator to set changes of the count against: of a count alone 1."""
        ...

    def rests_on(self, observed: Observed) -> Floats:
        """The count that each value rests on; NaN where the value is withheld."""
        ...

    def estimate(self, observed: Observed, multiplier: int, confidence: float) -> Estimate:
        """Values with the limits of their confidence intervals."""
        ...

    def coverage(self, denominator: Floats, value: float, multiplier: int, confidence: float) -> Floats:
        """The probability that the interval of each area holds its true value, if this is the one given."""
        ...

    def method(self, observed: Observed) -> list[str]:
        """The method of each interval: exact, Byar, Wilson or Dobson."""
        ...

    def target(self, comparator: Floats, multiplier: int) -> Floats:
        """The centre of the limits about which areas are judged, from the comparator's values."""
        ...

    def limits(self, observed: Observed, target: Floats, multiplier: int, confidence: float) -> Limits:
        """Limits about the target for chance alone."""
        ...

    def flags(
        self, observed: Observed, target: Floats, multiplier: int, confidence: float
    ) -> NDArray[np.int64]:
        """-1, 0 or 1: below, inside or above these limits; 0 where there are none."""
        ...

    def compare(self, first: Observed, second: Observed, multiplier: int) -> Compared:
        """The first values over, or less, the second ones."""
        ...

    def slope(self, observed: Observed, year: Floats, score: Floats | None = None) -> Slope:
        """The trend of one area's years."""
        ...

    def over(
        self, observed: Observed, year: Floats, score: Floats, multiplier: int
    ) -> tuple[Compared, Slope]:
        """The last of one area's years compared with the first, and the trend over all of them."""
        ...

    def ahead(self, observed: Observed, year: Floats, to_year: float, multiplier: int) -> Estimate:
        """The value to which the trend of one area's years leads in another year, with its 95% limits."""
        ...


class BaseKind:
    """Answers that most kinds of measure share; a kind replaces those in which it differs."""

    def observed(self, rows: pd.DataFrame, indicator: Indicator) -> Observed:
        """Counts and denominators."""
        return Observed.in_rows(rows)

    def exposed(self, observed: Observed) -> Observed:
        """The same counts and denominators."""
        return observed

    def rests_on(self, observed: Observed) -> Floats:
        """The count."""
        return observed.events

    def coverage(self, denominator: Floats, value: float, multiplier: int, confidence: float) -> Floats:
        """NaN: what follows from denominators alone."""
        return np.full(denominator.shape, np.nan)

    def target(self, comparator: Floats, multiplier: int) -> Floats:
        """The comparator's value."""
        return comparator

    def over(
        self: KindOfMeasure, observed: Observed, year: Floats, score: Floats, multiplier: int
    ) -> tuple[Compared, Slope]:
        """The last year compared with the first as any two values are, and the trend as of any run."""
        first, last = (observed.at(np.array([place])) for place in (0, -1))
        return self.compare(last, first, multiplier), self.slope(observed, year, score)
