"""Numbers in the charts of a page: at the axes, behind the dots, and in the description."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verification.axes import axis_problems, ticks
from reporter.verification.cells import NoSuchCellError, PageCell, look_up
from reporter.verification.declared import Declared
from reporter.verification.element import Element
from reporter.verification.page_text import Block, Token, blocks
from reporter.verification.printed import LESS_THAN, as_said
from reporter.verification.published import Published
from reporter.verification.text_edges import edge_problems
from reporter.verification.tiles import tile_problems

STATED = "stated"
"""Entry of `data-cells` for a number that is no statistic."""


def chart_problems(chart: Element, published: Published, declared: Declared, read: set[int]) -> Iterator[str]:
    """Problems of the numbers and tiles of a chart, one line each.

    Args:
        chart: the drawing.
        published: the published tables.
        declared: numbers that are no statistic.
        read: receives the `id` of every element whose numbers are read here.
    """
    yield from axis_problems(chart, published)
    yield from edge_problems(chart)
    yield from tile_problems(chart, published)
    read |= {id(text) for axis in ticks(chart) for text in axis}
    for description in chart.all("desc"):
        read.add(id(description))
        if "data-cells" in description.attributes:
            yield from _description_problems(description, published, declared)
        elif description.text() not in _beside(chart):
            yield f"the description “{description.text()[:70]}” differs from that of the wide drawing"


def _beside(chart: Element) -> list[str]:
    """Descriptions with `data-cells` in the figure of a chart."""
    figure = chart.around("figure")
    found = figure.all("desc") if figure else iter(())
    return [each.text() for each in found if "data-cells" in each.attributes]


def _description_problems(element: Element, published: Published, declared: Declared) -> Iterator[str]:
    """Numbers that differ from `data-cells`, which lists a description's cells in order."""
    names = [name for name in element.attributes["data-cells"].split(";") if name]
    at = 0
    for block in blocks(element):
        for token in block.tokens:
            # Names first: the 1 of category "1 (most deprived)" would match a rate of 0.8 rounded to 1.
            if declared.is_of_a_name(token, block):
                continue
            if at < len(names) and _is_of(names[at], token, block, published, declared.less_than):
                at += 1
            elif not (declared.is_plain(token, block) or declared.is_year(token)):
                wanted = names[at] if at < len(names) else "no further number"
                near = block.near(token.start, token.start + len(token.text))
                yield f"{token.text}: expected {wanted} in “{near}”"
    for name in names[at:]:
        yield f"the description “{element.text()[:70]}” does not give {name}"


def _is_of(name: str, token: Token, block: Block, published: Published, less_than: str) -> bool:
    if name == STATED:
        return True
    try:
        cell: PageCell = look_up(published, name)
    except NoSuchCellError:
        return False
    words = less_than.replace("{number}", token.text)
    start = token.start - less_than.index("{number}")
    says_below = start >= 0 and block.text.startswith(words, start)
    shown = f"{LESS_THAN}{token.text}" if says_below else token.text
    return shown == as_said(shown, cell.value, signed=cell.signed)
