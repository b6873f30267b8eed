"""Contexts of pages about one area: the part that briefings share, and that of a region's page."""

from __future__ import annotations

from reporter.publication.areas import Area
from reporter.publication.settings import Level
from reporter.report.charts.ranges import Ranges
from reporter.report.contexts.area import AboutArea, AreaContext, PageOfArea
from reporter.report.contexts.imprint import Place
from reporter.report.contexts.tables import LevelTable, RateTable
from reporter.report.fields import fields_of
from reporter.report.pages.annual import annual
from reporter.report.pages.inequalities import inequalities
from reporter.report.pages.page_inputs import TABLE_DECIMALS, PageInputs


def area_page(page_inputs: PageInputs, area: Area) -> AreaContext:
    """The context of the page of an area above or below the networks, in plain data."""
    levels = _levels_within(page_inputs, area)
    return AreaContext(**fields_of(about_area(page_inputs, area)), lower_levels=levels)


def about_area(page_inputs: PageInputs, area: Area) -> AboutArea:
    """Context common to pages about an area: its rates beside those of larger areas, and over time.

    Args:
        page_inputs: inputs of the edition's pages.
        area: the area.
    """
    findings, headline, comparator = page_inputs.findings, page_inputs.headline, page_inputs.comparator
    name = page_inputs.names[area.code]
    rows = _indicator_rows(page_inputs, area)
    by_year = annual(
        page_inputs,
        [
            (headline, each.code, short, f"areas/{each.code}")
            for each, short in ((area, name), (comparator, comparator.name))
        ],
    )
    return AboutArea(
        imprint=page_inputs.imprint,
        root="../",
        area=page_inputs.in_print(area),
        part_of=_part_of(page_inputs, area),
        main_period=findings.main_period,
        latest_year=findings.latest_year,
        basis=findings.main_basis,
        **fields_of(page_inputs.key_figures(headline, area.code)),
        target=page_inputs.cell(headline, comparator.code),
        comparator_trend=page_inputs.trend(headline, comparator.code),
        variation=tuple(page_inputs.variation(indicator, area.type) for indicator in page_inputs.indicators),
        indicator_rows=rows,
        annual=by_year,
        inequalities=inequalities(page_inputs, area.code),
        inequalities_of=Place(area.code, page_inputs.named(area.code)),
        rules=page_inputs.rules,
    )


def _part_of(page_inputs: PageInputs, area: Area) -> tuple[PageOfArea, ...]:
    """Larger areas that have a page of their own, nearest first."""
    return tuple(
        PageOfArea(page_inputs.named(above.code), f"{folder}{above.code}.html")
        for above in page_inputs.areas.ancestors(area.code)
        if above.code != page_inputs.comparator.code and (folder := page_inputs.folder(above.type))
    )


def _indicator_rows(page_inputs: PageInputs, area: Area) -> tuple[RateTable, ...]:
    """Rows of each indicator: the area, larger areas, and the comparator."""
    above = {area.code: area for area in page_inputs.areas.ancestors(area.code)}
    shown_types = {level.area_type for level in page_inputs.upper_levels}
    codes = [area.code, *(code for code, each in above.items() if each.type in shown_types)]
    last = [page_inputs.comparator.code]
    cells = [
        page_inputs.rate(indicator, code) for indicator in page_inputs.indicators for code in (*codes, *last)
    ]
    ranges = Ranges(rate for rate in cells if rate is not None)
    return tuple(
        page_inputs.rows(indicator, codes, TABLE_DECIMALS, last, ranges)
        for indicator in page_inputs.indicators
    )


def _levels_within(page_inputs: PageInputs, area: Area) -> tuple[LevelTable, ...]:
    """A table for each level between the area and the networks, these included, largest areas first."""
    last = [area.code, page_inputs.comparator.code]
    tables = (
        page_inputs.level_table(
            level, page_inputs.areas.within(area.code, level.area_type), TABLE_DECIMALS, last
        )
        for level in _between(page_inputs, area)
    )
    return tuple(table for table in tables if table.rows)


def _between(page_inputs: PageInputs, area: Area) -> tuple[Level, ...]:
    """The levels below an area down to the networks; all below it where it is no larger than they are."""
    levels = page_inputs.publication.settings.levels
    types = [level.area_type for level in levels]
    own, network = types.index(area.type), types.index(page_inputs.network_type)
    return tuple(reversed(levels[network if own > network else 0 : own]))
