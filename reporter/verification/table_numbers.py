"""Numbers and verdicts in tables of a page against the published cells that rows and columns name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.verification.cells import NoSuchCellError, PageCell, look_up
from reporter.verification.element import Element
from reporter.verification.names import PERIODS, UNITS
from reporter.verification.page_text import is_english
from reporter.verification.printed import NUMBER, expected, numbers_in
from reporter.verification.published import Published
from reporter.verification.said_verdicts import is_said
from reporter.verification.table_cells import Place, places

_COMPARED = re.compile(r"\b(higher|lower|similar)\b", re.IGNORECASE)


def table_problems(table: Element, published: Published, read: set[int]) -> Iterator[str]:
    """Cells, row headers and captions of a table with wrong numbers or verdicts, one line each.

    The words of verdicts are checked in English only.

    Args:
        table: the table.
        published: the published tables.
        read: receives the `id` of every element whose numbers are read here.
    """
    caption = next((each.text() for each in table.all("caption")), "")
    yield from _caption_problems(table, caption, published)
    has_words = is_english(table.inherited("lang") or "")
    for place in places(table):
        read.add(id(place.element))
        if has_words and (problem := _verdict_problem(place, published)):
            yield f"{problem} in “{caption}”"
        if place.cells[-1].endswith("/verdict"):
            continue  # A digit in it is one of the comparator's name.
        told = (place.element.text(), place.cells)
        if told not in published.differences:
            published.differences[told] = _difference(*told, published)
        if problem := published.differences[told]:
            beside = place.element.parent.text() if place.element.parent else ""
            yield f"{problem} in “{caption}: {beside[:70]}”"


def _verdict_problem(place: Place, published: Published) -> str | None:
    """Problem of a verdict in words that is not the published one, or None."""
    name = place.cells[-1]
    if not name.endswith(("comparison", "/verdict")):
        return None
    try:
        value = look_up(published, name).value
    except NoSuchCellError:
        return None  # Numbers in such a cell are a problem already.
    if name.endswith("/verdict"):
        return (
            None
            if is_said(value, place.element.text())
            else f"{place.element.text()}: expected {value or 'none'} ({name}),"
        )
    said, wanted = (_COMPARED.findall(text.lower()) for text in (place.element.text(), value))
    return None if said == wanted else f"{place.element.text()}: expected {value} ({name}),"


def _difference(text: str, cells: tuple[str, ...], published: Published) -> str | None:
    """Problem of a table cell whose numbers are not those of its published cells, or None."""
    shown = [number for number, _ in numbers_in(text)]
    try:
        found = [look_up(published, name) for name in cells]
    except NoSuchCellError as missing:
        return f"{text}: there is no cell {missing}," if shown else None
    wanted = _printed_alike(shown, [number for cell in found for number in _numbers_of(cell)])
    if shown == wanted:
        return None
    return f"{text}: expected {' '.join(wanted) or 'no number'} ({cells[0]}),"


def _numbers_of(cell: PageCell) -> list[str]:
    """The number of a published cell, those in a text such as 'higher (95%)', or what a count can be."""
    if not cell.value:
        return [bound for bound in cell.possible if bound]
    try:
        float(cell.value)
    except ValueError:
        return NUMBER.findall(cell.value)
    return [cell.value]


def _printed_alike(shown: list[str], wanted: list[str]) -> list[str]:
    """The wanted numbers with the decimal places shown; percentages in a text are kept."""
    last = shown[-1] if shown else "0.0"
    alike = [*shown, *[last] * len(wanted)]
    return [
        number if number.endswith("%") else expected(one, number)
        for one, number in zip(alike, wanted, strict=False)
    ]


def _caption_problems(table: Element, caption: str, published: Published) -> Iterator[str]:
    """A caption that names another period or unit than the table's."""
    said = [each.attributes.get("data-name", "") for one in table.all("caption") for each in one.all()]
    wanted = {
        PERIODS: {table.attributes[name] for name in ("data-period",) if name in table.attributes},
        UNITS: _told(table, "data-indicator"),
    }
    units = {published.multiplier(indicator) for indicator in wanted[UNITS]}
    for kind, _, key in (address.partition("/") for address in said):
        if wanted.get(kind) and (key not in wanted[kind] or (kind == UNITS and len(units) > 1)):
            yield f"{key}: expected {' or '.join(sorted(wanted[kind]))} in “{caption}”"


def _told(table: Element, name: str) -> set[str]:
    """The values of an attribute of a table, its parts and its headers."""
    parts = (table, *table.all("tbody", "th"))
    return {part.attributes[name] for part in parts if name in part.attributes}
