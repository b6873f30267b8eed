"""Backgrounds in PDFs: those of one colour are drawn as plain rectangles, and boxes without one passed over.

WeasyPrint 70 draws each layer of a background by way of a form of its own, though a layer of a single colour,
such as the parts of an interval behind its text, is but a rectangle: three forms for every interval of a
table, with resources and all. And it looks for corners, images and shadows of every box, though its style
says whether it has any. Private hooks of this version: the version is pinned, and tests compare the pictures
of the first, the bytes of the second.
"""

from __future__ import annotations

from typing import Any

from weasyprint import draw
from weasyprint.css import Style
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.images import LinearGradient
from weasyprint.layout import background

from reporter.report.pdf.hooks.styles import remembered

CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
OF_NO_BACKGROUND = dict.fromkeys(CORNERS, (0, 0)) | {"background": None}

_weasyprint_draws = draw.draw_background_image
_weasyprint_lays_out = background.layout_box_backgrounds


def draw_single_colours_as_rectangles() -> None:
    """Let WeasyPrint draw layers of a single colour this way, in this process."""
    draw.draw_background_image = _draw_layer


def pass_over_boxes_without_background() -> None:
    """Let WeasyPrint look for backgrounds only where a style has one, in this process."""
    background.layout_box_backgrounds = _layout_backgrounds


def _layout_backgrounds(page: Any, box: Any, get_image: Any, *more: Any, **named: Any) -> None:
    """Find the backgrounds of a box and of those in it; a page has one even if its style has none."""
    # What stands in for a box that is placed elsewhere passes on to it what it is told, one thing at a time.
    is_told = box is page or not isinstance(box, Box)
    if is_told or not remembered(box.style, "without background", _is_without_background):
        _weasyprint_lays_out(page, box, get_image, *more, **named)
        return
    box.__dict__.update(OF_NO_BACKGROUND)
    for child in box.all_children():
        _layout_backgrounds(page, child, get_image)


def _is_without_background(style: Style) -> bool:
    return (
        get_color(style, "background_color").alpha == 0
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and all((0, "px") in style[corner] for corner in CORNERS)
    )


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
