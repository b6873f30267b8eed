"""Contexts of pages about one area: the part that briefings share, and that of a region's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reporter.findings.revisions import REVISED
from reporter.publication.areas import Area
from reporter.publication.settings import Level
from reporter.report.charts.ranges import Ranges
from reporter.report.pages.annual import annual
from reporter.report.pages.inequalities import inequalities
from reporter.report.pages.page_inputs import TABLE_DECIMALS, PageInputs


def area_page(page_inputs: PageInputs, area: Area) -> dict[str, Any]:
    """The context of the page of an area above or below the networks, in plain data."""
    about, levels = about_area(page_inputs, area), _levels_within(page_inputs, area)
    return {**about, "lower_levels": levels, "symbols": page_inputs.symbols(marks(about, levels))}


def about_area(page_inputs: PageInputs, area: Area) -> dict[str, Any]:
    """Context common to pages about an area: its rates beside those of larger areas, and over time."""
    findings, headline, comparator = page_inputs.findings, page_inputs.headline, page_inputs.comparator
    return {
        **page_inputs.imprint,
        "root": "../",
        "area": {
            "code": area.code,
            "name": area.name,
            "short": page_inputs.names[area.code],
            "type": area.type,
        },
        "part_of": _part_of(page_inputs, area),
        "main_period": findings.main_period,
        "latest_year": findings.latest_year,
        "basis": findings.main_basis,
        **page_inputs.key_figures(headline, area.code),
        "target": page_inputs.cell(headline, comparator.code),
        "comparator_trend": page_inputs.trend(headline, comparator.code),
        "indicator_rows": _indicator_rows(page_inputs, area),
        "annual": annual(
            page_inputs,
            [
                (headline, area.code, page_inputs.names[area.code]),
                (headline, comparator.code, comparator.name),
            ],
        ),
        "funnel": None,
        "control": None,
        "detectable": None,
        "inequalities": inequalities(page_inputs, area.code),
        "inequalities_of": {"code": area.code, "name": page_inputs.names[area.code]},
        "rules": page_inputs.rules,
    }


def marks(about: dict[str, Any], levels: Iterable[dict[str, Any]]) -> set[str]:
    """Symbols that stand in a page's tables: in place of a number, or beside a rate."""
    tables = [*about["indicator_rows"], *levels]
    years = about["annual"]["rows"] if about["annual"] else ()
    rows = [row for table in tables for row in (*table["rows"], *table["last"])]
    annual = [cell for row in years for cell in row["cells"] if cell]
    counted = [cell for row in rows for cell in row.get("years", ()) if cell]
    found = {row["mark"] for row in rows} | {row["note"] for row in rows}
    found |= {cell.mark for cell in annual} | {cell.note for cell in annual}
    found |= {cell.mark for cell in counted if cell.numerator is None}
    found |= {REVISED for cell in counted if REVISED in cell.note}
    return found - {""}


def _part_of(page_inputs: PageInputs, area: Area) -> list[dict[str, str]]:
    """Larger areas that have a page of their own, nearest first."""
    return [
        {"name": page_inputs.names[above.code], "page": f"{folder}{above.code}.html"}
        for above in page_inputs.areas.ancestors(area.code)
        if above.code != page_inputs.comparator.code and (folder := page_inputs.folder(above.type))
    ]


def _indicator_rows(page_inputs: PageInputs, area: Area) -> list[dict[str, Any]]:
    """Rows of each indicator: the area, larger areas, and the comparator."""
    above = {area.code: area for area in page_inputs.areas.ancestors(area.code)}
    shown_types = {level.area_type for level in page_inputs.upper_levels}
    codes = [area.code, *(code for code, each in above.items() if each.type in shown_types)]
    last = [page_inputs.comparator.code]
    cells = [
        page_inputs.rate(indicator, code) for indicator in page_inputs.indicators for code in (*codes, *last)
    ]
    ranges = Ranges(rate for rate in cells if rate is not None)
    return [
        page_inputs.rows(indicator, codes, TABLE_DECIMALS, last, ranges)
        for indicator in page_inputs.indicators
    ]


def _levels_within(page_inputs: PageInputs, area: Area) -> list[dict[str, Any]]:
    """A table for each level between the area and the networks, these included, largest areas first."""
    last = [area.code, page_inputs.comparator.code]
    tables = (
        page_inputs.level_table(
            level, page_inputs.areas.within(area.code, level.area_type), TABLE_DECIMALS, last
        )
        for level in _between(page_inputs, area)
    )
    return [table for table in tables if table["rows"]]


def _between(page_inputs: PageInputs, area: Area) -> tuple[Level, ...]:
    """The levels below an area down to the networks; all below it where it is no larger than they are."""
    levels = page_inputs.publication.settings.levels
    types = [level.area_type for level in levels]
    own, network = types.index(area.type), types.index(page_inputs.network_type)
    return tuple(reversed(levels[network if own > network else 0 : own]))
