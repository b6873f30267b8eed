"""Context of the quality report."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.publication.settings import Level, Quality
from reporter.report.contexts.analysts import Analysts
from reporter.report.contexts.area import AreaInPrint
from reporter.report.contexts.context import PageContext
from reporter.report.contexts.revised import RevisionsInPrint
from reporter.report.provenance import BuiltWith
from reporter.report.words.in_print import RateRow, VariationInPrint
from reporter.report.words.rules import RulesInWords


@dataclass(frozen=True, slots=True)
class LevelCoverage:
    """A level with the number of its areas; `name`: that of the area where it is the only one."""

    level: Level
    areas: int
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IncompleteYears:
    """Years in which some areas of a level have no counts: how many have some, and which have none."""

    years: str
    basis: str
    areas: int
    level: str
    present: int
    absent: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBlock:
    """One show block of the settings: indicators, levels, breakdowns, basis, years and pools."""

    indicators: tuple[str, ...]
    levels: tuple[str, ...]
    breakdowns: tuple[str, ...]
    basis: str
    first_year: str
    last_year: str
    single_years: bool
    pools: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MethodsUsed:
    """Whether the edition uses each method."""

    changes: bool
    trends: bool
    funnel: bool
    shrunk: bool
    detectable: bool
    categories: bool
    inequalities: bool
    inequality_trends: bool
    decompositions: bool


@dataclass(frozen=True, slots=True)
class VariationOf:
    """How much the areas of each level vary in the main period, for one indicator."""

    indicator: str
    levels: tuple[VariationInPrint, ...]


@dataclass(frozen=True, slots=True)
class WithholdingNumbers:
    """Numbers of cells, of those withheld, without denominator, without a rate, and marked."""

    cells: str
    withheld: str
    denominators_withheld: str
    rate_withheld: str
    unreliable: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithholdingRow(WithholdingNumbers):
    """These numbers for an indicator, breakdown and level; `breakdown` is None for everyone."""

    indicator: str
    breakdown: str | None
    area_type: str
    cells_of: str


@dataclass(frozen=True, slots=True)
class QualityWithholding:
    """Withheld and uncertain cells over all periods, in parts and in all."""

    rows: tuple[WithholdingRow, ...]
    total: WithholdingNumbers


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityContext(PageContext):
    """Context of the quality report.

    Attributes:
        stated: statements of the producer.
        of_source: statements of the record beside the counts.
        coverage: each level, largest first.
        incomplete: years in which a level lacks areas, of the headline indicator's single years.
        apart: the levels whose areas are not the sums of their parts, largest first.
        source_withholds: whether the source withholds counts.
        opened_or_closed: areas that did not exist throughout, level by level.
        years_without: years without any counts, in words; empty if none.
        years_by_category: years with counts by category alone, in words; empty if none.
        bases: the bases of the shown blocks.
        example: the comparator's rate in the latest year.
        contains_compared: whether the comparator holds every area that is compared with it.
        variation: for each indicator that has verdicts.
        months_after: whole months from the end of the latest year to the release.
        weeks_announced: whole weeks from the announcement to the release; None where none is stated.
        checked: implausible counts that were found right.
    """

    stated: Quality
    of_source: tuple[str, ...]
    coverage: tuple[LevelCoverage, ...]
    incomplete: tuple[IncompleteYears, ...]
    apart: tuple[Level, ...]
    source_withholds: bool
    opened_or_closed: tuple[AreaInPrint, ...]
    years_without: str
    years_by_category: str
    shown: tuple[ShownBlock, ...]
    bases: tuple[str, ...]
    example: RateRow | None
    methods: MethodsUsed
    analysts: Analysts
    contains_compared: bool
    variation: tuple[VariationOf, ...]
    months_after: int
    weeks_announced: int | None
    checked: tuple[str, ...]
    rules: RulesInWords
    withholding: QualityWithholding
    revisions: tuple[RevisionsInPrint, ...]
    revision_policy: str | None
    built_with: BuiltWith
