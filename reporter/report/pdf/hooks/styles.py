"""Styles in WeasyPrint 70 looked up with a third of the work: the same values, so the same bytes.

WeasyPrint computes each property of each style when it is first asked for, and asks for nearly all of them:
most are what the property is at first or what the parent has, which one look tells. And it works out again
for every box what follows from its style alone. Here that is remembered with the style, until it changes.

Private hooks of this version: the version is pinned, and a test compares the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from weasyprint.css import INHERITED, INITIAL_NOT_COMPUTED, AnonymousStyle, ComputedStyle, Style
from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS
from weasyprint.css.properties import INITIAL_VALUES
from weasyprint.formatting_structure.boxes import Box
from weasyprint.layout import absolute, block, inline, page, percent, table
from weasyprint.layout import float as floating

T = TypeVar("T")

LENGTHS = (
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("left", "right", "top", "bottom")),
    *(f"{limit}{size}" for limit in ("", "min_", "max_") for size in ("width", "height")),
)
BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))

# Properties whose value depends on nothing but themselves and the parent's.
_PLAIN = {
    name
    for name in INITIAL_VALUES
    if not name.startswith(("__", "text_decoration_"))
    and name not in {"display", "float", "position", "page"}
}
_AT_FIRST = {
    name: INITIAL_VALUES[name]
    for name in _PLAIN
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED
}
_AS_PARENT = _PLAIN & set(INHERITED)
_LOGICAL = {
    name(block="ttb", inline=inline) for name in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
}
# Boxes that no element stands for have no position or float of their own, and borders and outlines of none.
_ANONYMOUS = (
    _AT_FIRST
    | {name: INITIAL_VALUES[name] for name in ("float", "position")}
    | dict.fromkeys((*BORDERS, "outline_width"), 0)
)

_weasyprint_begins = ComputedStyle.__init__
_weasyprint_computes = ComputedStyle.__missing__
_weasyprint_resolves = percent.resolve_percentages
_weasyprint_tells_flow = Box.is_in_normal_flow


def look_up_styles_once() -> None:
    """Let WeasyPrint look up and remember styles as described above, in this process."""
    AnonymousStyle.__init__ = _anonymous
    ComputedStyle.__init__ = _of_element
    ComputedStyle.__missing__ = _computed
    Style.__setitem__ = _changed
    Box.is_in_normal_flow = _is_in_normal_flow
    for module in (absolute, block, floating, inline, page, percent, table):
        module.resolve_percentages = _resolve_percentages


def remembered(style: Style, what: str, work_out: Callable[[Style], T]) -> T:
    """What follows from a style alone, worked out when it is first asked for and after the style has changed.

    Args:
        style: the style, which keeps it.
        what: a name for it.
        work_out: works it out; everything that it depends on is a property of the style.
    """
    memory: dict[str, Any] = style.__dict__.setdefault("remembered", {})
    if what not in memory:
        memory[what] = work_out(style)
    found: T = memory[what]
    return found


def _changed(style: Style, name: str, value: object) -> None:
    if style.get(name, value) != value:  # From what nobody has asked for yet, nothing was worked out.
        style.__dict__.pop("remembered", None)
    dict.__setitem__(style, name, value)


def _anonymous(style: AnonymousStyle, parent_style: Style) -> None:
    style.update(_ANONYMOUS)
    style.parent_style = parent_style
    style.root_style = parent_style.root_style
    style.specified = style
    style.cache = parent_style.cache
    style.font_config = parent_style.font_config


def _of_element(
    style: ComputedStyle,
    parent_style: Style | None,
    cascaded: dict[str, Any],
    pseudo_type: str | None,
    *more: Any,
) -> None:
    _weasyprint_begins(style, parent_style, cascaded, pseudo_type, *more)
    # A rule for margin-inline-start, say, decides on margin-left or -right: WeasyPrint knows which.
    style.is_plain = _LOGICAL.isdisjoint(cascaded)
    if style.is_plain and pseudo_type is None:  # All that a first line's style has goes before what is there.
        style.update(_AT_FIRST)
        for name in cascaded:
            style.pop(name, None)


def _computed(style: ComputedStyle, name: str) -> Any:
    if (
        name in _AS_PARENT
        and name not in style.cascaded
        and style.is_plain
        and style.parent_style is not None
    ):
        value = style.parent_style[name]
        dict.__setitem__(style, name, value)
        return value
    return _weasyprint_computes(style, name)


def _is_in_normal_flow(box: Box) -> bool:
    return remembered(box.style, "in normal flow", lambda _: bool(_weasyprint_tells_flow(box)))


def _resolve_percentages(box: Box, containing_block: object) -> None:
    """Give a box the lengths of its style; WeasyPrint does it where a length depends on what is around it."""
    lengths = remembered(box.style, "lengths", _lengths)
    if lengths is None:
        _weasyprint_resolves(box, containing_block)
        return
    box.__dict__.update(lengths)
    borders = remembered(box.style, "borders", _borders)
    if box.style["border_collapse"] == "collapse":  # A border that a table has settled stays.
        borders = {name: width for name, width in borders.items() if not hasattr(box, name)}
    box.__dict__.update(borders)


def _lengths(style: Style) -> dict[str, Any] | None:
    """Lengths of a box in pixels; None where one is a percentage, a formula or the size of a box's border."""
    if style["box_sizing"] != "content-box":
        return None
    lengths: dict[str, Any] = {}
    for name in LENGTHS:
        value = style[name]
        if value is None or value == "auto":
            lengths[name] = 0 if value == "auto" and name in {"min_width", "min_height"} else value
        elif getattr(value, "unit", None) in {None, "%"}:
            return None
        else:
            lengths[name] = value.value
    return lengths


def _borders(style: Style) -> dict[str, float]:
    return {name: style[name] for name in BORDERS}
