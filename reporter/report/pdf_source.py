"""A page as WeasyPrint takes it: parsed the quickest way, charts kept out of what style sheets go through."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import HTML_HANDLERS, UA, handle_svg
from weasyprint.urls import URLFetcher

SVG = "{http://www.w3.org/2000/svg}svg"


class PdfSource(HTML):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """The elements of a page, with less to do for WeasyPrint than it finds for itself; the PDF is the same.

    - A page of the publication's own templates is well-formed XML, which Python reads eight times as fast as
      HTML. One that is not, or is of other templates, whose HTML may mean something else as XML (`<p/>`), is
      read as HTML.
    - What is inside a chart has a style of its own. WeasyPrint matches all style sheets with it and makes a
      box of each line and letter before it puts the chart in their place: here the chart looks empty until
      then.
    - WeasyPrint's own style sheet has rules for `::marker`, `::footnote-call` and others that match every
      element, and computing their styles takes longer than all else it does with styles. Only list items have
      markers here and nothing has footnotes.

    These are private hooks of the version that is pinned; a test compares the bytes.

    Args:
        html: the page.
        fetcher: fetches what the page names.
        well_formed: the page is known to mean as XML what it means as HTML.
    """

    etree_element: ElementTree.Element

    def __init__(self, html: str, fetcher: URLFetcher, *, well_formed: bool) -> None:
        tree = _as_xml(html) if well_formed else None
        if tree is None:
            super().__init__(string=html, url_fetcher=fetcher)
            tree = self.etree_element
        else:
            self.base_url = None
            self.url_fetcher = fetcher
            self.media_type = "print"
        _close_charts(tree)
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_slim_sheet()]


def _as_xml(html: str) -> ElementTree.Element | None:
    try:
        return ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return None


class _Chart(ElementTree.Element):
    """An SVG element that shows nothing of what is inside it, but its title, before it is drawn."""

    drawing: ElementTree.Element

    def find(self, path: str, namespaces: dict[str, str] | None = None) -> Any:
        return self.drawing.find(path, namespaces)


def _close_charts(tree: ElementTree.Element) -> None:
    for parent in list(tree.iter()):
        for place, child in enumerate(parent):
            if child.tag == SVG:
                chart = _Chart(SVG, child.attrib)
                chart.drawing, chart.tail = child, child.tail
                parent[place] = chart


def _draw_chart(element: ElementTree.Element, *arguments: Any) -> Any:
    return handle_svg(element.drawing if isinstance(element, _Chart) else element, *arguments)


HTML_HANDLERS[SVG] = _draw_chart


@cache
def _slim_sheet() -> CSS:
    rules = re.sub(r"^::(foot)?note-.*$", "", UA, flags=re.MULTILINE)
    return CSS(
        string=re.sub(r"^::marker", "li::marker", rules, flags=re.MULTILINE), counter_style=CounterStyle()
    )
