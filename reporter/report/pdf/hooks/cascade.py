"""Styles that pages with one style sheet share, computed for the first of them: the bytes are the same.

What a style says follows from the parent's and from the rules that match: a row of figures in one briefing
has the style that it has in all of them. WeasyPrint 70 shares a style among the elements of one page only.

Private hooks of this version: the version is pinned, and a test compares the bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import inf
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import css
from weasyprint.css import (
    ComputedStyle,
    InitialStyle,
    Style,
    StyleFor,
    declaration_precedence,
    find_style_attributes,
)
from weasyprint.css.validation import preprocess_declarations

MOST = 3000
"""How many styles are kept: an edition of 42 networks has 452."""
OF_A_PAGE = re.compile(r"\d(?:[dls]?v|p)(?:w|h|i|b|min|max)\b", re.IGNORECASE)
"""Lengths that are parts of the page's: they differ between pages that have one style sheet."""
OF_FIRST_TEXT = frozenset({"first-line", "first-letter"})
"""Of these WeasyPrint takes what somebody has asked for so far, which is not the same for every page."""
NAMES = ("lang", "id", "name", "width", "height")
"""Attributes that have a say in an element's style; the last two are those of charts."""

DATA = re.compile(r"data:[^)'\"]*")
"""A font, say, which is in the style sheet letter by letter."""

Sheets = Sequence[tuple[Any, str, Any]]
Key = tuple[Any, ...]
Cascaded = dict[str, tuple[Any, Any]]


class SharedStyles:
    """Styles that are kept from page to page.

    Args:
        stylesheet: the style sheet of the pages; nothing is kept if it measures by the size of the page.
    """

    def __init__(self, stylesheet: str = "") -> None:
        self._are_kept = not OF_A_PAGE.search(DATA.sub("", stylesheet))
        self._sheets: list[Any] = []
        # A style keeps its parent's, whose identity is part of the key.
        self.styles: dict[Key, Style] = {}

    def begin(self, sheets: Sequence[Any]) -> None:
        """Ready them for a page: a page with other style sheets, its own say, begins anew."""
        known = [id(sheet) for sheet in self._sheets]
        if not self._are_kept or [id(sheet) for sheet in sheets] != known or len(self.styles) > MOST:
            self.forget()
            self._sheets = [*sheets]

    def forget(self) -> None:
        """Forget them all, as after a page that failed: the next one is told the same warnings."""
        self._sheets = []
        self.styles = {}


def share_styles() -> None:
    """Let WeasyPrint take styles from here, in this process, for pages that share them (`PdfSource`)."""
    css.StyleFor = _style_for


def _style_for(html: Any, sheets: Sheets, hints: bool, font_config: Any, targets: Any) -> StyleFor:
    if shared := getattr(html, "shared_styles", None):
        return Cascade(html, sheets, font_config, targets, shared)
    return StyleFor(html, sheets, hints, font_config, targets)


class Cascade(StyleFor):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """The styles of a page's elements, pseudo-elements, pages and margin boxes, as WeasyPrint asks for them.

    CSS Cascading and Inheritance 4, section 6: of all declarations of a property the one with the greatest
    weight counts (origin and importance, then layer, then specificity), the last one of equal weight.

    Args:
        html: the page.
        sheets: style sheets, each with its origin and, if all its rules have the same, their specificity.
        font_config: the fonts.
        targets: collects the elements that links may lead to.
        shared: styles of the pages before.
    """

    def __init__(
        self, html: Any, sheets: Sheets, font_config: Any, targets: Any, shared: SharedStyles
    ) -> None:
        self.initial_page_sizes = {"box": None, "area": None}
        self.font_config = font_config
        self._sheets = sheets
        self._cascaded_styles: dict[Any, Cascaded] = {}
        self._computed_styles: dict[Any, Style] = {}
        self._base_url = html.base_url
        self._root_style: Style = InitialStyle(font_config)
        self._targets = targets
        self._shared = shared
        self._of_this_page: dict[Key, Style] = {}
        shared.begin([sheet for sheet, _origin, _specificity in sheets])
        own: dict[Element, list[Any]] = {}
        for specificity, element, declarations, _ in find_style_attributes(html.etree_element):
            own.setdefault(element, []).append((specificity, declarations))
        for wrapper in html.wrapper_element.iter_subtree():
            self._set_styles_of(wrapper, own.get(wrapper.etree_element, []))
        # WeasyPrint gives the overflow of the root or the body to the page, and leaves it without.
        for element in (html.etree_element, *html.etree_element.findall("body")):
            self._computed_styles[element, None].pop("overflow", None)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **_: Any
    ) -> None:
        """Set the style of a page or of one of its margin boxes."""
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        said = tuple((name, id(value), str(weight)) for name, (value, weight) in cascaded.items())
        self._set(element, pseudo_type, self._computed_styles[parent, None], said, lambda: cascaded)

    def _set_styles_of(self, wrapper: Any, own: list[Any]) -> None:
        """Set the styles of an element and of its pseudo-elements."""
        element = wrapper.etree_element
        parent: Style | None = None
        if wrapper.parent is not None:
            parent = self._computed_styles[wrapper.parent.etree_element, None]
        matching: dict[str | None, list[Any]] = {None: []}
        for sheet, origin, sheet_specificity in self._sheets:
            for specificity, _order, pseudo_type, (declarations, layer) in sheet.matcher.match(wrapper):
                place = inf if layer is None else sheet.layers.index(layer)
                rule = (origin, place, sheet_specificity or specificity, declarations)
                matching.setdefault(pseudo_type, []).append(rule)
        for pseudo_type, rules in matching.items():
            said: Key | None = tuple((id(declarations), *rule) for *rule, declarations in rules)
            if pseudo_type in OF_FIRST_TEXT or (pseudo_type is None and "style" in element.attrib):
                said = None
            elif pseudo_type is None and own:
                said = (said, *map(element.get, NAMES))
            declared = own if pseudo_type is None else []
            self._set(element, pseudo_type, parent, said, partial(self._cascaded, declared, rules))
            parent = self._computed_styles[element, None]
        if own and (anchor := self._computed_styles[element, None]["anchor"]):
            self._targets.collect_anchor(anchor)

    def _set(
        self,
        element: Any,
        pseudo_type: str | None,
        parent: Style | None,
        said: Key | None,
        cascaded: Callable[[], Cascaded],
    ) -> None:
        """Set a style: one that is known, if there is one of the same parent of which the same is `said`."""
        is_shared = said is not None and (parent is None or hasattr(parent, "is_shared"))
        known = self._shared.styles if is_shared else self._of_this_page
        key = (id(parent), pseudo_type, element if said is None else said)
        if key not in known:
            known[key] = ComputedStyle(
                parent,
                cascaded(),
                pseudo_type,
                self._root_style,
                self._base_url,
                self.font_config,
                self.initial_page_sizes,
            )
            if is_shared:
                known[key].is_shared = True
        if parent is None:
            self._root_style = known[key]
        self._computed_styles[element, pseudo_type] = known[key]

    def _cascaded(self, own: list[Any], rules: list[Any]) -> Cascaded:
        """Of each property the value that counts, and its weight."""
        weighed: Cascaded = {}
        for specificity, declarations in own:
            said = preprocess_declarations(self._base_url, declarations)
            _weigh(weighed, said, "author", inf, specificity)
        for origin, place, specificity, declarations in rules:
            _weigh(weighed, declarations, origin, place, specificity)
        return weighed


def _weigh(
    weighed: Cascaded, declarations: Iterable[Any], origin: str, place: float, specificity: Any
) -> None:
    for name, value, importance in declarations:
        weight = (declaration_precedence(origin, importance), place, specificity)
        if name not in weighed or weighed[name][1] <= weight:
            weighed[name] = (value, weight)
