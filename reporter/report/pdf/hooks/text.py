"""Text laid out by WeasyPrint 70 once, with one context of Pango for each style; the bytes are the same.

A context knows the fonts, the direction and the language, all of which are the style's: WeasyPrint makes one
for each piece of text. And it forgets each line as soon as its width is known, and lays it out again to draw
it. Private hooks of this version: the version is pinned, and a test compares the bytes.
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

from reporter.report.pdf.hooks.styles import remembered

ENDS_OF_PARAGRAPHS = re.compile("[\n\r\u2029]")
"""What would begin another line where text is not drawn as a single paragraph."""

_weasyprint_sets_up = Layout.setup
_weasyprint_forgets = Layout.deactivate


class _Typesetting(NamedTuple):
    """What Pango lays out text of one style with."""

    context: Any
    language: Any
    description: Any
    features: Any


def lay_out_text_once() -> None:
    """Let WeasyPrint lay out text this way in this process."""
    Layout.setup = _setup
    Layout.deactivate = _keep_until_drawn
    Layout.reactivate = _ready_to_draw
    drawing.pango = _DrawingPango()


class _DrawingPango:
    """Pango as text is drawn with: whether it is a single paragraph has been settled (`_ready_to_draw`)."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(pango, name)
        setattr(self, name, found)
        return found

    def pango_layout_set_single_paragraph_mode(self, layout: object, setting: object) -> None:
        """Do nothing: to settle it again would lay the text out again."""


def _keep_until_drawn(layout: Layout) -> None:
    """Keep a line when it has been measured; forget it when it has been drawn."""
    layout.is_kept = not hasattr(layout, "is_kept") and not layout.justification_spacing
    if not layout.is_kept:
        _weasyprint_forgets(layout)


def _ready_to_draw(layout: Layout, style: Style) -> None:
    """Take the line that was kept, if it is drawn as it was measured; else lay out its text again."""
    is_same = (
        layout.is_kept
        and layout.style is style
        and not style["word_spacing"]
        and not ENDS_OF_PARAGRAPHS.search(layout.text)
    )
    if not is_same or layout.get_first_line()[1] is not None:
        layout.setup(style)
        layout.set_text(layout.text, justify=True)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)


def _setup(layout: Layout, style: Style) -> None:
    """Ready a layout; WeasyPrint does it where text is underlined or has a language of its own."""
    if style["text_decoration_line"] != "none" or style["font_language_override"] != "normal":
        _weasyprint_sets_up(layout, style)
        return
    typesetting = remembered(style, "typesetting", _typesetting)
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
