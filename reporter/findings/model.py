"""What a build finds: tables and records that hold numbers and verdicts, never words or formats.

Every verdict is the result of a test; words follow verdicts, so that no sentence can say more than a test
allows. Rates are per the indicator's multiplier, at full precision. A number that cannot be given is NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reporter.comparison.differences import Revisions
from reporter.findings.inequality_model import Decomposition, Inequality, InequalityTrend
from reporter.findings.vocabulary import Direction
from reporter.publication.profiles import Profile


@dataclass(frozen=True)
class Change:
    """One area's rate in the latest period against the one before, by an exact test of two rates.

    ratio, lower, upper: the rate ratio, later over earlier, with its 95% limits; p_value: exact, two-sided;
    adjusted_p_value: allowing for the number of areas of this type tested (Benjamini and Hochberg);
    direction: 'rose' or 'fell' only where adjusted_p_value is below 0.05.
    """

    indicator: str
    area_code: str
    period_from: str
    period_to: str
    value_from: float
    value_to: float
    ratio: float
    lower: float
    upper: float
    p_value: float
    adjusted_p_value: float
    direction: Direction


@dataclass(frozen=True)
class Trend:
    """The trend of one area's annual rates over the longest run of years on one basis.

    annual_percent_change with its 95% limits and p_value come from a Poisson regression of the annual counts
    (likelihood ratio, profile limits), widened where dispersion is above 1 (quasi-Poisson); adjusted_p_value
    allows for the number of areas of this type tested (Benjamini and Hochberg); dispersion is the Pearson
    statistic over its degrees of freedom; exact_p_value is the exact conditional test; marker is the
    Fingertips recent trend of the last five points, with a reason if it cannot be calculated. direction is
    'rose' or 'fell' only where adjusted_p_value is below 0.05.
    """

    indicator: str
    area_code: str
    basis: str
    first_year: int
    last_year: int
    points: int
    annual_percent_change: float
    lower: float
    upper: float
    p_value: float
    adjusted_p_value: float
    exact_p_value: float
    dispersion: float
    marker: str
    marker_reason: str
    direction: Direction


@dataclass(frozen=True)
class Funnel:
    """A funnel of one level: rates against denominators, with control limits about a target rate.

    Attributes:
        indicator, area_type, period, basis: what is drawn.
        target: the target rate, the comparator's.
        target_code: the comparator's area code.
        phi: over-dispersion as the field computes it (SHMI); calibrated_phi: 1 when chance alone acts; tau2:
            variance of true rates between areas, relative to the target; dispersion_level: area type these
            were estimated from, empty where no level is complete (then all three are NaN and the adjusted
            limits are missing).
        points: one row an area whose rate is released: area_code, area_name, numerator, denominator, value,
            flag (plain limits) and adjusted_flag, each one of `Comparison` ('not compared' without adjusted
            limits).
        curve: one row a denominator: denominator, lower_95, upper_95, lower_998, upper_998 and the same with
            the prefix `adjusted_`.
        not_drawn: areas of the level whose rate is not released.
        outside, adjusted_outside: areas outside the 99.8% limits, plain and adjusted.
        expected_false_flags: areas expected outside the 99.8% limits by chance alone.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    target: float
    target_code: str
    phi: float
    calibrated_phi: float
    tau2: float
    dispersion_level: str
    points: pd.DataFrame
    curve: pd.DataFrame
    not_drawn: int
    outside: int
    adjusted_outside: int
    expected_false_flags: float


@dataclass(frozen=True)
class Detectable:
    """What change an area of this size could show: the smallest relative rise detectable in one period.

    denominator: births a year of the latest single year; one_year, pooled: smallest relative increase of the
    comparator's rate that a one-sided test at 5% finds with 80% power, in one year and in `pool_years` years,
    as a fraction (0.20 is 20%).
    """

    indicator: str
    area_code: str
    denominator: int
    pool_years: int
    one_year: float
    pooled: float


@dataclass(frozen=True)
class ControlChart:
    """One network's rates of rare events by year about its own mean, with exact control limits.

    centre: the mean rate over the years; outside: how many years lie outside the limits; points: one row a
    year: period, last_year, numerator, denominator, rate, lower, upper, flag (-1 below, 0 inside, 1 above).
    The rates are those of all released counts, also of years without a published rate for reliability.
    """

    indicator: str
    area_code: str
    basis: str
    first_year: int
    last_year: int
    centre: float
    outside: int
    points: pd.DataFrame


EVERYONE = "everyone"
"""Stands for a breakdown where counts are not broken down."""


@dataclass(frozen=True)
class Withholding:
    """How much of one indicator, breakdown, level and period is withheld or unreliable, from released cells.

    breakdown: a breakdown's id, or `EVERYONE` for counts that are not broken down;
    cells: cells shown in tables; withheld: counts not released; rate_withheld: no rate for reliability (count
    is released); unreliable: rates given with a warning.
    """

    indicator: str
    breakdown: str
    area_type: str
    period: str
    basis: str
    cells: int
    withheld: int
    rate_withheld: int
    unreliable: int


@dataclass(frozen=True)
class Findings:
    """All that an edition finds.

    Attributes:
        rates: one row a released cell, columns `RATE_COLUMNS` first, then `adjusted_comparison` (empty
            but for networks in the main period and the latest year), `first_year`, `last_year`,
            and for the same networks and periods `shrunk_value`, `shrunk_lower_95`, `shrunk_upper_95`.
        changes: latest single year against the one before, for each area with both.
        trends: for each area of network level and above.
        funnels: for each indicator, at network level, for the main period (the longest pool of the first
            block, or its latest year).
        detectable: for each network, headline indicator.
        control_charts: for each network with rare events and a run of years, headline indicator.
        by_category: rates by category of a breakdown, columns `CATEGORY_COLUMNS`, each compared with the
            reference category; empty where no breakdown is shown.
        inequalities: for each quantile breakdown, area and period with all quantiles.
        inequality_trends: for each of these areas with enough single years.
        decompositions: for each breakdown into groups and area with all groups in the first and last year.
        withholding: by indicator, breakdown, level and period.
        rules: the profile that counts were released by, with the symbols in the tables.
        main_period: label of the main period; latest_year: label of the latest single year; main_basis: their
            basis.
        revisions: what differs from each earlier edition; a number that differs carries `[r]`.
    """

    rates: pd.DataFrame
    changes: tuple[Change, ...]
    trends: tuple[Trend, ...]
    funnels: tuple[Funnel, ...]
    detectable: tuple[Detectable, ...]
    control_charts: tuple[ControlChart, ...]
    by_category: pd.DataFrame
    inequalities: tuple[Inequality, ...]
    inequality_trends: tuple[InequalityTrend, ...]
    decompositions: tuple[Decomposition, ...]
    withholding: tuple[Withholding, ...]
    rules: Profile
    main_period: str
    latest_year: str
    main_basis: str
    revisions: tuple[Revisions, ...] = ()
