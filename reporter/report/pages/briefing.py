"""Context of the template of one network's briefing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reporter.publication.areas import Area
from reporter.report.charts import control
from reporter.report.fields import fields_of
from reporter.report.pages.area import about_area, marks
from reporter.report.pages.page_inputs import PROSE_DECIMALS, PageInputs
from reporter.report.words import verdicts
from reporter.report.words.cells import shown
from reporter.report.words.in_print import RateRow

MOST_IN_A_TABLE = 100
"""Most networks in the table of a briefing; of more, only the national publication has the table."""


def briefing(page_inputs: PageInputs, network: Area) -> dict[str, Any]:
    """The context of one network's briefing, in plain data."""
    findings = page_inputs.findings
    about, levels = about_area(page_inputs, network), _lower_levels(page_inputs, network)
    detectable = next((found for found in findings.detectable if found.area_code == network.code), None)
    return {
        **about,
        "funnel": _funnel(page_inputs, network),
        "lower_levels": levels,
        "control": _control(page_inputs, network),
        "detectable": None if detectable is None else verdicts.detectable(detectable),
        "symbols": page_inputs.symbols(marks(about, levels)),
    }


def _control(page_inputs: PageInputs, network: Area) -> dict[str, Any] | None:
    """Control chart of a network with rare events: numbers for its sentences, drawings, table."""
    charts = page_inputs.findings.control_charts
    found = next((found for found in charts if found.area_code == network.code), None)
    if found is None:
        return None
    return {
        **fields_of(verdicts.control_chart(found, PROSE_DECIMALS)),
        "wide": control.control_chart(found, replace(control.WIDE, lettering=page_inputs.lettering)),
        "narrow": control.control_chart(found, replace(control.NARROW, lettering=page_inputs.lettering)),
    }


def _funnel(page_inputs: PageInputs, network: Area) -> dict[str, Any] | None:
    found = page_inputs.funnel(page_inputs.headline)
    if found is None:
        return None
    return {
        **fields_of(verdicts.funnel(found, PROSE_DECIMALS)),
        "is_drawn": network.code in found.points["area_code"].tolist(),
        **{size: drawing.chart(network.code) for size, drawing in page_inputs.headline_funnel.items()},
        "table": page_inputs.network_rows if len(page_inputs.networks) <= MOST_IN_A_TABLE else [],
    }


def _lower_levels(page_inputs: PageInputs, network: Area) -> list[dict[str, Any]]:
    """A table for each level below the network: the main period, and the counts of its single years."""
    tables = []
    years = _year_labels(page_inputs)
    anchors: set[str] = set()
    for level in page_inputs.lower_levels:
        areas = page_inputs.areas.within(network.code, level.area_type)
        table = page_inputs.level_table(
            level, areas, PROSE_DECIMALS, [network.code, page_inputs.comparator.code]
        )
        if not table["rows"]:
            continue
        folder = table["folder"]
        for row in table["rows"]:
            row["anchor"] = _anchor(row["name"], anchors)
            row["page"] = f"{folder}{row['area_code']}.html" if folder else ""
        for row in table["last"]:
            row |= {"anchor": "", "page": ""}
        for row in (*table["rows"], *table["last"]):
            row["years"] = _years(page_inputs, row["area_code"], years)
        tables.append({**table, "years": years})
    return tables


def _anchor(name: str, taken: set[str]) -> str:
    """Id of an area's row, made from its name as the target of a search; empty if it is taken."""
    anchor = f"a-{'_'.join(name.split())}"
    if anchor in taken:
        return ""
    taken.add(anchor)
    return anchor


def _year_labels(page_inputs: PageInputs) -> list[str]:
    """Single years shown within the main period; none where that is itself one year."""
    years = page_inputs.rates.annual(page_inputs.headline, page_inputs.comparator.code)
    main = page_inputs.rate(page_inputs.headline, page_inputs.comparator.code)
    if main is None or main.first_year == main.last_year:
        return []
    return [
        rate.period
        for rate in years
        if rate.basis == page_inputs.findings.main_basis
        and main.first_year <= rate.first_year <= main.last_year
    ]


def _years(page_inputs: PageInputs, code: str, labels: list[str]) -> list[RateRow | None]:
    cells = [page_inputs.rate(page_inputs.headline, code, period) for period in labels]
    return [None if rate is None else shown(rate, PROSE_DECIMALS) for rate in cells]
