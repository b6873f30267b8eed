"""Parts of the table of rates, one per worksheet: one indicator, one basis, pools of years or single years.

Networks share a part with all levels above them; each level below has its own. A column with one value in the
whole part is given in the title instead; columns such as the adjusted comparison are left out where empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from reporter.findings.rates import RATES
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import Period, label_of, period_of
from reporter.report.tables.dictionary import Dictionary, words
from reporter.report.tables.model import CellValue, Table
from reporter.report.tables.workbook.words import FILE, RateSheets, filled
from reporter.report.words.catalogue import StepWords, Words, fill

_IN_TITLE = {"indicator", "basis", "first_year", "last_year", "measure", "unit"}
_IN_TITLE_IF_SAME = {"area_type", "period"}
_LEFT_OUT_IF_EMPTY = {"adjusted_comparison", "shrunk_value", "shrunk_lower_95", "shrunk_upper_95"}

_Record = dict[str, Any]


@dataclass(frozen=True)
class RatePart:
    """Some rows and columns of the table of rates, with a title and the lines under it."""

    table: Table
    title: str
    description: tuple[str, ...]


def rate_parts(
    publication: Publication,
    areas: Areas,
    table: Table,
    dictionary: Dictionary,
    texts: RateSheets,
    shared: Words,
) -> Iterator[RatePart]:
    """The parts by indicator: the main basis first, networks first, pools of years before single years."""
    names = [column.name for column in table.columns]
    levels = [level.area_type for level in publication.settings.levels]
    network = levels.index(publication.settings.network)
    main_basis = publication.main_block.basis
    place = areas.place
    step = shared.steps[publication.step_name]
    # Of windows too, titles say how many years or other steps are together.
    of_step = shared.steps[publication.settings.periods.step_name(publication.main_block.first)]

    def part_of(row: _Record) -> tuple[bool, str, int, bool]:
        below_network = network - min(levels.index(row["area_type"]), network)
        return row["basis"] != main_basis, row["basis"], below_network, _period(row).is_single_year

    def place_in_part(row: _Record) -> tuple[int, int, int, int]:
        period = _period(row)
        return -levels.index(row["area_type"]), place[row["area_code"]], period.last_year, period.first_year

    for indicator in publication.indicators:
        parts: dict[tuple[bool, str, int, bool], list[_Record]] = {}
        for cells in table.rows:
            row = dict(zip(names, cells, strict=True))
            if row["indicator"] == indicator.id:
                parts.setdefault(part_of(row), []).append(row)
        for _, rows in sorted(parts.items()):
            values = words(dictionary, publication, areas, (indicator,), step) | _said(
                publication, areas, indicator, rows, texts, of_step
            )
            yield _part(table, sorted(rows, key=place_in_part), values, dictionary, texts)


def _part(
    table: Table, rows: list[_Record], values: dict[str, str], dictionary: Dictionary, texts: RateSheets
) -> RatePart:
    names = [column.name for column in table.columns]
    same = {name for name in _IN_TITLE_IF_SAME if len({row[name] for row in rows}) == 1}
    empty = {name for name in _LEFT_OUT_IF_EMPTY if all(row.get(name) is None for row in rows)}
    kept = [name for name in names if name not in _IN_TITLE | same | empty]
    cells: tuple[tuple[CellValue, ...], ...] = tuple(tuple(row[name] for name in kept) for row in rows)
    columns = tuple(dictionary.column(RATES, name, values) for name in kept)
    lines = (filled(line, values) for line in texts.lines)
    return RatePart(
        replace(table, columns=columns, rows=cells),
        fill(FILE, texts.title, values),
        tuple(line for line in lines if line),
    )


def _said(
    publication: Publication,
    areas: Areas,
    indicator: Indicator,
    rows: list[_Record],
    texts: RateSheets,
    step: StepWords,
) -> dict[str, str]:
    """Values for the title and lines of a part."""
    return {
        "title": indicator.title,
        "plain": indicator.words.plain,
        "areas": _areas_said(publication, areas, {row["area_type"] for row in rows}),
        "periods": _periods_said(rows, texts, step),
        "basis": rows[0]["basis"],
    }


def _areas_said(publication: Publication, areas: Areas, shown: set[str]) -> str:
    """Names of the levels shown, largest first: an area's name if it is alone on its level."""
    said = []
    for level in reversed(publication.settings.levels):
        if level.area_type in shown:
            of_level = areas.of_type(level.area_type)
            said.append(of_level[0].name if len(of_level) == 1 else level.plural)
    return ", ".join(said)


def _period(row: _Record) -> Period:
    """The period of a row, by its label."""
    found = period_of(row["period"], row["basis"])
    assert found is not None
    return found


def _periods_said(rows: list[_Record], texts: RateSheets, step: StepWords) -> str:
    """The one period, or the first and the last year of several."""
    periods = {_period(row) for row in rows}
    if len(periods) == 1:
        return periods.pop().label
    several = texts.single_years if _period(rows[0]).is_single_year else texts.pools
    return fill(
        FILE,
        several,
        {
            "first": label_of(min(period.first_year for period in periods)),
            "last": label_of(max(period.last_year for period in periods)),
            "steps": step.plural,
        },
    )
