"""Context of the national publication's template."""

from __future__ import annotations

from reporter.findings.vocabulary import EVERYONE
from reporter.publication.areas import Area
from reporter.publication.indicator import Indicator
from reporter.publication.settings import Level
from reporter.report.charts.tiles import tile_map
from reporter.report.contexts.national import (
    IndicatorsRow,
    NationalContext,
    NationalFunnel,
    NationalWithholding,
    OtherIndicator,
    Parts,
    PartsOfNetwork,
    Places,
)
from reporter.report.contexts.tables import LevelTable
from reporter.report.fields import fields_of
from reporter.report.pages.annual import annual
from reporter.report.pages.inequalities import inequalities
from reporter.report.pages.page_inputs import PROSE_DECIMALS, TABLE_DECIMALS, PageInputs
from reporter.report.pages.revised import revised
from reporter.report.words import verdicts
from reporter.report.words.cells import shown
from reporter.report.words.numbers import Number, whole


def national(page_inputs: PageInputs) -> NationalContext:
    """The context of the national publication, in plain data."""
    findings, headline, comparator = page_inputs.findings, page_inputs.headline, page_inputs.comparator
    codes = [area.code for area in page_inputs.networks]
    networks = page_inputs.rows(headline, codes, TABLE_DECIMALS, last=[comparator.code])
    return NationalContext(
        imprint=page_inputs.imprint,
        root="",
        main_period=findings.main_period,
        latest_year=findings.latest_year,
        basis=findings.main_basis,
        **fields_of(page_inputs.key_figures(headline, comparator.code)),
        annual=annual(
            page_inputs,
            [
                (indicator.id, comparator.code, indicator.title, f"indicators/{indicator.id}")
                for indicator in page_inputs.publication.indicators
                if _has_unit_of(indicator, page_inputs.publication.headline)
            ],
        ),
        targets=tuple(
            verdicts.target(
                found,
                page_inputs.indicators.index(found.indicator),
                TABLE_DECIMALS,
                page_inputs.said_as[found.indicator],
            )
            for found in findings.targets
        ),
        funnel=_funnel(page_inputs),
        marked=page_inputs.marked(headline),
        networks=networks,
        tiles=tile_map(page_inputs.areas.tiles, {row.area_code: row.verdict for row in networks.rows})
        if page_inputs.areas.tiles and networks.rows
        else None,
        upper_levels=_upper_levels(page_inputs),
        places=_places(page_inputs),
        parts=_parts(page_inputs),
        inequalities=inequalities(page_inputs, comparator.code),
        inequalities_of=page_inputs.imprint.comparator,
        withholding=_withholding(page_inputs),
        revisions=revised(page_inputs),
        revision_policy=page_inputs.publication.settings.revisions.policy,
    )


def _has_unit_of(indicator: Indicator, other: Indicator) -> bool:
    """Whether values of two indicators can stand on one axis: of one kind, per as many of the same."""
    mine, others = ((each.measure, each.multiplier, each.words.denominator) for each in (indicator, other))
    return mine == others


def _funnel(page_inputs: PageInputs) -> NationalFunnel | None:
    """The funnel: numbers for its sentences, and its chart in both widths."""
    found = page_inputs.funnel(page_inputs.headline)
    if found is None:
        return None
    drawings = page_inputs.headline_funnel
    return NationalFunnel(
        **fields_of(verdicts.funnel(found, PROSE_DECIMALS, page_inputs.said_as[found.indicator])),
        wide=drawings["wide"].chart(),
        narrow=drawings["narrow"].chart(),
    )


def _upper_levels(page_inputs: PageInputs) -> tuple[LevelTable, ...]:
    """A table for each level between networks and comparator."""
    return tuple(
        page_inputs.level_table(
            level, page_inputs.areas.of_type(level.area_type), TABLE_DECIMALS, [page_inputs.comparator.code]
        )
        for level in page_inputs.upper_levels
    )


def _places(page_inputs: PageInputs) -> tuple[Places, ...]:
    """For each level below the networks, the names of its areas by network, for readers to find theirs."""
    return tuple(
        Places(
            page_inputs.imprint.levels[level.area_type],
            tuple(_parts_of_network(page_inputs, network, level) for network in page_inputs.networks),
        )
        for level in page_inputs.lower_levels
    )


def _parts_of_network(page_inputs: PageInputs, network: Area, level: Level) -> PartsOfNetwork:
    names = tuple(
        page_inputs.named(area.code)
        for area in page_inputs.by_name(page_inputs.areas.within(network.code, level.area_type))
        if page_inputs.rate(page_inputs.headline, area.code) is not None
    )
    return PartsOfNetwork(network.code, page_inputs.named(network.code), names)


def _parts(page_inputs: PageInputs) -> Parts:
    """Other indicators for the comparator, and a table of all indicators for areas above networks."""
    comparator = page_inputs.comparator.code
    above = [
        area for level in page_inputs.upper_levels for area in page_inputs.areas.of_type(level.area_type)
    ]
    return Parts(
        indicators=tuple(
            OtherIndicator(
                id=indicator,
                **fields_of(page_inputs.key_figures(indicator, comparator)),
                marked=page_inputs.marked(indicator),
            )
            for indicator in page_inputs.indicators[1:]
        ),
        rows=tuple(
            IndicatorsRow(
                name=page_inputs.named(code),
                code=code,
                cells=tuple(
                    shown(rate, TABLE_DECIMALS) if (rate := page_inputs.rate(indicator, code)) else None
                    for indicator in page_inputs.indicators
                ),
            )
            for code in (*(area.code for area in page_inputs.by_name(above)), comparator)
        ),
    )


def _withholding(page_inputs: PageInputs) -> NationalWithholding:
    """Withheld cells: by level for the headline indicator, in a year and the main period; in all."""
    findings = page_inputs.findings
    periods = list(dict.fromkeys((findings.latest_year, findings.main_period)))
    records = [
        record
        for record in findings.withholding
        if record.basis == findings.main_basis and record.breakdown == EVERYONE
    ]
    by_key = {
        (record.area_type, record.period): record
        for record in records
        if record.indicator == page_inputs.headline
    }
    levels = [level.area_type for level in page_inputs.publication.settings.levels]
    cells, withheld, denominators = (
        Number(whole(sum(getattr(record, field) for record in findings.withholding)), f"withholding/{field}")
        for field in ("cells", "withheld", "denominators_withheld")
    )
    return NationalWithholding(
        rules=page_inputs.rules,
        rows=tuple(
            verdicts.withholding(by_key[level, period])
            for level in levels
            for period in periods
            if (level, period) in by_key
        ),
        total_cells=cells,
        total_withheld=withheld,
        total_denominators=denominators,
        denominators=page_inputs.rules.denominators,
        any=any(record.withheld for record in findings.withholding),
    )
