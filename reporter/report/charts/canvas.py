"""The drawing area of a chart, and paths on it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reporter.report.charts.labels import LINE_HEIGHT, Box
from reporter.report.charts.lettering import Lettering, Line, shipped
from reporter.report.charts.scale import Scale, Tick

BESIDE_AXIS = 6
"""From a vertical axis to its tick labels, in pixels."""
_WIDEST_MARGIN = 0.4
"""Greatest share of a drawing's width that its right margin takes."""
_MOST_LINES = 3
"""Greatest number of lines of a text, as long as the margin can be widened instead."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Size and axes of a chart, for its template.

    Attributes:
        width, height: its size in pixels.
        left, top, right, bottom: edges of the plot.
        font: its font size.
        x_ticks, y_ticks: the tick marks of both axes.
        x_scale, y_scale: both scales as the drawing states them (see `Scale.stated`).
        from_zero: whether the vertical axis begins at 0.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    font: float
    x_ticks: list[Tick]
    y_ticks: list[Tick]
    x_scale: str
    y_scale: str
    from_zero: bool


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

    def wrap(self, text: str, longest: float, *, bold: bool = False) -> tuple[Line, ...]:
        """The text in lines no wider than `longest` (see `Lettering.wrap`)."""
        return self.lettering.wrap(text, longest, self.font, bold=bold)

    def height_of(self, lines: int) -> float:
        """The height of so many lines of text."""
        return lines * LINE_HEIGHT * self.font

    @property
    def plot(self) -> Box:
        """The plot, inside the margins."""
        return Box(self.left, self.top, self.width - self.right, self.height - self.bottom)

    def with_room_beside(self, texts: Iterable[tuple[str, bool]], gap: float) -> Canvas:
        """The canvas with a right margin where texts have few lines and whole words, as far as it may grow.

        Args:
            texts: each text, and whether it is bold.
            gap: pixels of the margin that no text may take.
        """
        margin, widest = self.right, _WIDEST_MARGIN * self.width
        texts = list(texts)
        while margin < widest and not all(
            _reads_well(self.wrap(text, margin - gap, bold=bold)) for text, bold in texts
        ):
            margin = min(margin + BESIDE_AXIS, widest)
        return replace(self, right=margin)

    def with_room_for(self, height: float) -> Canvas:
        """The canvas, made higher if its plot is lower than `height`."""
        return replace(self, height=self.height + max(0, math.ceil(height - self.plot.bottom + self.top)))

    def with_room_for_ticks(self, ticks: Iterable[Tick]) -> Canvas:
        """The canvas with a left margin as wide as the tick labels of a vertical axis."""
        widest = max(self.text_width(tick.text) for tick in ticks)
        return replace(self, left=max(self.left, math.ceil(widest) + BESIDE_AXIS + 2))

    def frame(self, x: Scale, y: Scale, x_ticks: list[Tick], y_ticks: list[Tick]) -> Frame:
        """Size, plot and axes for a template."""
        plot = self.plot
        return Frame(
            width=self.width,
            height=self.height,
            left=plot.left,
            top=plot.top,
            right=plot.right,
            bottom=plot.bottom,
            font=self.font,
            x_ticks=x_ticks,
            y_ticks=y_ticks,
            x_scale=x.stated("x"),
            y_scale=y.stated("y"),
            from_zero=y.low == 0,
        )


def _reads_well(lines: Sequence[Line]) -> bool:
    return len(lines) <= _MOST_LINES and not any(line.goes_on for line in lines)


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
