"""Backgrounds of one colour in PDFs, drawn as plain rectangles.

WeasyPrint 70 draws each layer of a background by way of a form of its own, though a layer of a single colour,
such as the parts of an interval behind its text, is but a rectangle: three forms for every interval of a
table, with resources and all. A private hook of this version: the version is pinned, and a test compares the
pictures.
"""

from __future__ import annotations

from typing import Any

from weasyprint import draw
from weasyprint.images import LinearGradient

_weasyprint_draws = draw.draw_background_image


def draw_single_colours_as_rectangles() -> None:
    """Let WeasyPrint draw layers of a single colour this way, in this process."""
    draw.draw_background_image = _draw_layer


def _draw_layer(stream: Any, layer: Any, style: Any) -> None:
    if not _is_rectangle(layer):
        _weasyprint_draws(stream, layer, style)
        return
    left, top, right, bottom = _painted(layer)
    if left < right and top < bottom:
        with stream.artifact(), stream.stacked():
            stream.set_color(layer.image.colors[0])
            stream.rectangle(left, top, right - left, bottom - top)
            stream.fill()


def _is_rectangle(layer: Any) -> bool:
    return (
        isinstance(layer.image, LinearGradient)
        and len(layer.image.colors) == 1
        and layer.repeat == ("no-repeat", "no-repeat")
        and not layer.unbounded
    )


def _painted(layer: Any) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is seen of a layer: no more than its box."""
    box_x, box_y, box_width, box_height = layer.painting_area
    x, y = (layer.position[axis] + layer.positioning_area[axis] for axis in (0, 1))
    width, height = layer.size
    return (
        max(x, box_x),
        max(y, box_y),
        min(x + width, box_x + box_width),
        min(y + height, box_y + box_height),
    )
