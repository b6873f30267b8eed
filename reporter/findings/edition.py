"""All findings of an edition, from its released cells and its settings."""

from __future__ import annotations

import pandas as pd

from reporter.disclosure.released import ReleasedCells
from reporter.findings.change import changes
from reporter.findings.detectable import detectable
from reporter.findings.funnels import funnel
from reporter.findings.model import Findings, Funnel, Rules
from reporter.findings.rates import rates
from reporter.findings.trends import trends
from reporter.findings.withholding import withholding
from reporter.periods import Period
from reporter.publication import Publication


def find(released: ReleasedCells, publication: Publication) -> Findings:
    """Apply the statistics to the released cells.

    Args:
        released: what the gate let through.
        publication: settings and indicators.
    """
    settings = publication.settings
    main, latest = main_period(publication)
    network_up = (settings.network, *_above(released, settings.network))
    table = rates(released, publication.indicators, settings.comparator)
    funnels = {
        (indicator.id, period, basis): funnel(
            table, indicator, network_up, period, basis, settings.comparator
        )
        for indicator in publication.indicators
        for period, basis in _periods_of(table, indicator.id, settings.network)
    }
    table = _with_adjusted(table, [found for found in funnels.values() if found is not None])
    rules = _rules(released)
    return Findings(
        rates=table,
        changes=changes(table, publication.indicators, latest.last_year, latest.basis),
        trends=trends(table, publication.indicators, network_up),
        funnels=tuple(
            found
            for indicator in publication.indicators
            if (found := funnels.get((indicator.id, main.label, main.basis))) is not None
        ),
        detectable=detectable(
            table,
            publication.headline,
            settings.network,
            latest.last_year,
            latest.basis,
            settings.comparator,
            len(main.years) if not main.is_single_year else 3,
        ),
        withholding=withholding(table, rules),
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


def _periods_of(table: pd.DataFrame, indicator: str, area_type: str) -> list[tuple[str, str]]:
    shown = table[(table["indicator"] == indicator) & (table["area_type"] == area_type)]
    return [
        (str(period), str(basis)) for period, basis in shown[["period", "basis"]].drop_duplicates().to_numpy()
    ]


def _with_adjusted(table: pd.DataFrame, funnels: list[Funnel]) -> pd.DataFrame:
    """The comparison allowing for over-dispersion, for areas that stand in a funnel; empty elsewhere."""
    verdicts = {
        (found.indicator, found.period, found.basis, code): verdict
        for found in funnels
        for code, verdict in found.points[["area_code", "adjusted_flag"]].itertuples(index=False)
    }
    keys = table[["indicator", "period", "basis", "area_code"]].itertuples(index=False, name=None)
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


def _rules(released: ReleasedCells) -> Rules:
    reliability = released.reliability
    return Rules(
        withheld_mark=released.mark,
        withheld_rule=released.rule.strip(),
        no_rate_mark=reliability.no_rate_mark,
        no_rate_below=reliability.no_rate_below,
        unreliable_mark=reliability.unreliable_mark,
        unreliable_below=reliability.unreliable_below,
        reliability_rule=reliability.rule.strip(),
    )
