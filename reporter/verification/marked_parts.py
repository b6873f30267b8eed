"""Parts of a description: elements that stand for the marks which the attribute `data-parts` lists.

The description of a chart can hold only text. Its marks are listed beside it, one a line, as start, length,
kind and address. Read as elements, they are checked as any other text of the page.
"""

from __future__ import annotations

import re
from html import escape, unescape

_DESCRIPTION = re.compile(r'(<desc\b[^>]*?) data-parts="([^"]*)"([^>]*>)([^<]*)(?=</desc>)')
_KINDS = frozenset({"cell", "name", "stated"})


def with_parts(page: str) -> str:
    """The page with an element for each marked part of its descriptions."""
    return _DESCRIPTION.sub(_written, page)


def _written(match: re.Match[str]) -> str:
    before, parts, after, text = match.groups()
    said = unescape(text)
    marks: list[tuple[int, int, str]] = []
    for order, line in enumerate(unescape(parts).split("\n")):
        start, length, kind, address = (*line.split(" ", 3), "", "", "", "")[:4]
        if kind not in _KINDS or not start.isdigit() or not length.isdigit():
            continue
        first, last = int(start), int(start) + int(length)
        # Ends stand before beginnings at the same place; of two beginnings the outer one is listed first.
        marks.append((first, 1 + order, f'<span data-{kind}="{escape(address)}">'))
        marks.append((last, -order, "</span>"))
    pieces, at = [], 0
    for place, _, mark in sorted(marks):
        pieces += [escape(said[at:place]), mark]
        at = place
    return f"{before}{after}{''.join(pieces)}{escape(said[at:])}"
