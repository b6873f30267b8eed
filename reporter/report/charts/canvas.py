"""The drawing area of a chart, and paths on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reporter.report.charts.labels import Box


@dataclass(frozen=True)
class Canvas:
    """A drawing: its size, its margins around the plot, and its font size, all in pixels."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    font: float

    @property
    def plot(self) -> Box:
        """The plot: what is inside the margins."""
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
    """An SVG path through the points; empty where there are fewer than two."""
    places = [f"{x:g} {y:g}" for x, y in points]
    return "M" + "L".join(places) if len(places) > 1 else ""


def area(upper: Iterable[tuple[float, float]], lower: Iterable[tuple[float, float]]) -> str:
    """An SVG path around what lies between two lines; empty where either has fewer than two points."""
    there = line(upper)
    back = line(reversed(list(lower)))
    return f"{there}L{back[1:]}Z" if there and back else ""
