"""Rates by category, with what their tests and indices say."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.report.contexts.tables import AnnualRates, TableRow
from reporter.report.words.numbers import Number


@dataclass(frozen=True, slots=True)
class RatioInPrint:
    """The ratio of a category's rate to the reference's, with its 95% interval."""

    value: Number
    lower: Number
    upper: Number


@dataclass(frozen=True, slots=True)
class CategoryRow(TableRow):
    """The rate of a category; `ratio` is None where it is not compared with the reference."""

    category: str
    ratio: RatioInPrint | None


@dataclass(frozen=True, slots=True)
class IndexInPrint:
    """Slope and relative index of inequality with their verdict, and the reason where one is missing.

    `can_be_given`: whether both are numbers; with all events in one group at an end only a limit of the
    relative index is.
    """

    verdict: str
    reason: str
    can_be_given: bool
    sii: Number
    sii_lower_95: Number
    sii_upper_95: Number
    rii: Number
    rii_lower_95: Number
    rii_upper_95: Number


@dataclass(frozen=True, slots=True)
class IndexTrendInPrint:
    """The trend of the relative and the slope index: change a year with its limits."""

    direction: str
    first_year: str
    last_year: str
    rii: Number
    rii_lower: Number
    rii_upper: Number
    sii: Number
    sii_lower: Number
    sii_upper: Number


@dataclass(frozen=True, slots=True)
class SplitInPrint:
    """Kitagawa's decomposition; `can_be_given`: whether it exists, `reason`: why it is kept back."""

    period_from: str
    period_to: str
    can_be_given: bool
    reason: str
    total: Number
    composition: Number
    rate: Number


@dataclass(frozen=True, slots=True)
class CoverageInPrint:
    """Events and denominators of everyone, and those in no category; `is_complete`: whether these are 0."""

    is_complete: bool
    events: Number
    events_outside: Number
    denominator: Number
    denominator_outside: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class InequalityPart:
    """One indicator by the categories of one breakdown.

    Attributes:
        id: id of its heading.
        indicator: the indicator's place among those of the publication.
        reference: name of the category that the others are compared with.
        target_line: None; the intervals have no line of the comparator.
        annual: rates at both ends of the breakdown over the single years.
    """

    id: str
    breakdown: str
    title: str
    kind: str
    note: str | None
    indicator: int
    period: str
    basis: str
    reference: str
    rows: tuple[CategoryRow, ...]
    target_line: None = None
    index: IndexInPrint | None
    trend: IndexTrendInPrint | None
    coverage: CoverageInPrint | None
    split: SplitInPrint | None
    annual: AnnualRates | None
