"""Text laid out once, with one Pango context for each style.

WeasyPrint 70 makes a context for each piece of text, although fonts, direction and language, which are all
that it holds, are those of the style. And it discards a line once it has measured it, and lays it out again
to draw it.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from weasyprint.css import Style
from weasyprint.draw import text as drawing
from weasyprint.text.constants import PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p
from weasyprint.text.fonts import font_features, get_font_description
from weasyprint.text.line_break import Layout

from reporter.report.pdf.hooks.styles import kept_with

PARAGRAPH_END = re.compile("[\n\r\u2029]")
"""Characters that begin another line unless the text is drawn as a single paragraph."""

_set_up_alone = Layout.setup
_discard = Layout.deactivate


class _Typesetting(NamedTuple):
    """All that Pango needs of a style to lay out text."""

    context: Any
    language: Any
    description: Any
    features: Any


def install() -> None:
    """Replace the set-up and the reuse of layouts in this process."""
    Layout.setup = _set_up
    Layout.deactivate = _keep_until_drawn
    Layout.reactivate = _prepare_to_draw
    drawing.pango = _PangoForDrawing()


class _PangoForDrawing:
    """Pango without the call that would lay out again a text that is drawn as it was measured."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(pango, name)
        setattr(self, name, found)
        return found

    def pango_layout_set_single_paragraph_mode(self, layout: object, setting: object) -> None:
        """Do nothing: `_prepare_to_draw` has set the mode where it matters."""


def _keep_until_drawn(layout: Layout) -> None:
    """Keep a line that has been measured; discard one that has been drawn."""
    layout.is_kept = not hasattr(layout, "is_kept") and not layout.justification_spacing
    if not layout.is_kept:
        _discard(layout)


def _prepare_to_draw(layout: Layout, style: Style) -> None:
    """Lay out a text again unless it was kept and is drawn as it was measured."""
    is_same = (
        layout.is_kept
        and layout.style is style
        and not style["word_spacing"]
        and not PARAGRAPH_END.search(layout.text)
    )
    if not is_same or layout.get_first_line()[1] is not None:
        layout.setup(style)
        layout.set_text(layout.text, justify=True)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)


def _set_up(layout: Layout, style: Style) -> None:
    """Set up a layout; WeasyPrint does so for text that is underlined or overrides its language."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        _set_up_alone(layout, style)
        return
    typesetting = kept_with(style, "typesetting", _typesetting)
    layout.style, layout.first_line_direction = style, 0
    layout.language = typesetting.language
    layout.layout = ffi.gc(pango.pango_layout_new(typesetting.context), gobject.g_object_unref)
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    pango.pango_layout_set_auto_dir(layout.layout, False)
    pango.pango_layout_set_font_description(layout.layout, typesetting.description)
    if typesetting.features is not None:
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, typesetting.features)
        pango.pango_layout_set_attributes(layout.layout, attributes)


def _typesetting(style: Style) -> _Typesetting:
    context = ffi.gc(pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref)
    pango.pango_context_set_round_glyph_positions(context, False)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    if style["lang"]:
        name, _kept = unicode_to_char_p(style["lang"])
        language = pango.pango_language_from_string(name)
        pango.pango_context_set_language(context, language)
    return _Typesetting(context, language, get_font_description(style), _features(style))


def _features(style: Style) -> Any:
    """Pango's attribute for the features of a style's font; None where it asks for none."""
    features = font_features(
        style["font_kerning"],
        style["font_variant_ligatures"],
        style["font_variant_position"],
        style["font_variant_caps"],
        style["font_variant_numeric"],
        style["font_variant_alternates"],
        style["font_variant_east_asian"],
        style["font_feature_settings"],
    )
    if not features:
        return None
    named = ",".join(f"{name} {value}" for name, value in features.items()).encode()
    known = style.font_config.font_features
    if named not in known:
        known[named] = pango.pango_attr_font_features_new(named)
    return known[named]
