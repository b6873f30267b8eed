"""Cells of the tables on a page: which published cells each shows, by the headers of its row and its column.

A table, a part of it, a row or a header says what its cells are of, in the attributes `data-indicator`,
`data-area`, `data-breakdown`, `data-category`, `data-period`, `data-basis`; a header says with `data-column`
which columns of the data file stand below it. `data-of` gives the beginning of their names instead; where
it ends in a slash, only the column is wanting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reporter.verify.page_text import Element


@dataclass(frozen=True)
class Place:
    """A cell of a table on a page and the published cells it shows, by name."""

    element: Element
    cells: tuple[str, ...]


def places(table: Element) -> Iterator[Place]:
    """Every cell of a table whose column says what stands in it."""
    heads = [head for row in table.all("thead") for head in row.all("th")]
    for row in table.all("tr"):
        if row.around("thead"):
            continue
        # A header that spans several rows stands in the first of them only: columns are counted from the end.
        cells = list(row.all("th", "td"))
        for head, cell in zip(reversed(heads), reversed(cells), strict=False):
            if cell.tag == "td" and "data-column" in head.attributes:
                yield Place(cell, tuple(_names(cell, head, cells[0])))


def _names(cell: Element, head: Element, first: Element) -> Iterator[str]:
    def said(name: str) -> str:
        return head.attributes.get(name) or cell.inherited(name) or ""

    key = f"{said('data-indicator')}/{said('data-area')}"
    of_a_group = f"by_category/{said('data-breakdown')}/{said('data-category')}/{key}"
    start = said("data-of") or (of_a_group if said("data-category") else f"rates/{key}")
    if not start.endswith("/"):
        start += f"/{said('data-period') or first.text()}/{said('data-basis')}/"
    for column in head.attributes["data-column"].split():
        yield f"{start}{column}"
