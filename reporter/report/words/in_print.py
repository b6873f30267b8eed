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
        said_as: the kind of measure as words have it; judged: 'better' or 'worse' where that is said.
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
    said_as: str
    judged: str
    comparison: str
    verdict: str


@dataclass(frozen=True, slots=True)
class ChangeInPrint:
    """The change from one year to the next.

    ratio: None where the earlier rate is 0; adjusted: whether its verdict allows for several areas tested;
    alone: whether it would be a change if no other area were tested.
    """

    said_as: str
    direction: str
    period_from: str
    period_to: str
    value_from: Number
    value_to: Number
    ratio: Number | None
    difference: Number | None
    lower: Number
    upper: Number
    adjusted: bool
    alone: bool


@dataclass(frozen=True, slots=True)
class NewestRunInPrint(ChangeInPrint):
    """The newest run of years: its last year against its first, and its trend.

    Attributes:
        first_year, last_year: its first and its last step, also where its periods are each of several.
        points: its number of years.
        trend_direction: the verdict on the trend.
        annual: the annual change, without its sign after 'rose' or 'fell'.
    """

    first_year: str
    last_year: str
    basis: str
    points: Number
    trend_direction: str
    annual: Number


@dataclass(frozen=True, slots=True)
class TrendInPrint:
    """The trend over a run of years; `size` is its annual change without the sign."""

    said_as: str
    direction: str
    basis: str
    first_year: str
    last_year: str
    points: int
    annual: Number
    size: Number
    lower: Number
    upper: Number
    adjusted: bool
    alone: bool
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
class VariationInPrint:
    """How much areas of a level vary, and how many are marked.

    Attributes:
        limits: those outside which an area is marked, such as '95%'.
        can_mark: whether areas are enough to be marked; otherwise they are only compared.
        needs_all: whether they would be, were every count of the level shown and whole.
        said_as: the kind of measure as words have it.
        allows: whether the limits allow for variation between areas.
        varies: whether a test finds that areas differ by more than chance.
    """

    area_type: str
    period: str
    basis: str
    address: str
    limits: Number
    can_mark: bool
    needs_all: bool
    said_as: str
    allows: bool
    varies: bool
    areas: Number
    known_within: Number
    higher: Number
    lower: Number
    expected_higher: Number
    expected_lower: Number
    tau2: Number
    tau2_lower: Number
    tau2_upper: Number
    p_value: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedAreas(VariationInPrint):
    """The same with the names of the areas that lie outside the limits."""

    names_higher: tuple[str, ...]
    names_lower: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FunnelInPrint:
    """Numbers of a funnel."""

    area_type: str
    period: str
    basis: str
    target: Number
    areas: Number
    not_drawn: Number


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

    first_year: str
    last_year: str
    basis: str
    centre: Number
    outside: Number
    years: Number
    names: tuple[str, ...]
    rows: tuple[ControlYear, ...]


@dataclass(frozen=True, slots=True)
class DetectableInPrint:
    """Detectable changes of a network in a period, in per cent; None where no distance would be marked."""

    period: str
    denominator: Number
    above: Number | None
    below: Number | None


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
