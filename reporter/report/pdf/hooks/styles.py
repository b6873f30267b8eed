"""Styles computed with a third of the work.

WeasyPrint 70 computes each property of each style when it is first asked for, and asks for nearly all. Most
have their initial value or the parent's, which one look tells. And what follows from a style alone, such as
the lengths of a box, it computes again for each box: here that is kept with the style until the style
changes.
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

_INDEPENDENT = {
    name
    for name in INITIAL_VALUES
    if not name.startswith(("__", "text_decoration_"))
    and name not in {"display", "float", "position", "page"}
}
"""Properties whose value depends on no other property of the style."""
_INITIAL = {
    name: INITIAL_VALUES[name]
    for name in _INDEPENDENT
    if name not in INHERITED and name not in INITIAL_NOT_COMPUTED
}
_INHERITED = _INDEPENDENT & set(INHERITED)
_LOGICAL = {
    name(block="ttb", inline=inline) for name in PHYSICAL_FUNCTIONS.values() for inline in ("ltr", "rtl")
}
"""Properties such as margin-inline-start, which decide on margin-left or margin-right."""
_ANONYMOUS = (
    _INITIAL
    | {name: INITIAL_VALUES[name] for name in ("float", "position")}
    | dict.fromkeys((*BORDERS, "outline_width"), 0)
)
"""Values of a box that stands for no element: neither position nor float nor border is its own."""

_begin = ComputedStyle.__init__
_compute_any = ComputedStyle.__missing__
_resolve_any = percent.resolve_percentages
_compute_flow = Box.is_in_normal_flow


def install() -> None:
    """Replace the computing of styles in this process."""
    AnonymousStyle.__init__ = _begin_anonymous
    ComputedStyle.__init__ = _begin_computed
    ComputedStyle.__missing__ = _compute
    Style.__setitem__ = _change
    Box.is_in_normal_flow = _is_in_normal_flow
    for module in (absolute, block, floating, inline, page, percent, table):
        module.resolve_percentages = _resolve_percentages


def kept_with(style: Style, name: str, compute: Callable[[Style], T]) -> T:
    """A value that follows from a style alone, computed once and again after the style has changed.

    Args:
        style: the style, which keeps the value.
        name: the value's name.
        compute: computes it from properties of the style and nothing else.
    """
    kept: dict[str, Any] = style.__dict__.setdefault("kept", {})
    if name not in kept:
        kept[name] = compute(style)
    found: T = kept[name]
    return found


def _change(style: Style, name: str, value: object) -> None:
    """Set a property. One that was never asked for has no part in any value that is kept."""
    if style.get(name, value) != value:
        style.__dict__.pop("kept", None)
    dict.__setitem__(style, name, value)


def _begin_anonymous(style: AnonymousStyle, parent_style: Style) -> None:
    style.update(_ANONYMOUS)
    style.parent_style = parent_style
    style.root_style = parent_style.root_style
    style.specified = style
    style.cache = parent_style.cache
    style.font_config = parent_style.font_config


def _begin_computed(
    style: ComputedStyle,
    parent_style: Style | None,
    cascaded: dict[str, Any],
    pseudo_type: str | None,
    *more: Any,
) -> None:
    _begin(style, parent_style, cascaded, pseudo_type, *more)
    style.is_physical = _LOGICAL.isdisjoint(cascaded)
    # A first line's style replaces every property that it holds, and so must hold no initial values.
    if style.is_physical and pseudo_type is None:
        style.update(_INITIAL)
        for name in cascaded:
            style.pop(name, None)


def _compute(style: ComputedStyle, name: str) -> Any:
    if (
        name in _INHERITED
        and name not in style.cascaded
        and style.is_physical
        and style.parent_style is not None
    ):
        value = style.parent_style[name]
        dict.__setitem__(style, name, value)
        return value
    return _compute_any(style, name)


def _is_in_normal_flow(box: Box) -> bool:
    return kept_with(box.style, "is in normal flow", lambda _: bool(_compute_flow(box)))


def _resolve_percentages(box: Box, containing_block: object) -> None:
    """Set the used lengths of a box; WeasyPrint does it where a length depends on the containing block."""
    lengths = kept_with(box.style, "lengths", _lengths)
    if lengths is None:
        _resolve_any(box, containing_block)
        return
    box.__dict__.update(lengths)
    borders = kept_with(box.style, "borders", _borders)
    if box.style["border_collapse"] == "collapse":  # The table has settled some of them already.
        borders = {name: width for name, width in borders.items() if not hasattr(box, name)}
    box.__dict__.update(borders)


def _lengths(style: Style) -> dict[str, float | str | None] | None:
    """The lengths of a box in pixels; None where one is a percentage, a formula or includes the border."""
    if style["box_sizing"] != "content-box":
        return None
    lengths: dict[str, float | str | None] = {}
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
