"""Lines of text measured once: the same lines, so the same bytes.

WeasyPrint 70 lays out what is in a cell of a table for the narrowest column, for the widest and for its own.
And pages with one style sheet have many words in common: names of columns, notes, what an indicator is. A
line is measured for the first of them, and taken by all that have the same text, style and room. Private
hooks of this version: the version is pinned, and a test compares the bytes.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from weasyprint import draw
from weasyprint.css import Style
from weasyprint.layout import inline, preferred
from weasyprint.text.line_break import split_first_line, strut

from reporter.machine.cache import Latest
from reporter.report.pdf.hooks.styles import remembered

MOST = 2000
"""How many lines are kept: the pages of an edition have some hundreds in common, of a few kilobytes each."""
WRAPPING = frozenset({"normal", "pre-wrap", "pre-line"})
"""Values of `white-space` with which text is broken into lines where it is too wide."""

_weasyprint_draws = draw.draw_text


# A line keeps its style, whose identity is part of the key.
_shared: Latest[tuple[Any, ...], Any] = Latest(MOST)


def measure_lines_once() -> None:
    """Let WeasyPrint measure lines this way in this process."""
    inline.split_first_line = preferred.split_first_line = _first_line
    inline.strut = _strut
    draw.draw_text = _draw_text


def _first_line(
    text: str,
    style: Style,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> Any:
    """The first line of a text as WeasyPrint finds it: layout, length, where the next one begins, sizes."""
    if context is None or justification_spacing:
        return split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    lines = _shared if _is_shared(style) else _of_page(context)
    of_all = (id(style), text)
    of_room = (*of_all, max_width, is_line_start, minimum)
    is_free = max_width is None or style["white_space"] not in WRAPPING
    line = lines.get(of_all)
    if line is None or not (is_free or line[3] <= max_width):
        line = lines.get(of_room)
    if line is None:
        line = split_first_line(text, style, context, max_width, 0, is_line_start, minimum)
        is_all = line[2] is None and (is_free or line[3] <= max_width)
        lines.keep(of_all if is_all else of_room, line)
    layout = copy(line[0])
    layout.max_width = max_width
    return layout, *line[1:]


def _of_page(context: Any) -> Latest[tuple[Any, ...], Any]:
    """Lines in styles that one page alone has."""
    if not hasattr(context, "measured_lines"):
        context.measured_lines = Latest(MOST)
    lines: Latest[tuple[Any, ...], Any] = context.measured_lines
    return lines


def _is_shared(style: Style) -> bool:
    """Whether a style outlives its page: text has that of an anonymous box, which goes with its parent's."""
    return hasattr(style, "is_shared") or hasattr(style.parent_style, "is_shared")


def _strut(style: Style) -> Any:
    return remembered(style, "strut", strut)


def _draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str) -> None:
    """Draw a line; one that may have to be cut off is laid out for itself."""
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        textbox.pango_layout.is_kept = False
    _weasyprint_draws(stream, textbox, offset_x, text_overflow, block_ellipsis)
