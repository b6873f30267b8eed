"""What the briefing of one network says: the context of its template."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from reporter.areas import Area
from reporter.findings.revisions import REVISED
from reporter.report import verdicts
from reporter.report.annual import annual
from reporter.report.cells import shown
from reporter.report.charts import control
from reporter.report.charts.ranges import Ranges
from reporter.report.inequalities import inequalities
from reporter.report.material import PROSE_DECIMALS, TABLE_DECIMALS, Material


def briefing(material: Material, network: Area) -> dict[str, Any]:
    """The context of one network's briefing, in plain data."""
    findings, headline, comparator = material.findings, material.headline, material.comparator
    detectable = next((found for found in findings.detectable if found.area_code == network.code), None)
    levels = _lower_levels(material, network)
    beside = _indicator_rows(material, network)
    over_time = annual(
        material,
        [
            (headline, network.code, material.names[network.code]),
            (headline, comparator.code, comparator.name),
        ],
    )
    return {
        **material.imprint,
        "root": "../",
        "area": {"code": network.code, "name": network.name, "short": material.names[network.code]},
        "main_period": findings.main_period,
        "latest_year": findings.latest_year,
        "basis": findings.main_basis,
        "main": material.cell(headline, network.code),
        "target": material.cell(headline, comparator.code),
        "latest": material.cell(headline, network.code, findings.latest_year),
        "change": material.change(headline, network.code),
        "trend": material.trend(headline, network.code),
        "comparator_trend": material.trend(headline, comparator.code),
        "indicator_rows": beside,
        "annual": over_time,
        "funnel": _funnel(material, network),
        "lower_levels": levels,
        "control": _control(material, network),
        "inequalities": inequalities(material, network.code),
        "inequalities_of": {"code": network.code, "name": material.names[network.code]},
        "detectable": None if detectable is None else verdicts.detectable(detectable),
        "rules": vars(findings.rules),
        "symbols": material.symbols(_marks([*beside, *levels], over_time["rows"] if over_time else ())),
    }


def _control(material: Material, network: Area) -> dict[str, Any] | None:
    """The control chart of a network with rare events, its words' numbers, and its table."""
    charts = material.findings.control_charts
    found = next((found for found in charts if found.area_code == network.code), None)
    if found is None:
        return None
    return {
        **verdicts.control_chart(found, PROSE_DECIMALS),
        "wide": control.control_chart(found, control.WIDE),
        "narrow": control.control_chart(found, control.NARROW),
    }


def _indicator_rows(material: Material, network: Area) -> list[dict[str, Any]]:
    """Every indicator for the network, what it is a part of, and the comparator."""
    above = {area.code: area for area in material.areas.ancestors(network.code)}
    shown_types = {level.area_type for level in material.upper_levels}
    codes = [network.code, *(code for code, area in above.items() if area.type in shown_types)]
    last = [material.comparator.code]
    cells = [material.rate(indicator, code) for indicator in material.indicators for code in (*codes, *last)]
    ranges = Ranges(rate for rate in cells if rate is not None)
    return [
        material.rows(indicator, codes, TABLE_DECIMALS, last, ranges) for indicator in material.indicators
    ]


def _funnel(material: Material, network: Area) -> dict[str, Any] | None:
    found = material.funnel(material.headline)
    if found is None:
        return None
    return {
        **verdicts.funnel(found, PROSE_DECIMALS),
        "is_drawn": network.code in set(found.points["area_code"]),
        **{size: drawing.chart(network.code) for size, drawing in material.headline_funnel.items()},
        "table": material.network_rows,
    }


def _lower_levels(material: Material, network: Area) -> list[dict[str, Any]]:
    """A table for each level below the network: the main period, and the counts of its single years."""
    tables = []
    for level in material.lower_levels:
        codes = [area.code for area in material.areas.within(network.code, level.area_type)]
        codes.sort(key=material.names.__getitem__)
        table = material.rows(
            material.headline, codes, PROSE_DECIMALS, last=[network.code, material.comparator.code]
        )
        if not table["rows"]:
            continue
        for row in (*table["rows"], *table["last"]):
            row["years"] = _years(material, row["area_code"])
        tables.append({"level": level.model_dump(mode="json"), "years": _year_labels(material), **table})
    return tables


def _year_labels(material: Material) -> list[str]:
    """Single years within the main period that the edition shows; none where it is itself one year."""
    years = material.rates.annual(material.headline, material.comparator.code)
    main = material.rate(material.headline, material.comparator.code)
    if main is None or main.first_year == main.last_year:
        return []
    return [
        rate.period
        for rate in years
        if rate.basis == material.findings.main_basis and main.first_year <= rate.first_year <= main.last_year
    ]


def _years(material: Material, code: str) -> list[dict[str, Any] | None]:
    cells = [material.rate(material.headline, code, period) for period in _year_labels(material)]
    return [None if rate is None else {**shown(rate, PROSE_DECIMALS)} for rate in cells]


def _marks(tables: Iterable[dict[str, Any]], annual_rows: Iterable[dict[str, Any]]) -> set[str]:
    """Symbols that stand in the briefing's tables: in place of a number, or beside a rate."""
    rows = [row for table in tables for row in (*table["rows"], *table["last"])]
    rates = [*rows, *(cell for row in annual_rows for cell in row["cells"] if cell)]
    years = [cell for row in rows for cell in row.get("years", ()) if cell]
    counts = [cell for cell in years if cell["numerator"] is None]
    marks = {cell["mark"] for cell in (*rates, *counts)} | {cell["note"] for cell in rates}
    marks |= {REVISED for cell in years if REVISED in cell["note"]}
    return marks - {""}
