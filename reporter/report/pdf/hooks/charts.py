"""Charts in the page that a PDF is made from: kept apart until they are drawn, in a style read once.

WeasyPrint 70 matches all style sheets of a page with what is inside a chart, though a chart has a style of
its own, and makes a box of each line and letter before it puts the drawing in their place: here a chart looks
empty until then. And it reads the style of each chart anew, though all have the same. Private hooks of this
version: the version is pinned, and a test compares the bytes.
"""

from __future__ import annotations

import logging
from typing import Any
from xml.etree import ElementTree

from weasyprint import svg
from weasyprint.html import HTML_HANDLERS, handle_svg
from weasyprint.logger import LOGGER

SVG = "{http://www.w3.org/2000/svg}svg"
STYLE = "{http://www.w3.org/2000/svg}style"

_weasyprint_reads = svg.parse_stylesheets
_read: dict[tuple[str | None, ...], Any] = {}


def draw_charts_apart() -> None:
    """Let WeasyPrint draw what `close_charts` closed and read the style of charts once, in this process."""
    HTML_HANDLERS[SVG] = _draw_chart
    svg.parse_stylesheets = _style_sheets


class _Chart(ElementTree.Element):
    """An SVG element that shows nothing of what is inside it, but its title, before it is drawn."""

    drawing: ElementTree.Element

    def find(self, path: str, namespaces: dict[str, str] | None = None) -> Any:
        return self.drawing.find(path, namespaces)


def close_charts(tree: ElementTree.Element) -> None:
    """Put an element that looks empty in the place of every chart of a page."""
    for parent in list(tree.iter()):
        for place, child in enumerate(parent):
            if child.tag == SVG:
                chart = _Chart(SVG, child.attrib)
                chart.drawing, chart.tail = child, child.tail
                parent[place] = chart


def _draw_chart(element: ElementTree.Element, *arguments: Any) -> Any:
    return handle_svg(element.drawing if isinstance(element, _Chart) else element, *arguments)


def _style_sheets(tree: Any, *arguments: Any) -> Any:
    texts = tuple(element.text for element in tree.etree_element.iter(STYLE))
    if texts in _read:
        return _read[texts]
    warnings = _Count()
    LOGGER.addHandler(warnings)
    try:
        found = _weasyprint_reads(tree, *arguments)
    finally:
        LOGGER.removeHandler(warnings)
    # A rule such as @import depends on more than its text, and a mistake is to be told of every time.
    if not warnings.records and not any("@" in (text or "") for text in texts):
        _read[texts] = found
    return found


class _Count(logging.Handler):
    """Counts what WeasyPrint logs."""

    records = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.records += 1
