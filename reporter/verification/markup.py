"""The elements of a finished HTML page, read from its text.

Regular expressions read plain pages, such as those of the shipped templates: every `<` begins a tag, values
stand in quotes, and no element changes the meaning of tags within it. `html.parser` reads all other pages; it
gives the same elements of plain pages, but takes several times as long.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from reporter.verification.element import Element, Elements

_EMPTY = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

_DOCTYPE = "<!DOCTYPE html>"
_NAME = "[a-zA-Z][a-zA-Z0-9]*"
_REFERENCE = "&(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9a-fA-F]+);"
_IN_DOUBLE = f'[^"<>&]*(?:{_REFERENCE}[^"<>&]*)*'
_IN_SINGLE = _IN_DOUBLE.replace('"', "'")
_VALUES = f"(?:[ \\n]+[a-zA-Z][-a-zA-Z0-9_:]*(?:=\"{_IN_DOUBLE}\"|='{_IN_SINGLE}')?)*"
_TAG = re.compile(f"<(?:/({_NAME})|({_NAME})({_VALUES})[ \\n]*(/?))>")
_VALUE = re.compile("([^ \\n=]+)(?:=\"([^\"]*)\"|='([^']*)')?")
_CODE = re.compile(f"<(script|style)({_VALUES})[ \\n]*>([^<]*(?:<(?![/!])[^<]*)*)</\\1>")
"""A script or style sheet, whose text is no text of the page."""

_ONLY_TEXT = frozenset({"title", "textarea"})
"""Elements in which some versions of `html.parser` take a tag as text."""
_NOT_PLAIN = frozenset({"iframe", "noembed", "noframes", "noscript", "plaintext", "script", "style", "xmp"})
"""Elements in which a tag is, or may be, text."""


def read_elements(text: str) -> Element:
    """The root element of a page."""
    return plain_page(text) or any_page(text)


class _PageTree:
    """Tree of the elements read so far."""

    def __init__(self) -> None:
        self._page = Elements()
        self._root = self._open = Element("", {}, None, self._page, -1, 0)

    def begin(self, tag: str, attributes: Mapping[str, str]) -> None:
        elements = self._page.elements
        place = len(elements)
        element = Element(tag, attributes, self._open, self._page, place, place + 1)
        elements.append(element)
        self._open.children.append(element)
        if tag not in _EMPTY:
            self._open = element

    def end(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        closed = self._open if self._open.tag == tag else self._open.around(tag)
        if closed is not None and closed.parent is not None:
            self._close(closed)
            self._open = closed.parent

    def say(self, text: str) -> None:
        self._open.children.append(text)

    def read(self) -> Element:
        """The root, with all elements closed."""
        self._close(self._root)
        return self._root

    def _close(self, outermost: Element) -> None:
        each: Element | None = self._open
        while each is not None:
            each.end = len(self._page.elements)
            each = None if each is outermost else each.parent


def any_page(text: str) -> Element:
    """The root element of a page, by `html.parser`."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.tree.read()


def plain_page(text: str) -> Element | None:
    """The root element of a plain page; else None."""
    tree = _PageTree()
    first, *others = _CODE.split(text.removeprefix(_DOCTYPE))
    if not _read_tags(first, tree):
        return None
    for tag, values, code, after in zip(*(others[place::4] for place in range(4)), strict=True):
        tree.begin(tag, _attributes(values))
        if code:
            tree.say(code)
        tree.end(tag)
        if not _read_tags(after, tree):
            return None
    return tree.read()


def _read_tags(text: str, tree: _PageTree) -> bool:
    """Add a text to the tree; false if it is not plain."""
    said, *others = _TAG.split(text)
    ended, begun, values, closed, after = (others[place::5] for place in range(5))
    if text.count("<") != len(ended):
        return False
    if said:
        tree.say(unescape(said))
    expected = None
    for end, begin, value, close, said in zip(ended, begun, values, closed, after, strict=True):
        tag = (end or begin).lower()
        if expected and (begin or tag != expected):
            return False
        expected = None
        if begin:
            if tag in _NOT_PLAIN:
                return False
            tree.begin(tag, _attributes(value) if value else {})
            if tag in _ONLY_TEXT and not close:
                expected = tag
        if end or close:
            tree.end(tag)
        if said:
            tree.say(unescape(said))
    return expected is None


@lru_cache(maxsize=10_000)  # The same tags stand on every page.
def _attributes(values: str) -> Mapping[str, str]:
    return {name.lower(): unescape(one or other) for name, one, other in _VALUE.findall(values)}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tree = _PageTree()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tree.begin(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        self.tree.say(data)
