"""What the briefing of one network says: the context of its template."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reporter.publication.areas import Area
from reporter.report.charts import control
from reporter.report.pages.area import about_area, marks
from reporter.report.pages.material import PROSE_DECIMALS, Material
from reporter.report.words import verdicts
from reporter.report.words.cells import shown

MOST_IN_A_TABLE = 100
"""Networks whose rates stand in each briefing; of more, the national publication alone has the table."""


def briefing(material: Material, network: Area) -> dict[str, Any]:
    """The context of one network's briefing, in plain data."""
    findings = material.findings
    about, levels = about_area(material, network), _lower_levels(material, network)
    detectable = next((found for found in findings.detectable if found.area_code == network.code), None)
    return {
        **about,
        "funnel": _funnel(material, network),
        "lower_levels": levels,
        "control": _control(material, network),
        "detectable": None if detectable is None else verdicts.detectable(detectable),
        "symbols": material.symbols(marks(about, levels)),
    }


def _control(material: Material, network: Area) -> dict[str, Any] | None:
    """The control chart of a network with rare events, its words' numbers, and its table."""
    charts = material.findings.control_charts
    found = next((found for found in charts if found.area_code == network.code), None)
    if found is None:
        return None
    return {
        **verdicts.control_chart(found, PROSE_DECIMALS),
        "wide": control.control_chart(found, replace(control.WIDE, lettering=material.lettering)),
        "narrow": control.control_chart(found, replace(control.NARROW, lettering=material.lettering)),
    }


def _funnel(material: Material, network: Area) -> dict[str, Any] | None:
    found = material.funnel(material.headline)
    if found is None:
        return None
    return {
        **verdicts.funnel(found, PROSE_DECIMALS),
        "is_drawn": network.code in found.points["area_code"].tolist(),
        **{size: drawing.chart(network.code) for size, drawing in material.headline_funnel.items()},
        "table": material.network_rows if len(material.networks) <= MOST_IN_A_TABLE else [],
    }


def _lower_levels(material: Material, network: Area) -> list[dict[str, Any]]:
    """A table for each level below the network: the main period, and the counts of its single years."""
    tables = []
    years = _year_labels(material)
    anchors: set[str] = set()
    for level in material.lower_levels:
        areas = material.areas.within(network.code, level.area_type)
        table = material.level_table(level, areas, PROSE_DECIMALS, [network.code, material.comparator.code])
        if not table["rows"]:
            continue
        folder = table["folder"]
        for row in table["rows"]:
            row["anchor"] = _anchor(row["name"], anchors)
            row["page"] = f"{folder}{row['area_code']}.html" if folder else ""
        for row in table["last"]:
            row |= {"anchor": "", "page": ""}
        for row in (*table["rows"], *table["last"]):
            row["years"] = _years(material, row["area_code"], years)
        tables.append({**table, "years": years})
    return tables


def _anchor(name: str, taken: set[str]) -> str:
    """The id of an area's row, made from its name so that a search by name can lead there; each once."""
    anchor = f"a-{'_'.join(name.split())}"
    if anchor in taken:
        return ""
    taken.add(anchor)
    return anchor


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


def _years(material: Material, code: str, labels: list[str]) -> list[dict[str, Any] | None]:
    cells = [material.rate(material.headline, code, period) for period in labels]
    return [None if rate is None else {**shown(rate, PROSE_DECIMALS)} for rate in cells]
