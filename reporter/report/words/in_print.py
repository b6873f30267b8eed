"""Findings in print: the numbers, verdicts and years that sentences and tables take from each.

Renderers in worker processes receive these records: nothing here needs a data library. A number that is not
given is None.
"""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.words.numbers import Number


@dataclass(frozen=True, slots=True)
class RateRow:
    """A row of the table of rates.

    Attributes:
        address: the address of the row, such as 'rates/infant-mortality/E92000001/2022/occurring'.
        least, greatest: what a withheld numerator can be; None where it is given or that is not said.
        one_in: the denominator over the numerator, for 'about 1 in every 258'.
        mark: symbols in place of a number that is not given.
        note: symbols beside numbers that are given, such as '[r]'.
    """

    address: str
    area_code: str
    area_name: str
    period: str
    basis: str
    numerator: Number | None
    denominator: Number | None
    least: Number | None
    greatest: Number | None
    value: Number | None
    lower: Number | None
    upper: Number | None
    one_in: Number | None
    shrunk: Number | None
    mark: str
    note: str
    comparison: str
    adjusted_comparison: str


@dataclass(frozen=True, slots=True)
class ChangeInPrint:
    """The change from one year to the next.

    ratio: None where the earlier rate is 0; adjusted: whether its p-value allows for several tests.
    """

    direction: str
    period_from: str
    period_to: str
    value_from: Number
    value_to: Number
    ratio: Number | None
    lower: Number
    upper: Number
    p_value: Number
    adjusted: bool


@dataclass(frozen=True, slots=True)
class TrendInPrint:
    """The trend over a run of years; `size` is its annual change without the sign."""

    direction: str
    basis: str
    first_year: int
    last_year: int
    points: int
    annual: Number
    size: Number
    lower: Number
    upper: Number
    p_value: Number
    adjusted_p_value: Number
    exact_p_value: Number
    dispersion: Number
    adjusted: bool
    marker: str
    marker_reason: str


@dataclass(frozen=True, slots=True)
class TargetInPrint:
    """The comparator against a target.

    indicator: its place among all; falls: whether the target is below the start of the line to it;
    projected: None, with its limits, where there is no trend to follow on.
    """

    indicator: int
    course: str
    falls: bool
    from_year: str
    to_year: str
    first_year: str
    last_year: str
    judged_year: str
    from_value: Number
    to_value: Number
    value: Number
    line_value: Number
    judged_line: Number
    projected: Number | None
    lower: Number
    upper: Number


@dataclass(frozen=True, slots=True)
class FunnelInPrint:
    """Numbers of a funnel; `is_adjusted`: whether its limits allow for variance between areas."""

    area_type: str
    period: str
    basis: str
    target: Number
    areas: Number
    not_drawn: Number
    phi: Number
    calibrated_phi: Number
    dispersion_level: str
    is_adjusted: bool
    can_adjust: bool
    outside: Number
    outside_95: Number
    adjusted_outside: Number
    adjusted_outside_95: Number
    expected_false_flags: Number
    expected_false_flags_95: Number


@dataclass(frozen=True, slots=True)
class ControlYear:
    """A year of a control chart."""

    period: str
    is_outside: bool
    rate: Number
    lower: Number
    upper: Number


@dataclass(frozen=True, slots=True)
class ControlChartInPrint:
    """A control chart: its mean, the names of the years outside the limits, a row per year."""

    first_year: int
    last_year: int
    basis: str
    centre: Number
    outside: Number
    years: Number
    names: tuple[str, ...]
    rows: tuple[ControlYear, ...]


@dataclass(frozen=True, slots=True)
class DetectableInPrint:
    """Detectable changes of a network, in per cent; `can_be_given`: whether both exist."""

    denominator: Number
    pool_years: Number
    one_year: Number
    pooled: Number
    can_be_given: bool


@dataclass(frozen=True, slots=True)
class WithholdingInPrint:
    """Cells of a level and period that are withheld, have no denominator or no rate, or are marked."""

    area_type: str
    period: str
    cells: Number
    withheld: Number
    denominators_withheld: Number
    rate_withheld: Number
    unreliable: Number
    withheld_percent: Number
