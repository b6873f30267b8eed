"""Context of the quality report: methods and quality, from settings, records and findings."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

import pandas as pd

from reporter.findings import main_period
from reporter.findings.runs import of_series
from reporter.findings.vocabulary import EVERYONE
from reporter.machine.rows import among
from reporter.publication.addresses import address
from reporter.publication.coverage import CoverageKey, completeness, gaps, series
from reporter.publication.loading import is_shown
from reporter.publication.periods import MONTHS, label_of, window, window_number, years_in_words
from reporter.publication.show import Show
from reporter.publication.source_record import statements
from reporter.report.contexts.quality import (
    IncompleteYears,
    LevelCoverage,
    MethodsUsed,
    QualityContext,
    QualityWithholding,
    ShownBlock,
    VariationOf,
    WithholdingNumbers,
    WithholdingRow,
)
from reporter.report.marks.text import area_name
from reporter.report.pages.analysts import analysts
from reporter.report.pages.page_inputs import PageInputs
from reporter.report.pages.revised import revised
from reporter.report.provenance import built_with
from reporter.report.words.numbers import whole

DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12
NOT_AGAINST_IT = frozenset({"count", "indirectly standardised ratio"})
"""Kinds of measure of which no value is compared with the comparator's."""
_NUMBERS = tuple(field.name for field in fields(WithholdingNumbers))


def quality(page_inputs: PageInputs) -> QualityContext:
    """The context of the quality report, in plain data."""
    findings, settings = page_inputs.findings, page_inputs.publication.settings
    keys = _single_years(page_inputs)
    coverage = _coverage(page_inputs)
    without, by_category = _years_without(page_inputs, keys)
    return QualityContext(
        imprint=page_inputs.imprint,
        root="",
        main_period=findings.main_period,
        latest_year=findings.latest_year,
        basis=findings.main_basis,
        stated=settings.quality,
        of_source=tuple(statements(page_inputs.publication.path(settings.data.counts))),
        coverage=coverage,
        incomplete=_incomplete(page_inputs, keys),
        apart=tuple(
            page_inputs.imprint.levels[level.area_type]
            for level in reversed(settings.levels)
            if not level.sums
        ),
        source_withholds=bool(settings.data.withheld),
        opened_or_closed=tuple(
            page_inputs.in_print(area)
            for level in reversed(settings.levels)
            for area in page_inputs.by_name(page_inputs.areas.of_type(level.area_type))
            if area.opened_or_closed
        ),
        years_without=without,
        years_by_category=by_category,
        shown=tuple(_block(page_inputs, coverage, block) for block in settings.show),
        bases=_bases(page_inputs),
        example=page_inputs.cell(page_inputs.headline, page_inputs.comparator.code, findings.latest_year),
        methods=_methods(page_inputs),
        analysts=analysts(page_inputs),
        contains_compared=_contains_compared(page_inputs),
        variation=tuple(
            VariationOf(page_inputs.titles[indicator], levels)
            for indicator in page_inputs.indicators
            if (levels := page_inputs.marked(indicator))
        ),
        months_after=_months_after(page_inputs),
        weeks_announced=_weeks_announced(page_inputs),
        checked=settings.checks.acknowledged,
        rules=page_inputs.rules,
        withholding=_withholding(page_inputs),
        revisions=revised(page_inputs),
        revision_policy=settings.revisions.policy,
        built_with=built_with(),
    )


def _coverage(page_inputs: PageInputs) -> tuple[LevelCoverage, ...]:
    """Each level, largest first, with the number of its areas."""
    return tuple(
        LevelCoverage(
            page_inputs.imprint.levels[level.area_type],
            len(areas),
            area_name(areas[0].code, areas[0].name) if len(areas) == 1 else None,
        )
        for level in reversed(page_inputs.publication.settings.levels)
        if (areas := page_inputs.areas.of_type(level.area_type))
    )


def _single_years(page_inputs: PageInputs) -> list[CoverageKey]:
    """Area, year and basis of the headline indicator's rates of single years."""
    rates = page_inputs.findings.rates
    series = of_series(rates, windows=page_inputs.windows)
    single = rates[(rates["indicator"] == page_inputs.headline) & series]
    names = ["area_code", "first_year", "last_year", "basis"]
    rows = single[names].itertuples(index=False, name=None)
    return [(area, window(first, last), basis) for area, first, last, basis in rows]


def _bases(page_inputs: PageInputs) -> tuple[str, ...]:
    """The bases on which blocks show the headline indicator."""
    blocks = page_inputs.publication.settings.show
    shown = (block for block in blocks if is_shown(page_inputs.headline, block, of_everyone=False))
    return tuple(dict.fromkeys(block.basis for block in shown))


def _years_without(page_inputs: PageInputs, keys: Sequence[CoverageKey]) -> tuple[str, str]:
    """Years between others of the headline indicator without a figure, and those with some by category."""
    findings = page_inputs.findings
    everyone, by_category = (
        _years_of(table[table["indicator"] == page_inputs.headline])
        for table in (findings.rates, findings.by_category)
    )
    missing = [year for year in gaps(series(keys)) if year not in everyone]
    return (
        years_in_words([year for year in missing if year not in by_category]),
        years_in_words([year for year in missing if year in by_category]),
    )


def _years_of(table: pd.DataFrame) -> set[int]:
    """Every year of a table's periods."""
    ends = set(table[["first_year", "last_year"]].itertuples(index=False, name=None))
    return {year for first, last in ends for year in range(first, last + 1)}


def _incomplete(page_inputs: PageInputs, keys: Sequence[CoverageKey]) -> tuple[IncompleteYears, ...]:
    """Years in which some areas of a level have no counts, by these areas, years and bases with counts."""
    levels = {name: level.plural for name, level in page_inputs.imprint.levels.items()}
    with_counts = {page_inputs.areas[code].type for code, *_ in keys}
    shown = [area_type for area_type in reversed(levels) if area_type in with_counts]
    return tuple(
        IncompleteYears(
            years=years_in_words(found.years),
            basis=found.basis,
            areas=found.areas,
            level=levels[found.area_type],
            present=found.areas - len(found.absent),
            absent=tuple(page_inputs.named(code) for code in found.absent),
        )
        for found in completeness(page_inputs.areas, shown, keys, page_inputs.publication.settings.periods)
        if 0 < len(found.absent) < found.areas
    )


def _block(page_inputs: PageInputs, coverage: Sequence[LevelCoverage], block: Show) -> ShownBlock:
    """One show block of the settings: indicators, levels, basis, years and pools."""
    titles = page_inputs.titles
    breakdowns = page_inputs.breakdown_titles
    names = {part.level.area_type: part.name or part.level.plural for part in coverage}
    return ShownBlock(
        indicators=tuple(titles[name] for name in block.indicators or titles),
        levels=tuple(names[level] for level in block.levels),
        breakdowns=tuple(breakdowns[name] for name in block.breakdowns),
        basis=block.basis,
        first_year=label_of(block.first),
        last_year=label_of(block.last),
        single_years=block.single_years,
        pools=block.pools,
    )


def _methods(page_inputs: PageInputs) -> MethodsUsed:
    """Methods that the edition uses; it explains no others."""
    findings = page_inputs.findings
    return MethodsUsed(
        changes=bool(findings.changes),
        trends=bool(findings.trends),
        funnel=page_inputs.funnel(page_inputs.headline) is not None,
        shrunk="shrunk_value" in findings.rates and bool(findings.rates["shrunk_value"].notna().any()),
        detectable=bool(findings.detectable),
        categories=not findings.by_category.empty,
        inequalities=bool(findings.inequalities),
        inequality_trends=bool(findings.inequality_trends),
        decompositions=bool(findings.decompositions),
    )


def _contains_compared(page_inputs: PageInputs) -> bool:
    """Whether every area that is compared with the comparator is a part of it."""
    comparator = page_inputs.comparator.code
    rates = page_inputs.findings.rates
    against_it = [
        each.id for each in page_inputs.publication.indicators if each.measure not in NOT_AGAINST_IT
    ]
    compared = set(rates.loc[among(rates["indicator"], against_it), "area_code"].tolist()) - {comparator}
    return bool(compared) and all(
        comparator in {above.code for above in page_inputs.areas.ancestors(code)} for code in compared
    )


def _months_after(page_inputs: PageInputs) -> int:
    """Whole months from the end of the latest year to the release."""
    released = page_inputs.publication.settings.release.local_time
    _, latest = main_period(page_inputs.publication)
    calendar = page_inputs.publication.settings.periods
    return released.year * MONTHS + released.month - 1 - calendar.end_in_months(window_number(latest))


def _weeks_announced(page_inputs: PageInputs) -> int | None:
    """Whole weeks from the announcement to the release; None where no announcement is stated."""
    release = page_inputs.publication.settings.release
    announced: dt.date | None = release.announced
    return None if announced is None else (release.local_time.date() - announced).days // DAYS_OF_A_WEEK


def _withholding(page_inputs: PageInputs) -> QualityWithholding:
    """Withheld and uncertain cells by indicator, breakdown and level, over all periods."""
    titles = page_inputs.titles
    breakdowns = page_inputs.breakdown_titles
    total: Counter[str] = Counter()
    counted: dict[tuple[str, str, str], Counter[str]] = {}
    for record in page_inputs.findings.withholding:
        numbers = {name: getattr(record, name) for name in _NUMBERS}
        total.update(numbers)
        counted.setdefault((record.indicator, record.breakdown, record.area_type), Counter()).update(numbers)
    return QualityWithholding(
        rows=tuple(
            WithholdingRow(
                **{name: whole(number) for name, number in numbers.items()},
                indicator=titles[indicator],
                breakdown=None if breakdown == EVERYONE else breakdowns[breakdown],
                area_type=area_type,
                cells_of=address("withholding", indicator, breakdown, area_type, ""),
            )
            for (indicator, breakdown, area_type), numbers in counted.items()
        ),
        total=WithholdingNumbers(**{name: whole(total[name]) for name in _NUMBERS}),
    )
