"""Pages parsed as XML where that gives the same elements, with a shorter style sheet of WeasyPrint's.

Python parses XML eight times as fast as WeasyPrint's parser reads HTML. The pages of the shipped templates
are well-formed; a page that is not, or means something else as HTML (`<p/>`), is parsed as HTML.

The style sheet that WeasyPrint 70 applies to all pages has rules for `::marker`, `::footnote-call` and
other pseudo-elements of every element, and to compute their styles takes longer than all other styles. A
page without footnotes whose only list items are `li` needs none of them but `li::marker`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree import ElementTree

import cssselect2
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA
from weasyprint.urls import URLFetcher

from reporter.report.pdf.hooks.cascade import SharedStyles

SELF_CLOSED = re.compile(r"<([^\s<>/!?]+)(?=[^<>]*/>)")
VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "wbr"})
# fmt: off
TEXT = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "dfn", "em", "i", "img", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
})
"""Elements that a paragraph or a heading may hold: HTML ends a paragraph before any other."""
ELEMENTS = TEXT | VOID | frozenset({
    "address", "article", "aside", "blockquote", "body", "caption", "colgroup", "dd", "details", "div",
    "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header",
    "li", "main", "nav", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "title", "tr", "ul",
})
"""Elements that no rule of HTML moves or ends elsewhere than where they are written."""
# fmt: on
INSIDE = dict.fromkeys(("p", "h1", "h2", "h3", "h4", "h5", "h6"), TEXT) | {"a": ELEMENTS - {"a"}}
"""Elements that may stand inside an element, at any depth; others may hold any."""
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
"""Elements that HTML demands around an element; it adds them where they are missing."""


MARKERS = re.compile(r"list-item|footnote|note\(", re.IGNORECASE)
"""CSS with which elements may have pseudo-elements that only the whole style sheet of WeasyPrint styles."""


def reader(stylesheet: str) -> Callable[[str, URLFetcher], PageSource]:
    """A reader for pages that share a style sheet, and so most of their styles.

    Args:
        stylesheet: the style sheet.
    """
    shared, has_markers = SharedStyles(stylesheet), bool(MARKERS.search(stylesheet))

    def read(html: str, fetcher: URLFetcher) -> PageSource:
        return PageSource(html, fetcher, shared, has_markers=has_markers or bool(MARKERS.search(html)))

    return read


class PageSource(HTML):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """A parsed page.

    Args:
        html: the page.
        fetcher: fetches the files that the page names.
        shared_styles: styles of the pages before, which the page uses too (see `cascade`).
        has_markers: whether it needs all rules of WeasyPrint's style sheet.
    """

    etree_element: ElementTree.Element

    def __init__(
        self, html: str, fetcher: URLFetcher, shared_styles: SharedStyles, *, has_markers: bool
    ) -> None:
        self.shared_styles = shared_styles
        self._has_markers = has_markers
        tree = _as_xml(html)
        if tree is None:
            super().__init__(string=html, url_fetcher=fetcher)
            return
        self.base_url = None
        self.url_fetcher = fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        sheets: list[Any] = super()._ua_stylesheets(forms)
        return sheets if self._has_markers else [_short_sheet()]


def _as_xml(html: str) -> ElementTree.Element | None:
    """The elements of a page that means the same as XML and as HTML; None for any other page."""
    if not set(SELF_CLOSED.findall(html)) <= VOID:
        return None
    try:
        tree = ElementTree.fromstring(html)
    except ElementTree.ParseError:
        return None
    return tree if tree.tag == "html" and all(_stays(child, tree.tag) for child in tree) else None


def _stays(element: ElementTree.Element, parent: str, allowed: frozenset[str] = ELEMENTS) -> bool:
    """Whether HTML leaves an element, and all elements inside it, where they are written."""
    tag = element.tag
    if tag not in allowed or parent not in PARENTS.get(tag, {parent}):
        return False
    inside = allowed & INSIDE.get(tag, allowed)
    return all(_stays(child, tag, inside) for child in element)


@cache
def _short_sheet() -> CSS:
    """The style sheet of WeasyPrint without rules for pseudo-elements that a page without markers lacks."""
    rules = re.sub(r"^::(foot)?note-.*$", "", UA, flags=re.MULTILINE)
    return CSS(
        string=re.sub(r"^::marker", "li::marker", rules, flags=re.MULTILINE), counter_style=CounterStyle()
    )
