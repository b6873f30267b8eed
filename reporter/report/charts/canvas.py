"""The drawing area of a chart, and paths on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reporter.report.charts.labels import Box
from reporter.report.charts.lettering import Lettering, shipped


@dataclass(frozen=True)
class Canvas:
    """A drawing: its size, its margins around the plot, and its font size, all in pixels; and its fonts."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    font: float
    lettering: Lettering = field(default_factory=shipped)

    def text_width(self, text: str, *, bold: bool = False) -> float:
        """The width of a text in pixels."""
        return self.lettering.width(text, self.font, bold=bold)

    def wrap(self, text: str, longest: float, *, bold: bool = False) -> tuple[str, ...]:
        """The text in lines no wider than `longest` unless a word is (see `Lettering.wrap`)."""
        return self.lettering.wrap(text, longest, self.font, bold=bold)

    @property
    def plot(self) -> Box:
        """The plot, inside the margins."""
        return Box(self.left, self.top, self.width - self.right, self.height - self.bottom)

    def frame(self) -> dict[str, float]:
        """Size and plot for a template."""
        plot = self.plot
        return {
            "width": self.width,
            "height": self.height,
            "left": plot.left,
            "top": plot.top,
            "right": plot.right,
            "bottom": plot.bottom,
            "font": self.font,
        }


def line(points: Iterable[tuple[float, float]]) -> str:
    """An SVG path through the points; empty where there are fewer than two.

    Written as steps from point to point, in tenths of a pixel, without a sign or a space that is not needed.
    """
    places = [(round(10 * x), round(10 * y)) for x, y in points]
    if len(places) < 2:
        return ""
    steps = [(x - before[0], y - before[1]) for before, (x, y) in pairwise(places)]
    return f"M{_joined([places[0]])}l{_joined(steps)}"


def area(upper: Iterable[tuple[float, float]], lower: Iterable[tuple[float, float]]) -> str:
    """An SVG path around the area between two lines; empty where either has fewer than two points."""
    there, back = list(upper), list(lower)
    return f"{line([*there, *reversed(back)])}z" if min(len(there), len(back)) > 1 else ""


def simplified(points: Sequence[tuple[float, float]], within: float) -> list[tuple[float, float]]:
    """Some of the points; all others lie at most `within` pixels from the line through these.

    The first and the last are kept, and between two kept ones the one furthest from their line, as long as
    any is further than `within` (Douglas and Peucker 1973, Cartographica 10: 112-122).
    """
    if len(points) < 3:
        return list(points)
    (left, top), (right, bottom) = points[0], points[-1]
    length = math.hypot(right - left, bottom - top) or 1.0
    apart = [abs((x - left) * (bottom - top) - (y - top) * (right - left)) / length for x, y in points[1:-1]]
    furthest = max(range(len(apart)), key=apart.__getitem__)
    if apart[furthest] <= within:
        return [points[0], points[-1]]
    split = furthest + 1
    return [*simplified(points[: split + 1], within)[:-1], *simplified(points[split:], within)]


def _joined(places: Iterable[tuple[int, int]]) -> str:
    """Pairs of tenths in their shortest SVG form: '-.5 3' and '-.5-3'."""
    texts = [
        f"{number / 10:g}".replace("0.", ".", 1) if abs(number) < 10 else f"{number / 10:g}"
        for place in places
        for number in place
    ]
    return "".join(
        text if place == 0 or text.startswith("-") else f" {text}" for place, text in enumerate(texts)
    )
