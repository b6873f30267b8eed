"""Numbers in the tables of a page against the published cells that their rows and columns name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reporter.verification.cells import NoSuchCellError, look_up
from reporter.verification.element import Element
from reporter.verification.printed import NUMBER, expected, numbers_in
from reporter.verification.published import Published, Row
from reporter.verification.table_cells import places

_YEAR = re.compile(r"\d+")


def table_problems(table: Element, published: Published, read: set[int]) -> Iterator[str]:
    """Cells, row headers and captions of a table with wrong numbers, one line each.

    Args:
        table: the table.
        published: the published tables.
        read: receives the `id` of every element whose numbers are read here.
    """
    caption = next((each.text() for each in table.all("caption")), "")
    yield from _caption_problems(table, caption, published)
    for row in table.all("tr"):
        yield from _header_problems(row, caption, published, read)
    for place in places(table):
        read.add(id(place.element))
        told = (place.element.text(), place.cells)
        if told not in published.differences:
            published.differences[told] = _difference(*told, published)
        if problem := published.differences[told]:
            beside = place.element.parent.text() if place.element.parent else ""
            yield f"{problem} in “{caption}: {beside[:70]}”"


def _difference(text: str, cells: tuple[str, ...], published: Published) -> str | None:
    """Problem of a table cell whose numbers are not those of its published cells, or None."""
    shown = [number for number, _ in numbers_in(text)]
    try:
        found = [look_up(published, name) for name in cells]
    except NoSuchCellError as missing:
        return f"{text}: there is no cell {missing}," if shown else None
    wanted = _printed_alike(shown, [number for cell in found for number in _numbers_of(cell.value)])
    if shown == wanted:
        return None
    return f"{text}: expected {' '.join(wanted) or 'no number'} ({cells[0]}),"


def _numbers_of(value: str) -> list[str]:
    """The number of a published cell, or those in a text such as 'higher (95%)'."""
    try:
        float(value)
    except ValueError:
        return NUMBER.findall(value)
    return [value]


def _printed_alike(shown: list[str], wanted: list[str]) -> list[str]:
    """The wanted numbers with the decimal places shown; percentages in a text are kept."""
    last = shown[-1] if shown else "0.0"
    alike = [*shown, *[last] * len(wanted)]
    return [
        number if number.endswith("%") else expected(one, number)
        for one, number in zip(alike, wanted, strict=False)
    ]


def _caption_problems(table: Element, caption: str, published: Published) -> Iterator[str]:
    """A caption whose years are not those of the table's `data-period`."""
    period = table.attributes.get("data-period")
    said = [token for token in NUMBER.findall(caption) if token in published.years]
    if period and said and said != _YEAR.findall(period):
        yield f"{' '.join(said)}: expected {period} in “{caption}”"


def _header_problems(row: Element, caption: str, published: Published, read: set[int]) -> Iterator[str]:
    """Row headers with digits that are not the name, or short name, of the area or category."""
    for head in row.all("th"):
        if head.attributes.get("scope") != "row" or not NUMBER.search(head.text()):
            continue
        name = _name_of(row, published)
        if name is not None:
            read.add(id(head))
            if not set(head.text().split()) <= set(name.split()):
                yield f"{head.text()}: expected {name} in “{caption}”"


def _name_of(row: Element, published: Published) -> str | None:
    """The name of the area or category of a row; None where it has neither."""
    if category := row.attributes.get("data-category"):
        wanted = (row.inherited("data-breakdown"), category)
        found = published.rows("rates-by-category")
        return next((each["category_name"] for each in found if _group(each) == wanted), "")
    if area := row.attributes.get("data-area"):
        named = published.row("areas", area)
        return f"{named['area_name']} {named['short_name']}" if named else ""
    return None


def _group(row: Row) -> tuple[str, str]:
    return row["breakdown"], row["category"]
