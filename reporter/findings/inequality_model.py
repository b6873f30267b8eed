"""What a build finds of inequalities across a breakdown's categories: records of numbers and verdicts."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.findings.vocabulary import Direction, Inequal


@dataclass(frozen=True)
class Inequality:
    """How unequal one area's rates are across the quantiles of a breakdown, most deprived to least.

    sii, rii: slope index (difference, in the rate's unit) and relative index (ratio) of inequality with 95%
    limits, above 0 and 1 where rates are higher among the more deprived; reason: how a quantile without
    events was treated, or why there is no index; verdict: 'higher' or 'lower' (among the more deprived) only
    where the limits of the relative index leave out 1.
    """

    indicator: str
    area_code: str
    breakdown: str
    period: str
    basis: str
    quantiles: int
    sii: float
    sii_lower_95: float
    sii_upper_95: float
    rii: float
    rii_lower_95: float
    rii_upper_95: float
    reason: str
    verdict: Inequal


@dataclass(frozen=True)
class InequalityTrend:
    """Whether one area's relative index of inequality changed over a run of years.

    annual_percent_change of the relative index, with 95% limits and p_value, from one Poisson regression of
    all quantiles and years, over-dispersion allowed for; direction of the relative index: 'rose' or 'fell'
    only where p_value is below 0.05.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    first_year: int
    last_year: int
    points: int
    annual_percent_change: float
    lower_95: float
    upper_95: float
    p_value: float
    dispersion: float
    direction: Direction


@dataclass(frozen=True)
class Decomposition:
    """Why one area's rate over the categories of a breakdown differs between two years (Kitagawa).

    total: later less earlier rate, of events and denominators in the categories; composition: the part that
    comes from other shares of the categories; rate: the part from other rates in the same categories.
    """

    indicator: str
    area_code: str
    breakdown: str
    basis: str
    period_from: str
    period_to: str
    total: float
    composition: float
    rate: float
