"""Lines of text measured once for all texts that have the same words, style and width.

WeasyPrint 70 lays out the text of a table's cell for the narrowest column, for the widest and for its own.
Pages of one edition have many words in common: names of columns, notes, descriptions of indicators. And it
lays out a text of a chart letter by letter.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from weasyprint import draw
from weasyprint.css import Style
from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.line_break import split_first_line, strut

from reporter.machine.cache import LruCache
from reporter.report.pdf.hooks.styles import kept_with

MOST = 2000
"""The number of lines that are kept: pages of an edition share some hundreds, of a few kilobytes each."""
WRAPPING = frozenset({"normal", "pre-wrap", "pre-line"})
"""Values of `white-space` with which a text that is too wide is broken into lines."""
FONT = ("font_style", "font_weight", "font_size", "direction")
"""Properties of a chart's text, besides the family of its font, that are not the same for all."""

_draw_any_text = draw.draw_text


# A line keeps its style and with it the fonts: their identities, which the keys hold, are not given away.
_shared: LruCache[tuple[Any, ...], Any] = LruCache(MOST)


def install() -> None:
    """Replace the measuring of lines in this process."""
    inline.split_first_line = preferred.split_first_line = _first_line
    line_break.split_first_line = _first_line_of_chart
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
    """The first line of a text, as WeasyPrint gives it: layout, length, start of the next line, and sizes."""
    if context is None or justification_spacing:
        return split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
    lines = _shared if _is_shared(style) else _of_page(context)
    whole_text = (id(style), text)
    for_width = (*whole_text, max_width, is_line_start, minimum)
    is_free = max_width is None or style["white_space"] not in WRAPPING
    line = lines.get(whole_text)
    if line is None or not (is_free or line[3] <= max_width):
        line = lines.get(for_width)
    if line is None:
        line = split_first_line(text, style, context, max_width, 0, is_line_start, minimum)
        fits = line[2] is None and (is_free or line[3] <= max_width)
        lines.keep(whole_text if fits else for_width, line)
    layout = copy(line[0])
    layout.max_width = max_width
    return layout, *line[1:]


def _first_line_of_chart(text: str, style: Any, *others: Any) -> Any:
    """The same for a text of a chart, or for one letter of it: WeasyPrint makes a new style for each text."""
    key = (id(style.font_config), *style["font_family"], *(style[name] for name in FONT), text)
    line = _shared.get(key)
    if line is None:
        line = split_first_line(text, style, *others)
        _shared.keep(key, line)
    layout = copy(line[0])
    layout.style = style
    return layout, *line[1:]


def _of_page(context: Any) -> LruCache[tuple[Any, ...], Any]:
    """Lines whose styles belong to one page."""
    if not hasattr(context, "measured_lines"):
        context.measured_lines = LruCache(MOST)
    lines: LruCache[tuple[Any, ...], Any] = context.measured_lines
    return lines


def _is_shared(style: Style) -> bool:
    """Whether a style outlives its page; a text's is that of an anonymous box, kept by the parent's style."""
    return hasattr(style, "is_shared") or hasattr(style.parent_style, "is_shared")


def _strut(style: Style) -> Any:
    return kept_with(style, "strut", strut)


def _draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str) -> None:
    """Draw a line, laid out again if it may have to be cut off."""
    if text_overflow == "ellipsis" or block_ellipsis != "none":
        textbox.pango_layout.is_kept = False
    _draw_any_text(stream, textbox, offset_x, text_overflow, block_ellipsis)
