"""Context of the template of one network's briefing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reporter.publication.areas import Area
from reporter.report.charts import control
from reporter.report.contexts.area import BriefingContext, BriefingFunnel, DrawnControlChart
from reporter.report.contexts.tables import TableRow, YearsRow, YearsTable
from reporter.report.fields import fields_of
from reporter.report.pages.area import about_area
from reporter.report.pages.page_inputs import PROSE_DECIMALS, PageInputs
from reporter.report.words import verdicts

MOST_IN_A_TABLE = 100
"""Most networks in the table of a briefing; of more, only the national publication has the table."""


def briefing(page_inputs: PageInputs, network: Area) -> BriefingContext:
    """The context of one network's briefing, in plain data."""
    levels = tuple(_lower_levels(page_inputs, network))
    return BriefingContext(
        **fields_of(about_area(page_inputs, network)),
        funnel=_funnel(page_inputs, network),
        lower_levels=levels,
        control=_control(page_inputs, network),
        detectable=tuple(
            verdicts.detectable(found)
            for found in reversed(page_inputs.findings.detectable)
            if found.area_code == network.code
        ),
    )


def _control(page_inputs: PageInputs, network: Area) -> DrawnControlChart | None:
    """Control chart of a network with rare events: numbers for its sentences, drawings, table."""
    charts = page_inputs.findings.control_charts
    found = next((found for found in charts if found.area_code == network.code), None)
    if found is None:
        return None
    return DrawnControlChart(
        **fields_of(verdicts.control_chart(found, PROSE_DECIMALS)),
        wide=control.control_chart(found, replace(control.WIDE, lettering=page_inputs.lettering)),
        narrow=control.control_chart(found, replace(control.NARROW, lettering=page_inputs.lettering)),
    )


def _funnel(page_inputs: PageInputs, network: Area) -> BriefingFunnel | None:
    found = page_inputs.funnel(page_inputs.headline)
    if found is None:
        return None
    drawings = page_inputs.headline_funnel
    return BriefingFunnel(
        **fields_of(verdicts.funnel(found, PROSE_DECIMALS, page_inputs.said_as[found.indicator])),
        is_drawn=network.code in found.points["area_code"].tolist(),
        wide=drawings["wide"].chart(network.code),
        narrow=drawings["narrow"].chart(network.code),
        marked=page_inputs.marked(page_inputs.headline)[0],
        table=page_inputs.network_rows if len(page_inputs.networks) <= MOST_IN_A_TABLE else (),
    )


def _lower_levels(page_inputs: PageInputs, network: Area) -> Iterator[YearsTable]:
    """A table for each level below the network: the main period, and the counts of its single years."""
    years = _year_labels(page_inputs)
    anchors: set[str] = set()
    last = [network.code, page_inputs.comparator.code]
    for level in page_inputs.lower_levels:
        areas = page_inputs.areas.within(network.code, level.area_type)
        table = page_inputs.level_table(level, areas, PROSE_DECIMALS, last)
        if not table.rows:
            continue

        rows = []
        for row in table.rows:
            page = f"{table.folder}{row.area_code}.html" if table.folder else ""
            rows.append(
                _with_years(page_inputs, row, years, _anchor(page_inputs.names[row.area_code], anchors), page)
            )
        yield YearsTable(
            rows=tuple(rows),
            last=tuple(_with_years(page_inputs, row, years) for row in table.last),
            target_line=table.target_line,
            from_zero=table.from_zero,
            level=page_inputs.imprint.levels[level.area_type],
            folder=table.folder,
            years=years,
        )


def _with_years(
    page_inputs: PageInputs, row: TableRow, years: tuple[str, ...], anchor: str = "", page: str = ""
) -> YearsRow:
    """A row with its area's rates of single years."""
    cells = tuple(page_inputs.cell(page_inputs.headline, row.area_code, year) for year in years)
    return YearsRow(**fields_of(row), anchor=anchor, page=page, years=cells)


def _anchor(name: str, taken: set[str]) -> str:
    """Id of an area's row, made from its name as the target of a search; empty if it is taken."""
    anchor = f"a-{'_'.join(name.split())}"
    if anchor in taken:
        return ""
    taken.add(anchor)
    return anchor


def _year_labels(page_inputs: PageInputs) -> tuple[str, ...]:
    """Single years shown within the main period; none where that is itself one year."""
    years = page_inputs.rates.annual(page_inputs.headline, page_inputs.comparator.code)
    main = page_inputs.rate(page_inputs.headline, page_inputs.comparator.code)
    if main is None or main.first_year == main.last_year or page_inputs.windows:
        return ()
    return tuple(
        rate.period
        for rate in years
        if rate.basis == page_inputs.findings.main_basis
        and main.first_year <= rate.first_year <= main.last_year
    )
