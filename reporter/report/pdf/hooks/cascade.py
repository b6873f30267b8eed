"""Styles shared by all pages with the same style sheet.

A style follows from the parent's and from the rules that match: a row of figures in one briefing has the
style that it has in all of them. WeasyPrint 70 shares styles among the elements of one page only.
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
"""The number of styles that are kept: an edition of 42 networks has 452."""
VIEWPORT_LENGTH = re.compile(r"\d(?:[dls]?v|p)(?:w|h|i|b|min|max)\b", re.IGNORECASE)
"""Lengths that are fractions of the page's, which pages with one style sheet need not have in common."""
FIRST_TEXT = frozenset({"first-line", "first-letter"})
"""Pseudo-elements that take over the properties asked for so far, which differ from page to page."""
ATTRIBUTES = ("lang", "id", "name", "width", "height")
"""Attributes that WeasyPrint turns into declarations."""

DATA = re.compile(r"data:[^)'\"]*")
"""A data URL, such as that of a font."""

Sheets = Sequence[tuple[Any, str, Any]]
Key = tuple[Any, ...]
Cascaded = dict[str, tuple[Any, Any]]


class SharedStyles:
    """Styles kept from page to page, by parent and declarations.

    Args:
        stylesheet: the style sheet of the pages; with lengths that depend on the page's, no style is kept.
    """

    def __init__(self, stylesheet: str = "") -> None:
        self._are_kept = not VIEWPORT_LENGTH.search(DATA.sub("", stylesheet))
        self._sheets: list[Any] = []
        # A style keeps its parent: the identity of the parent, which the key holds, is not given away.
        self.styles: dict[Key, Style] = {}

    def begin(self, sheets: Sequence[Any]) -> None:
        """Begin a page: one with other style sheets than the page before finds no styles."""
        known = [id(sheet) for sheet in self._sheets]
        if not self._are_kept or [id(sheet) for sheet in sheets] != known or len(self.styles) > MOST:
            self._sheets = [*sheets]
            self.styles = {}


def install() -> None:
    """Replace the cascade in this process, for pages that have `shared_styles`."""
    css.StyleFor = _style_for


def _style_for(html: Any, sheets: Sheets, hints: bool, font_config: Any, targets: Any) -> StyleFor:
    if shared := getattr(html, "shared_styles", None):
        return Cascade(html, sheets, font_config, targets, shared)
    return StyleFor(html, sheets, hints, font_config, targets)


class Cascade(StyleFor):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """The styles of a page's elements, pseudo-elements, page boxes and margin boxes.

    CSS Cascading and Inheritance 4, section 6: of all declarations of a property the one with the greatest
    weight wins (origin and importance, then layer, then specificity), the last one of equal weight.

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
        # WeasyPrint moves the overflow of the root or the body to the page by changing their styles.
        for element in (html.etree_element, *html.etree_element.findall("body")):
            self._computed_styles[element, None].pop("overflow", None)

    def set_computed_styles(
        self, element: Any, parent: Any, root: Any = None, pseudo_type: str | None = None, **_: Any
    ) -> None:
        """Assign the style of a page box or of one of its margin boxes."""
        cascaded = self._cascaded_styles.get((element, pseudo_type), {})
        declared = tuple((name, id(value), str(weight)) for name, (value, weight) in cascaded.items())
        self._assign(element, pseudo_type, self._computed_styles[parent, None], declared, lambda: cascaded)

    def _set_styles_of(self, wrapper: Any, own: list[Any]) -> None:
        """Assign the styles of an element and of its pseudo-elements.

        Args:
            wrapper: the element.
            own: declarations of its attributes, each with its specificity.
        """
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
            declared: Key | None = tuple((id(declarations), *rule) for *rule, declarations in rules)
            if pseudo_type in FIRST_TEXT or (pseudo_type is None and "style" in element.attrib):
                declared = None
            elif pseudo_type is None and own:
                declared = (declared, *map(element.get, ATTRIBUTES))
            of_attributes = own if pseudo_type is None else []
            cascade = partial(self._cascaded, of_attributes, rules)
            self._assign(element, pseudo_type, parent, declared, cascade)
            parent = self._computed_styles[element, None]
        if own and (anchor := self._computed_styles[element, None]["anchor"]):
            self._targets.collect_anchor(anchor)

    def _assign(
        self,
        element: Any,
        pseudo_type: str | None,
        parent: Style | None,
        declared: Key | None,
        cascade: Callable[[], Cascaded],
    ) -> None:
        """Assign a style, reusing a kept one with the same parent and declarations.

        Args:
            element: the element, the page or the margin box.
            pseudo_type: its pseudo-element; None for itself.
            parent: the style of its parent.
            declared: what the declarations are known by; None where no other element can have the same.
            cascade: gives the value of each declared property.
        """
        is_shared = declared is not None and (parent is None or hasattr(parent, "is_shared"))
        known = self._shared.styles if is_shared else self._of_this_page
        key = (id(parent), pseudo_type, element if declared is None else declared)
        if key not in known:
            known[key] = ComputedStyle(
                parent,
                cascade(),
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
        """The winning value of each declared property, and its weight."""
        weighed: Cascaded = {}
        for specificity, declarations in own:
            valid = preprocess_declarations(self._base_url, declarations)
            _weigh(weighed, valid, "author", inf, specificity)
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
