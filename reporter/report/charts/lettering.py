"""Widths of texts in the publication's fonts, for placing labels without overlap."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from fontTools.ttLib import TTFont

from reporter.machine.resources import templates_folder


@dataclass(frozen=True, eq=False)
class Font:
    """Widths of a font: the advance of each character, and the units of one em."""

    advances: dict[int, int]
    em: int
    _units: dict[str, int] = field(default_factory=dict, init=False, repr=False)

    def units(self, text: str) -> int:
        """The width of a text in the font's units, cached because charts of all pages share names."""
        if text not in self._units:
            self._units[text] = sum(self.advances.get(ord(character), self.em) for character in text)
        return self._units[text]


@dataclass(frozen=True, eq=False)
class Lettering:
    """The two fonts of a publication."""

    regular: Font
    semibold: Font
    _wrapped: dict[tuple[str, float, float, bool], tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width in pixels of a text at a font size in pixels.

        A character that the font lacks counts as one em, which is wider than any that it has.
        """
        font = self.semibold if bold else self.regular
        return font.units(text) * size / font.em

    def wrap(self, text: str, longest: float, size: float, *, bold: bool = False) -> tuple[str, ...]:
        """The text in lines no wider than `longest` pixels unless a word is, as even as they can be.

        The fewest lines that fit are found first; then they are made as narrow as that number allows.
        """
        asked = (text, longest, size, bold)
        if asked not in self._wrapped:
            self._wrapped[asked] = self._lines(text, longest, size, bold=bold)
        return self._wrapped[asked]

    def _lines(self, text: str, longest: float, size: float, *, bold: bool) -> tuple[str, ...]:
        words = text.split()
        lines = self._filled(words, longest, size, bold=bold)
        for narrower in range(int(longest), 0, -4):
            tighter = self._filled(words, narrower, size, bold=bold)
            widest = max(self.width(line, size, bold=bold) for line in tighter)
            if len(tighter) > len(lines) or widest > narrower:
                break
            lines = tighter
        return tuple(lines)

    def _filled(self, words: list[str], longest: float, size: float, *, bold: bool) -> list[str]:
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, size, bold=bold) <= longest:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines


def read_font(file: Path) -> Font:
    """Read the widths of a font's characters.

    Args:
        file: a TrueType or OpenType font.

    Raises:
        OSError: it cannot be read.
        fontTools.ttLib.TTLibError: it is no font.
    """
    with file.open("rb") as content, TTFont(content) as font:
        metrics = font["hmtx"].metrics
        advances = {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        return Font(advances, font["head"].unitsPerEm)


@cache
def shipped() -> Lettering:
    """The fonts that come with the templates."""
    fonts = templates_folder() / "fonts"
    return Lettering(read_font(fonts / "OpenSans-Regular.ttf"), read_font(fonts / "OpenSans-SemiBold.ttf"))
