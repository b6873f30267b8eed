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
from reporter.findings.categories import BY_CATEGORY, rates_by_category
from reporter.findings.change import CHANGES, Change, changes
from reporter.findings.detectable import DETECTABLE, Detectable, detectable
from reporter.findings.digits import with_significant_digits
from reporter.findings.funnels import FUNNEL_LIMITS, FUNNEL_POINTS, FUNNELS, Funnel, funnel
from reporter.findings.inequalities import (
    DECOMPOSITIONS,
    INEQUALITIES,
    INEQUALITY_TRENDS,
    Decomposition,
    Inequality,
    InequalityTrend,
    decompositions,
    inequalities,
    inequality_trends,
)
from reporter.findings.models import NOTHING, Models
from reporter.findings.rare_events import NetworkControlChart, control_charts
from reporter.findings.rates import RATES, rates
from reporter.findings.revisions import REVISIONS, marked, published
from reporter.findings.schema import Schema
from reporter.findings.shrunk import with_shrunk
from reporter.findings.trends import TRENDS, Trend, trends
from reporter.findings.withholding import WITHHOLDING, Withholding, withholding
from reporter.machine.rows import row_keys
from reporter.publication.loading import Publication
from reporter.publication.periods import Period, form_of
from reporter.publication.profiles import Profile


@dataclass(frozen=True)
class Findings:
    """All findings of an edition.

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
        revisions: differences from each earlier edition; a number that differs carries `[r]`.
    """

    rates: pd.DataFrame
    changes: tuple[Change, ...]
    trends: tuple[Trend, ...]
    funnels: tuple[Funnel, ...]
    detectable: tuple[Detectable, ...]
    control_charts: tuple[NetworkControlChart, ...]
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


TABLES: Mapping[str, tuple[Schema[Any], ...]] = {
    "rates": (RATES,),
    "changes": (CHANGES,),
    "trends": (TRENDS,),
    "funnels": (FUNNELS, FUNNEL_POINTS, FUNNEL_LIMITS),
    "detectable": (DETECTABLE,),
    "control_charts": (),
    "by_category": (BY_CATEGORY,),
    "inequalities": (INEQUALITIES,),
    "inequality_trends": (INEQUALITY_TRENDS,),
    "decompositions": (DECOMPOSITIONS,),
    "withholding": (WITHHOLDING,),
    "revisions": (REVISIONS,),
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
    drawn = [
        found
        for indicator in publication.indicators
        for period in judged
        if (found := funnel(table, indicator, network_up, period, settings.comparator, models)) is not None
    ]
    table = _with_adjusted(table, drawn)
    table = with_shrunk(table, publication.indicators, settings.network, judged, models)
    by_category = rates_by_category(released, publication)
    rules = released.profile
    windows = publication.main_block.is_of_windows
    return Findings(
        rates=table,
        changes=changes(table, latest),
        trends=trends(table, publication.indicators, network_up, models, windows=windows),
        funnels=tuple(found for found in drawn if found.period == main.label),
        detectable=detectable(
            table,
            publication.headline,
            settings.network,
            latest,
            settings.comparator,
            len(main.years) if main != latest else max(3, form_of(latest.first_year).per_year),
        ),
        control_charts=control_charts(table, publication.headline, settings.network, windows=windows),
        by_category=by_category,
        inequalities=inequalities(by_category, publication),
        inequality_trends=inequality_trends(by_category, publication, models),
        decompositions=decompositions(by_category, publication),
        withholding=withholding(table, by_category, rules),
        rules=rules,
        main_period=main.label,
        latest_year=latest.label,
        main_basis=main.basis,
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
