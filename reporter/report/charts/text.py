"""How wide a text is in the publication's font, so that labels can be placed where nothing else stands."""

from __future__ import annotations

from functools import cache

from fontTools.ttLib import TTFont

from reporter.resources import templates_folder


@cache
def _advances(weight: str) -> tuple[dict[int, int], int]:
    font = TTFont(templates_folder() / "fonts" / f"OpenSans-{weight}.ttf")
    metrics = font["hmtx"].metrics
    units: int = font["head"].unitsPerEm
    return {code: metrics[glyph][0] for code, glyph in font.getBestCmap().items()}, units


def width(text: str, size: float, weight: str = "Regular") -> float:
    """The width in pixels of a text at a font size in pixels.

    A character that the font lacks counts as one em, which is wider than any that it has.
    """
    advances, units = _advances(weight)
    return sum(advances.get(ord(character), units) for character in text) * size / units


def wrap(text: str, longest: float, size: float, weight: str = "Regular") -> tuple[str, ...]:
    """The text in lines no wider than `longest` pixels unless a word is, as even as they can be.

    The fewest lines that fit are found first; then they are made as narrow as that number of lines allows.
    """
    words = text.split()
    lines = _filled(words, longest, size, weight)
    for narrower in range(int(longest), 0, -4):
        tighter = _filled(words, narrower, size, weight)
        if len(tighter) > len(lines) or max(width(line, size, weight) for line in tighter) > narrower:
            break
        lines = tighter
    return tuple(lines)


def _filled(words: list[str], longest: float, size: float, weight: str) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, weight) <= longest:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
