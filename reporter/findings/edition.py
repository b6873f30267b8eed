"""All findings of an edition, from its released cells and its settings, and the data tables that hold them.

Findings are numbers and verdicts, never words or formats. Every verdict is the result of a test; words
follow verdicts, so that no sentence can say more than a test allows. Rates are per the indicator's
multiplier. Numbers have ten significant digits (see `digits`); one that cannot be given is NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from reporter.comparison.differences import Revisions, revisions
from reporter.comparison.published import PublishedEdition
from reporter.disclosure.released import ReleasedCells
from reporter.findings.against_rest import AGAINST_REST, AgainstRest, against_rest
from reporter.findings.categories import BY_CATEGORY, rates_by_category
from reporter.findings.change import CHANGES, SHARE_CHANGES, AnyChange, changes
from reporter.findings.coverage import COVERAGE, Coverage, counted, coverage
from reporter.findings.decompositions import DECOMPOSITIONS, Decomposition, decompositions
from reporter.findings.detectable import DETECTABLE, Detectable, detectable
from reporter.findings.digits import with_significant_digits
from reporter.findings.funnels import FUNNEL_LIMITS, FUNNEL_POINTS, FUNNELS, Funnel, funnel
from reporter.findings.inequalities import INEQUALITIES, Inequality, inequalities
from reporter.findings.inequality_trends import INEQUALITY_TRENDS, InequalityTrend, inequality_trends
from reporter.findings.interval_coverage import COVERAGES, IntervalCoverage, interval_coverage
from reporter.findings.kinds import kind_of
from reporter.findings.known_breaks import BROKEN_TRENDS, TREND_PARTS, BrokenTrend, TrendPart, broken_trends
from reporter.findings.mix import MIX, AdjustedForMix, adjusted_for_mix
from reporter.findings.models import NOTHING, Models
from reporter.findings.newest_runs import NEWEST_RUNS, SHARE_RUNS, AnyRun, newest_runs
from reporter.findings.possible_counts import with_possible
from reporter.findings.rare_events import NetworkControlChart, control_charts
from reporter.findings.rates import RATES, rates
from reporter.findings.revisions import REVISIONS, marked, published
from reporter.findings.schema import Schema
from reporter.findings.sensitivity import FALSE_MARKS, MARKS, FalseMarks, Marks, sensitivity
from reporter.findings.shrunk import level_rates, with_shrunk
from reporter.findings.targets import TARGETS, TargetCourse, targets
from reporter.findings.trends import TRENDS, Trend, trends
from reporter.findings.unbroken import unbroken_runs
from reporter.findings.underlying import (
    RELIABILITY,
    UNDERLYING,
    LevelReliability,
    UnderlyingRate,
    level_reliability,
    underlying,
)
from reporter.findings.verdicts import VARIATION, Variation, verdicts
from reporter.findings.vocabulary import Verdict
from reporter.findings.withholding import WITHHOLDING, Withholding, withholding
from reporter.machine.rows import row_keys
from reporter.publication.loading import Publication
from reporter.publication.periods import Period
from reporter.publication.profiles import Profile


@dataclass(frozen=True)
class Findings:
    """All findings of an edition.

    Attributes:
        rates: one row a released cell, columns `RATE_COLUMNS` first, then `adjusted_comparison` (empty
            but for networks in the main period and the latest year), `verdict` (the one that pages give),
            `first_year`, `last_year`, and for the same periods, at every level, `shrunk_value`,
            `shrunk_lower_95`, `shrunk_upper_95`; in publications that print bounds, `numerator_least` and
            `numerator_greatest` too.
        changes: latest single year against the one before, for each area with both.
        newest_runs: for each area of network level and above, three years or more; and longer ones by the
            sums over a breakdown's categories.
        trends: for each area of network level and above.
        variation: for each indicator, level and period with verdicts.
        funnels: for each indicator, at network level, for the main period (the longest pool of the first
            block, or its latest year).
        detectable: for each network, headline indicator.
        control_charts: for each network with rare events and a run of years, headline indicator.
        by_category: rates by category of a breakdown, columns `CATEGORY_COLUMNS`, each compared with the
            reference category, and the same two; empty where no breakdown is shown.
        inequalities: for each quantile breakdown, area and period with all quantiles.
        inequality_trends: for each of these areas with enough single years.
        decompositions: for each breakdown into groups and area with all groups in the first and last year.
        coverage: for each breakdown, area and period with its total and all categories.
        withholding: by indicator, breakdown, level and period.
        rules: the profile that counts were released by, with the symbols in the tables.
        main_period: label of the main period; latest_year: label of the latest single year; main_basis: their
            basis.
        revisions: differences from each earlier edition; a number that differs carries `[r]`.
        underlying: of areas of levels with enough known counts, in the main period and the latest year.
        reliability: for each of these levels.
        against_rest: of areas that hold a large part of the comparator, in the same periods.
        targets: of the comparator, for each indicator with a target.
        broken_trends, trend_parts: of the areas that `trends` has, where an indicator names breaks.
        adjusted_for_mix: of areas whose denominators by category are all released.
        interval_coverage: for each indicator and level below the comparator's, in the main period.
        marks, false_marks: of networks in the main period, headline indicator, by each way to draw limits.
    """

    rates: pd.DataFrame
    changes: tuple[AnyChange, ...]
    newest_runs: tuple[AnyRun, ...]
    trends: tuple[Trend, ...]
    variation: tuple[Variation, ...]
    funnels: tuple[Funnel, ...]
    detectable: tuple[Detectable, ...]
    control_charts: tuple[NetworkControlChart, ...]
    by_category: pd.DataFrame
    inequalities: tuple[Inequality, ...]
    inequality_trends: tuple[InequalityTrend, ...]
    decompositions: tuple[Decomposition, ...]
    coverage: tuple[Coverage, ...]
    withholding: tuple[Withholding, ...]
    rules: Profile
    main_period: str
    latest_year: str
    main_basis: str
    revisions: tuple[Revisions, ...] = ()
    underlying: tuple[UnderlyingRate, ...] = ()
    reliability: tuple[LevelReliability, ...] = ()
    against_rest: tuple[AgainstRest, ...] = ()
    targets: tuple[TargetCourse, ...] = ()
    broken_trends: tuple[BrokenTrend, ...] = ()
    trend_parts: tuple[TrendPart, ...] = ()
    adjusted_for_mix: tuple[AdjustedForMix, ...] = ()
    interval_coverage: tuple[IntervalCoverage, ...] = ()
    marks: tuple[Marks, ...] = ()
    false_marks: tuple[FalseMarks, ...] = ()


TABLES: Mapping[str, tuple[Schema[Any], ...]] = {
    "rates": (RATES,),
    "changes": (CHANGES, SHARE_CHANGES),
    "newest_runs": (NEWEST_RUNS, SHARE_RUNS),
    "trends": (TRENDS,),
    "variation": (VARIATION,),
    "funnels": (FUNNELS, FUNNEL_POINTS, FUNNEL_LIMITS),
    "detectable": (DETECTABLE,),
    "control_charts": (),
    "by_category": (BY_CATEGORY,),
    "inequalities": (INEQUALITIES,),
    "inequality_trends": (INEQUALITY_TRENDS,),
    "decompositions": (DECOMPOSITIONS,),
    "coverage": (COVERAGE,),
    "withholding": (WITHHOLDING,),
    "revisions": (REVISIONS,),
    "underlying": (UNDERLYING,),
    "reliability": (RELIABILITY,),
    "against_rest": (AGAINST_REST,),
    "targets": (TARGETS,),
    "broken_trends": (BROKEN_TRENDS,),
    "trend_parts": (TREND_PARTS,),
    "adjusted_for_mix": (MIX,),
    "interval_coverage": (COVERAGES,),
    "marks": (MARKS,),
    "false_marks": (FALSE_MARKS,),
}
"""The data tables of each field of `Findings`, in the order of the workbook.

Control charts have none: verification works their numbers out again from the table of rates.
"""


def find(released: ReleasedCells, publication: Publication, models: Models = NOTHING) -> Findings:
    """Findings from the released cells.

    Args:
        released: the released cells.
        publication: settings and indicators.
        models: cache of fitted models; it changes no result.

    Returns:
        Findings whose numbers have their significant digits (see `digits`).
    """
    return with_significant_digits(_found(released, publication, models))


def _found(released: ReleasedCells, publication: Publication, models: Models) -> Findings:
    """The findings before rounding."""
    settings = publication.settings
    main, latest = main_period(publication)
    judged = tuple(dict.fromkeys((main, latest)))
    network_up = (settings.network, *_above(released, settings.network))
    table = rates(released, publication.indicators, settings.comparator)
    judgement = verdicts(table, released, publication, models)
    table = _with_verdict(table, judgement.column)
    drawn = [
        found
        for indicator in publication.indicators
        for period in judged
        if (found := funnel(table, indicator, period, settings, judgement, models)) is not None
    ]
    table = _with_adjusted(table, drawn)
    below = [level.area_type for level in settings.levels]
    levels = level_rates(table, released.cells, publication.indicators, below, judged, models)
    table = with_shrunk(table, levels)
    by_category = rates_by_category(released, publication)
    if settings.disclosure.show == "bounds":
        table = with_possible(table, released.cells, RATES.key)
        by_category = with_possible(by_category, released.by_category, BY_CATEGORY.key)
    # What analysts get besides rests on Poisson counts over denominators, both whole numbers.
    crude = tuple(
        each
        for each in publication.indicators
        if kind_of(each).is_poisson and not (each.numerator.decimal or each.denominator.decimal)
    )
    crude_rates = table[table["indicator"].isin([each.id for each in crude]).to_numpy()]
    marked_by = sensitivity(
        crude_rates,
        released.cells,
        publication.headline,
        settings.network,
        main,
        settings.comparator,
        released.areas,
        models,
    )
    with_breaks = broken_trends(table, crude, network_up, models)
    rules = released.profile
    covered = counted(table, by_category, publication, rules)
    types = {area.code: area.type for area in released.areas.areas}
    alone = {each.id for each in publication.indicators if not each.denominator.add}
    windows = publication.main_block.is_of_windows
    newest = newest_runs(table, publication.indicators, network_up, models, windows=windows)
    return Findings(
        rates=table,
        changes=changes(table, publication.indicators, latest),
        newest_runs=(
            *newest,
            *unbroken_runs(by_category, publication, covered, newest, network_up, models),
        ),
        trends=trends(table, publication.indicators, network_up, models, windows=windows),
        variation=judgement.variation,
        funnels=tuple(found for found in drawn if found.period == main.label),
        detectable=detectable(table, publication.headline, settings.network, judged, judgement.rules),
        control_charts=control_charts(table, publication.headline, settings.network, windows=windows),
        by_category=by_category,
        inequalities=inequalities(by_category, publication),
        inequality_trends=inequality_trends(by_category, publication, covered, models),
        decompositions=decompositions(by_category, publication, covered),
        coverage=coverage(covered, rules, types, settings.comparator),
        withholding=withholding(table, by_category, rules, alone),
        rules=rules,
        main_period=main.label,
        latest_year=latest.label,
        main_basis=main.basis,
        underlying=underlying(table, levels, settings.comparator, models),
        reliability=level_reliability(table, levels),
        against_rest=against_rest(crude_rates, crude, judged, released.areas, settings.comparator),
        targets=targets(table, publication.indicators, settings.comparator, latest),
        broken_trends=with_breaks[0],
        trend_parts=with_breaks[1],
        adjusted_for_mix=adjusted_for_mix(
            crude_rates, released.cells, by_category, settings.comparator, models
        ),
        interval_coverage=interval_coverage(table, publication.indicators, below, main, settings.comparator),
        marks=marked_by.marks,
        false_marks=marked_by.false_marks,
    )


def with_revisions(findings: Findings, earlier: Sequence[PublishedEdition]) -> Findings:
    """Findings with their differences from earlier editions, and `[r]` on every given number that differs.

    Only numbers that both editions publish are compared, so that a reader of both can work out the same.

    Args:
        findings: the findings of the edition.
        earlier: earlier editions, read from their published files.
    """
    if not earlier:
        return findings
    tables = [published(findings.rates), published(findings.by_category)]
    found = tuple(revisions(edition, {**tables[0], **tables[1]}) for edition in earlier)
    differing = {each.name for since in found for each in since.differences if each.is_given}
    return replace(
        findings,
        rates=marked(findings.rates, tables[0], differing),
        by_category=marked(findings.by_category, tables[1], differing),
        revisions=found,
    )


def main_period(publication: Publication) -> tuple[Period, Period]:
    """The main period, the latest of the longest pools of the main block, and that block's latest year.

    Of windows that the source has counted together both are the latest.
    """
    block = publication.main_block
    if block.is_of_windows:
        window = max(block.periods, key=lambda period: (period.last_year, len(period.years)))
        return window, window
    latest = Period(block.last, block.last, block.basis)
    return max(block.periods, key=lambda period: (len(period.years), period.last_year)), latest


def _with_verdict(table: pd.DataFrame, verdict: list[Verdict]) -> pd.DataFrame:
    """The table with `verdict`, after the comparisons."""
    table = table.copy()
    table.insert(list(table.columns).index("comparison") + 1, "verdict", verdict)
    return table


_FLAGGED = ("area_code", "adjusted_comparison")


def _with_adjusted(table: pd.DataFrame, funnels: list[Funnel]) -> pd.DataFrame:
    """The table with `adjusted_comparison`, for networks in the main period and latest year; else empty."""
    verdicts = {
        (found.indicator, found.period, found.basis, code): verdict
        for found in funnels
        for code, verdict in row_keys(found.points, _FLAGGED)
    }
    keys = row_keys(table, ("indicator", "period", "basis", "area_code"))
    place = list(table.columns).index("comparison") + 1
    table = table.copy()
    table.insert(place, "adjusted_comparison", [verdicts.get(key, "") for key in keys])
    return table


def _above(released: ReleasedCells, area_type: str) -> tuple[str, ...]:
    """Types of all areas above those of one type, nearest first."""
    areas = released.areas
    return tuple(
        dict.fromkeys(above.type for area in areas.of_type(area_type) for above in areas.ancestors(area.code))
    )
