"""All findings of an edition, from its released cells and its settings."""

from __future__ import annotations

import pandas as pd

from reporter.disclosure.released import ReleasedCells
from reporter.findings.categories import rates_by_category
from reporter.findings.change import changes
from reporter.findings.detectable import detectable
from reporter.findings.funnels import funnel
from reporter.findings.inequalities import decompositions, inequalities, inequality_trends
from reporter.findings.model import Findings, Funnel
from reporter.findings.models import NOTHING, Models
from reporter.findings.rare_events import control_charts
from reporter.findings.rates import rates
from reporter.findings.shrunk import with_shrunk
from reporter.findings.trends import trends
from reporter.findings.withholding import withholding
from reporter.machine.rows import row_keys
from reporter.publication.loading import Publication
from reporter.publication.periods import Period


def find(released: ReleasedCells, publication: Publication, models: Models = NOTHING) -> Findings:
    """Apply the statistics to the released cells.

    Args:
        released: what the gate let through.
        publication: settings and indicators.
        models: those that are known from findings before; they change no result.
    """
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
    return Findings(
        rates=table,
        changes=changes(table, latest.last_year, latest.basis),
        trends=trends(table, publication.indicators, network_up, models),
        funnels=tuple(found for found in drawn if found.period == main.label),
        detectable=detectable(
            table,
            publication.headline,
            settings.network,
            latest.last_year,
            latest.basis,
            settings.comparator,
            len(main.years) if not main.is_single_year else 3,
        ),
        control_charts=control_charts(table, publication.headline, settings.network),
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


def main_period(publication: Publication) -> tuple[Period, Period]:
    """The main period, the latest of the longest pools of the first block, and the block's latest year."""
    block = publication.settings.show[0]
    latest = Period(block.last_year, block.last_year, block.basis)
    return max(block.periods, key=lambda period: (len(period.years), period.last_year)), latest


_FLAGGED = ("area_code", "adjusted_flag")


def _with_adjusted(table: pd.DataFrame, funnels: list[Funnel]) -> pd.DataFrame:
    """The comparison allowing for over-dispersion: for networks, main period and latest year; else empty."""
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
