"""Labels of charts in PDF, each drawn as one line of text.

WeasyPrint 70 places the text of an SVG letter by letter, without kerning, and draws each label that does not
begin at its anchor as a form of its own: half of what a chart costs. A plain label (one point, no children,
no transformation) needs neither; any other is left to WeasyPrint. The same goes for a logo and for what a
publication's own templates draw: any SVG comes here. Private hooks of this version: the version is pinned,
and tests compare the drawings.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from weasyprint import svg
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.draw.text import draw_emojis, draw_first_line
from weasyprint.matrix import Matrix
from weasyprint.svg.utils import size
from weasyprint.text.line_break import split_first_line

NAMESPACE = "{http://www.w3.org/2000/xmlns/}xmlns"
PLAIN = {"class", "x", "y", "fill", "font-family", "font-size", "font-weight", "text-anchor", NAMESPACE}
"""All that a label may have to be drawn as one line, whether attributes or rules give it."""
BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""The part of a label that stands before its anchor."""
WEIGHTS = {"normal": 400, "bold": 700}
ONE_PLACE = re.compile(r"-?(\d+\.?\d*|\.\d+)")

_draw_node = svg.SVG.draw_node


def draw_labels_as_lines() -> None:
    """Let WeasyPrint draw plain labels this way, in every chart of this process."""
    svg.SVG.draw_node = _draw_label_or_node


def _draw_label_or_node(
    self: Any, node: Any, font_size: float, fill_stroke: bool = True, context: Any = None
) -> None:
    if fill_stroke and _is_plain(node):
        _draw_label(self, node, size(node.get("font-size", "1em"), font_size, font_size))
    else:
        _draw_node(self, node, font_size, fill_stroke, context)


def _is_plain(node: Any) -> bool:
    return (
        node.tag == "text"
        and bool(node.text)
        and all(map(_is_on_a_line, node.text))
        and not list(node)
        and node.attrib.keys() <= PLAIN
        and all(ONE_PLACE.fullmatch(node.get(axis, "")) for axis in ("x", "y"))
        and node.get("text-anchor", "start") in BEFORE
        and _weight(node) is not None
        and "url(" not in node.get("fill", "")
    )


def _is_on_a_line(character: str) -> bool:
    """Whether it is drawn or a space; others break lines, join, or turn the direction of writing."""
    return character.isprintable() or unicodedata.category(character) == "Zs"


def _weight(node: Any) -> int | None:
    """The weight of a label's font; None where it is one to compute or a mistake."""
    said = node.get("font-weight", "normal")
    return WEIGHTS.get(said) or (int(said) if said.isdecimal() else None)


class _Style(dict[str, Any]):
    """What a line of text is laid out with: WeasyPrint's initial values and the font of a label."""

    font_config: Any


class _Line:
    """A line of text as `draw_first_line` takes it."""

    def __init__(self, layout: Any, style: _Style) -> None:
        self.pango_layout = layout
        self.style = style
        self.text = layout.text


def _draw_label(drawing: Any, node: Any, font_size: float) -> None:
    style = _style(drawing, node, font_size)
    layout, _, _, width, height, baseline = split_first_line(node.text, style, None, None, 0)
    x = size(node.get("x"), font_size, drawing.inner_width) - width * BEFORE[node.get("text-anchor", "start")]
    y = size(node.get("y"), font_size, drawing.inner_height)
    # What is around a label asks for this: links, and all that is drawn by way of a form, as with opacity.
    node.text_bounding_box = (x, y - baseline, width, height)
    stream = drawing.stream
    stream.push_state()
    fill, stroke = drawing.set_graphical_state(node, font_size)
    stream.begin_text()
    layout.reactivate(style)
    drawing.fill_stroke(fill, stroke, text=True)
    emojis = draw_first_line(stream, _Line(layout, style), "none", "none", Matrix(d=-1, e=x, f=y))
    stream.end_text()
    stream.pop_state()
    draw_emojis(stream, style, x, y, emojis)


def _style(drawing: Any, node: Any, font_size: float) -> _Style:
    style = _Style(INITIAL_VALUES)
    style.font_config = drawing.font_config
    style["font_family"] = [name.strip("\"' ") for name in node.get("font-family", "sans-serif").split(",")]
    style["font_weight"] = _weight(node)
    style["font_size"] = font_size
    return style
