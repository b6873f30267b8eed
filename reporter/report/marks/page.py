"""The marks of a rendered page as attributes of its elements, which the final check reads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import NamedTuple

from reporter.report.marks.text import CLOSE, INSIDE, MARK, OPEN, beginning, unmarked

PARTS = "data-parts"
"""Attribute of an element that can hold only text: its marked parts, 'start length kind address' by line."""

_TAG = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1\s*>|<[^>]*>", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_WHOLE = re.compile(f"\\s*({OPEN}[^{INSIDE}]*{INSIDE})([^{OPEN}{CLOSE}]*){CLOSE}\\s*")
_ONLY_TEXT = frozenset({"title", "desc", "option", "textarea"})


def with_attributes(page: str) -> str:
    """The page with an element or attribute in place of each mark; marks inside attributes are removed.

    Args:
        page: a rendered page for the screen.
    """
    if OPEN not in page:
        return page
    return "".join(_Writer(page).written())


class _Tag(NamedTuple):
    """A tag of a page: its text, its element's name, and whether it begins one that has content."""

    text: str
    name: str
    begins: bool
    ends: bool


def _tag(text: str) -> _Tag:
    found = _NAME.match(text)
    name = found[1].lower() if found else ""
    return _Tag(text, name, bool(name) and text[1] != "/" and not text.endswith("/>"), text[1] == "/")


class _Writer:
    """Writer of one page, tag by tag."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._in_drawing = False
        self._open: list[str] = []

    def written(self) -> Iterator[str]:
        """Pieces of the page."""
        page, at = self._page, 0
        before = _Tag("", "", False, False)
        for match in _TAG.finditer(page):
            text = page[at : match.start()]
            after = _tag(match[0])
            if OPEN in before.text:
                before = before._replace(text=unmarked(before.text))
            if OPEN in text or CLOSE in text:
                yield from self._with_text(before, text, after)
            else:
                yield before.text
                yield text
            if after.name == "svg":
                self._in_drawing = after.begins
            before, at = after, match.end()
        yield unmarked(before.text)
        yield from self._parts(page[at:])

    def _with_text(self, before: _Tag, text: str, after: _Tag) -> Iterator[str]:
        """A tag and the text after it, which has marks."""
        if before.begins and before.name in _ONLY_TEXT:
            yield _with(before.text, PARTS, _listed(text)) if before.name == "desc" else before.text
            yield unmarked(text)
            return
        whole = _WHOLE.fullmatch(text) if before.begins and after.ends and before.name == after.name else None
        if whole and (said := beginning(whole[1])) and " data-" not in before.text:
            yield _with(before.text, f"data-{said[0]}", said[1])
            yield whole[2]
            return
        yield before.text
        yield from self._parts(text)

    def _parts(self, text: str) -> Iterator[str]:
        """A text with elements in place of its marks."""
        at = 0
        for match in MARK.finditer(text):
            yield text[at : match.start()]
            if said := beginning(match[0]):
                element = "tspan" if self._in_drawing else "span"
                self._open.append(element)
                yield f'<{element} data-{said[0]}="{escape(said[1])}">'
            elif self._open:
                yield f"</{self._open.pop()}>"
            at = match.end()
        yield text[at:]


def _with(tag: str, attribute: str, value: str) -> str:
    """A start tag with one attribute more."""
    return f'{tag[:-1]} {attribute}="{escape(value)}">'


def _listed(text: str) -> str:
    """The marked parts of a text, as the attribute `data-parts` gives them; inner ones after outer ones."""
    found: list[str] = []
    waiting: list[int] = []
    said: list[tuple[int, str]] = []
    length, at = 0, 0
    for match in MARK.finditer(text):
        length += len(unescape(text[at : match.start()]))
        at = match.end()
        if begun := beginning(match[0]):
            waiting.append(len(said))
            said.append((length, " ".join(begun)))
            found.append("")
        elif waiting:
            place = waiting.pop()
            start, what = said[place]
            found[place] = f"{start} {length - start} {what}"
    return "\n".join(found)
