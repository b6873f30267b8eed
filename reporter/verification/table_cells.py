"""Addresses of the published cells that each table cell of a page shows, from its row and column.

A table, a part of it, a row or a header gives the key of its cells in the attributes `data-indicator`,
`data-area`, `data-breakdown`, `data-category`, `data-period`, `data-basis`; `data-column` of a header gives
the columns of the data file below it. `data-of` gives the start of the addresses instead; if it ends in a
slash, only the column is added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from reporter.publication.addresses import address
from reporter.verification.element import Element

_SAY = (
    "data-indicator",
    "data-area",
    "data-breakdown",
    "data-category",
    "data-of",
    "data-period",
    "data-basis",
)
"""The attributes that give a cell's address, except its column."""


class Place(NamedTuple):
    """A table cell of a page, and the addresses of the cells that it shows."""

    element: Element
    cells: tuple[str, ...]


def places(table: Element) -> Iterator[Place]:
    """Every cell of a table below a header with `data-column`."""
    heads = [_said_by(head) for row in table.all("thead") for head in row.all("th")]
    for row in table.all("tr"):
        if row.around("thead"):
            continue
        # A header that spans several rows stands in the first of them only: columns are counted from the end.
        cells = list(row.all("th", "td"))
        around: dict[Element | None, dict[str, str]] = {}
        for (columns, head), cell in zip(reversed(heads), reversed(cells), strict=False):
            if cell.tag == "td" and columns is not None:
                if cell.parent not in around:
                    around[cell.parent] = _said_around(cell.parent)
                said = {**around[cell.parent], **cell.attributes, **head}
                yield Place(cell, _names(said, columns, cells[0]))


def _said_by(head: Element) -> tuple[list[str] | None, dict[str, str]]:
    """The columns that a header gives, if any, and its attributes in `_SAY`."""
    columns = head.attributes.get("data-column")
    said = {name: text for name in _SAY if (text := head.attributes.get(name))}
    return None if columns is None else columns.split(), said


def _said_around(element: Element | None) -> dict[str, str]:
    """Attributes in `_SAY` of a row, own or inherited."""
    if element is None:
        return {}
    return {name: text for name in _SAY if (text := element.inherited(name)) is not None}


def _names(said: Mapping[str, str], columns: list[str], first: Element) -> tuple[str, ...]:
    def of(name: str) -> str:
        return said.get(name, "")

    key = of("data-indicator"), of("data-area")
    group = of("data-breakdown"), of("data-category")
    row = address("rates-by-category", *key, *group) if of("data-category") else address("rates", *key)
    start = of("data-of") or row
    if not start.endswith("/"):
        start += f"/{address(of('data-period') or _period(first), of('data-basis'))}/"
    return tuple([f"{start}{column}" for column in columns])


def _period(head: Element) -> str:
    """The period that a row header names; its text where it names none."""
    addresses = (each.attributes.get("data-name", "") for each in (head, *head.all()))
    named = (address.removeprefix("periods/") for address in addresses if address.startswith("periods/"))
    return next(named, head.text())
