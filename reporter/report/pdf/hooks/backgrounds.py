"""Backgrounds laid out only for the boxes whose style has any.

WeasyPrint 70 computes corners, background layers and shadows of every box of a page.
"""

from __future__ import annotations

from typing import Any

from weasyprint.css import Style
from weasyprint.draw.color import get_color
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import background

from reporter.report.pdf.hooks.styles import kept_with

CORNERS = tuple(
    f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left")
)
NO_BACKGROUND = dict.fromkeys(CORNERS, (0, 0)) | {"background": None}
"""What WeasyPrint sets on a box without background."""

_lay_out_all = background.layout_box_backgrounds


def install() -> None:
    """Replace the layout of backgrounds in this process."""
    background.layout_box_backgrounds = _lay_out


def _lay_out(page: Any, box: Any, get_image: Any, *more: Any, **named: Any) -> None:
    """Lay out the backgrounds of a box and of the boxes in it."""
    # A page has a background even if its style has none. A placeholder of a box that is positioned elsewhere
    # hands on each attribute that is set on it, which setting several at once would miss.
    is_special = box is page or not isinstance(box, Box)
    if is_special or not kept_with(box.style, "has no background", _has_no_background):
        _lay_out_all(page, box, get_image, *more, **named)
        return
    box.__dict__.update(NO_BACKGROUND)
    for child in box.all_children():
        _lay_out(page, child, get_image)


def _has_no_background(style: Style) -> bool:
    return (
        get_color(style, "background_color").alpha == 0
        and all(kind == "none" for kind, _ in style["background_image"])
        and not style["box_shadow"]
        and style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and all((0, "px") in style[corner] for corner in CORNERS)
    )
