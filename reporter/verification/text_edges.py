"""Texts of a chart must lie within its canvas, or a reader sees a part of them: 2. for 2.0."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum
from unicodedata import category

from reporter.verification.element import Element

_NARROW = frozenset(" !'(),-./:;I[]fijlrt|")
_WIDTHS = (0.18, 0.36)
"""Width of a narrow character and of any other, in font sizes: less than in any usual font, so that what is
found is certain. Where a chart is laid out its texts are measured exactly."""
_SLACK = 1.0
"""Pixels that a text may leave the canvas, for rounding."""


def edge_problems(chart: Element) -> Iterator[str]:
    """Texts of a chart that leave its canvas, one line each."""
    if "chart" not in chart.attributes.get("class", "").split():
        return  # A publication's own picture may be drawn in any way.
    _, _, width, height = map(float, chart.attributes["viewbox"].split())
    for text in chart.all("text"):
        if text.inherited("transform") is not None:
            continue
        for line, x, y in _lines(text):
            size = float(text.inherited("font-size") or 0)
            length = size * fsum(map(_width, line))
            left = x - {"middle": 0.5, "end": 1.0}.get(text.inherited("text-anchor") or "", 0.0) * length
            inside = left >= -_SLACK and left + length <= width + _SLACK
            if not (inside and y - size / 2 >= -_SLACK and y <= height + _SLACK):
                yield f"the text “{text.text()}” leaves the canvas of its chart"
                break


def _lines(element: Element) -> Iterator[tuple[str, float, float]]:
    """Each line of a text with its place: one begins at every element with a place of its own."""
    lines: list[tuple[list[str], float, float]] = []
    _gather(element, lines)
    return (("".join(pieces).strip(), x, y) for pieces, x, y in lines)


def _gather(element: Element, lines: list[tuple[list[str], float, float]]) -> None:
    if {"x", "y"} <= element.attributes.keys():
        lines.append(([], float(element.attributes["x"]), float(element.attributes["y"])))
    for child in element.children:
        if not isinstance(child, str):
            _gather(child, lines)
        elif lines:
            lines[-1][0].append(child)


def _width(character: str) -> float:
    """The least width of a character in font sizes; signs that stand on another have none."""
    if category(character) in ("Mn", "Me", "Cf"):
        return 0.0
    return _WIDTHS[character not in _NARROW]
