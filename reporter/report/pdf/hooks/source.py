"""A page as WeasyPrint takes it, parsed the quickest way that reads it right."""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA
from weasyprint.urls import URLFetcher

from reporter.report.pdf.hooks.cascade import SharedStyles
from reporter.report.pdf.hooks.charts import SVG, close_charts

SELF_CLOSED = re.compile(r"<([^\s<>/!?]+)(?=[^<>]*/>)")
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
SHAPES = frozenset({"circle", "ellipse", "line", "path", "polygon", "polyline", "rect", "stop", "use"})
# fmt: off
TEXT = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "i", "img", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", SVG,
})
"""What a paragraph or a heading may hold: HTML ends a paragraph before anything else."""
ELEMENTS = TEXT | VOID | frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "colgroup", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "li", "main", "nav", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})
"""Elements that stay where they are written, for want of any rule of HTML that moves or ends them."""
# fmt: on
INSIDE = dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), TEXT) | {"a": ELEMENTS - {"a"}}
"""What may stand inside an element, at any depth; anything may inside others."""
PARENTS = {
    "head": {"html"},
    "body": {"html"},
    "caption": {"table"},
    "thead": {"table"},
    "tbody": {"table"},
    "tfoot": {"table"},
    "tr": {"thead", "tbody", "tfoot"},
    "th": {"tr"},
    "td": {"tr"},
    "li": {"ol", "ul"},
    "col": {"colgroup"},
    "colgroup": {"table"},
}
"""Where HTML has an element stand; it adds what is missing around it."""


class PdfSource(HTML):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """The elements of a page, with less to do for WeasyPrint than it finds for itself; the PDF is the same.

    - A page of the shipped templates is well-formed XML, which Python reads eight times as fast as HTML. One
      that is not, or means something else as HTML (`<p/>`), as templates of one's own may, is read as HTML.
    - Charts are closed (`pdf_charts`).
    - WeasyPrint's own style sheet has rules for `::marker`, `::footnote-call` and others that match every
      element, and computing their styles takes longer than all else it does with styles. Only list items have
      markers here and nothing has footnotes.

    These are private hooks of the version that is pinned; a test compares the bytes.

    Args:
        html: the page.
        fetcher: fetches what the page names.
        shared_styles: styles of the pages before, which it shares; None, and WeasyPrint computes all.
    """

    etree_element: ElementTree.Element

    def __init__(self, html: str, fetcher: URLFetcher, shared_styles: SharedStyles | None = None) -> None:
        self.shared_styles = shared_styles
        tree = _as_xml(html)
        if tree is None:
            super().__init__(string=html, url_fetcher=fetcher)
            tree = self.etree_element
        else:
            self.base_url = None
            self.url_fetcher = fetcher
            self.media_type = "print"
        close_charts(tree)
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_slim_sheet()]


def _as_xml(html: str) -> ElementTree.Element | None:
    """The elements of a page that means as XML what it means as HTML; None of any other."""
    if not set(SELF_CLOSED.findall(html)) <= VOID | SHAPES:
        return None
    try:
        tree = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return None
    return tree if tree.tag == "html" and all(_stays(child, tree.tag) for child in tree) else None


def _stays(element: ElementTree.Element, parent: str, allowed: frozenset[str] = ELEMENTS) -> bool:
    """Whether HTML leaves an element, and all inside it, where it is written."""
    tag = element.tag
    if tag not in allowed or parent not in PARENTS.get(tag, {parent}):
        return False
    inside = allowed & INSIDE.get(tag, allowed)
    return tag == SVG or all(_stays(child, tag, inside) for child in element)


@cache
def _slim_sheet() -> CSS:
    rules = re.sub(r"^::(foot)?note-.*$", "", UA, flags=re.MULTILINE)
    return CSS(
        string=re.sub(r"^::marker", "li::marker", rules, flags=re.MULTILINE), counter_style=CounterStyle()
    )
