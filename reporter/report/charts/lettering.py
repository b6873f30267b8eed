"""Widths of texts in the publication's fonts, for placing labels without overlap."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple
from unicodedata import combining

from fontTools.ttLib import TTFont

from reporter.machine.resources import templates_folder

_OF_NUMBERS = frozenset("0123456789.,")
_NEEDS_NO_GLYPH = re.compile(
    "[\t\n\r\xad\u061c\u180b-\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0e\ufeff\U000e0100-\U000e01ef]+"
)
"""Spaces, joiners and selectors, which Pango sets in any font; not U+FE0F, which asks for an emoji."""

SHAPED = re.compile(
    "[\u0590-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1c4f\ua840-\ua8df\ua930-\ua9df\uaa00-\uaadf\uabc0-\uabff"
    "\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00011fff\U0001e800-\U0001efff]"
)
"""Letters of scripts that run from right to left, or whose letters change with those beside them.

WeasyPrint sets a text of a drawing letter by letter from left to right: such a word is not to be read.
"""


class Line(NamedTuple):
    """A line of a text; `goes_on`: it begins with the rest of a word that the line before had no room for."""

    text: str
    goes_on: bool = False


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
    _wrapped: dict[tuple[str, float, float, bool], tuple[Line, ...]] = field(
        default_factory=dict, init=False, repr=False
    )

    def width(self, text: str, size: float, *, bold: bool = False) -> float:
        """The width in pixels of a text at a font size in pixels.

        A character that the font lacks counts as one em, which is wider than any that it has.
        """
        font = self.semibold if bold else self.regular
        return font.units(text) * size / font.em

    def missing(self, text: str) -> list[str]:
        """The characters of a text that either font lacks, each once, in order of their codes."""
        fonts = self.regular.advances, self.semibold.advances
        asked = sorted(set(_NEEDS_NO_GLYPH.sub("", text)))
        return [each for each in asked if not all(ord(each) in advances for advances in fonts)]

    def wrap(self, text: str, longest: float, size: float, *, bold: bool = False) -> tuple[Line, ...]:
        """The text in lines no wider than `longest` pixels, as even as they can be.

        The fewest lines that fit are found first; then they are made as narrow as that number allows. Only a
        word that is wider than a line is broken.
        """
        asked = (text, longest, size, bold)
        if asked not in self._wrapped:
            self._wrapped[asked] = self._lines(text, longest, size, bold=bold)
        return self._wrapped[asked]

    def _lines(self, text: str, longest: float, size: float, *, bold: bool) -> tuple[Line, ...]:
        words = [piece for word in text.split() for piece in self._pieces(word, longest, size, bold=bold)]
        lines = self._filled(words, longest, size, bold=bold)
        for narrower in range(int(longest), 0, -4):
            tighter = self._filled(words, narrower, size, bold=bold)
            widest = max((self.width(line.text, size, bold=bold) for line in tighter), default=0.0)
            if len(tighter) > len(lines) or widest > narrower:
                break
            lines = tighter
        return tuple(lines)

    def _filled(self, words: Sequence[Line], longest: float, size: float, *, bold: bool) -> list[Line]:
        lines: list[Line] = []
        for word in words:
            longer = f"{lines[-1].text} {word.text}" if lines else word.text
            if lines and not word.goes_on and self.width(longer, size, bold=bold) <= longest:
                lines[-1] = lines[-1]._replace(text=longer)
            else:
                lines.append(word)
        return lines

    def _pieces(self, word: str, longest: float, size: float, *, bold: bool) -> list[Line]:
        """A word, or the pieces of one that is wider than a line, about as long as each other."""
        pieces: list[Line] = []
        whole = self.width(word, size, bold=bold)
        even = min(longest, 1.1 * whole / max(1, math.ceil(whole / longest)))
        while len(word) > 1 and self.width(word, size, bold=bold) > longest:
            fitting = [n for n in range(1, len(word)) if self.width(word[:n], size, bold=bold) <= even]
            at = _place_to_break(word, max(fitting, default=1))
            pieces.append(Line(word[:at], goes_on=bool(pieces)))
            word = word[at:]
        return [*pieces, Line(word, goes_on=bool(pieces))]


def _place_to_break(word: str, most: int) -> int:
    """The number of characters, at most `most`, after which a word is broken.

    After a hyphen or a slash in the second half, if there is one; never within a number that could stand
    whole, nor before a sign that belongs to the letter before it.
    """
    places = range(1, most + 1)
    after_hyphen = [at for at in places if word[at - 1] in "-/" and at > most / 2]
    possible = [
        at
        for at in places
        if not (word[at - 1] in _OF_NUMBERS and word[at] in _OF_NUMBERS) and not combining(word[at])
    ]
    return max(after_hyphen or possible, default=most)


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
