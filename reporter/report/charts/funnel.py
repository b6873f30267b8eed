"""The funnel plot: every released rate of a level against its denominator, with the control limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from reporter.findings.funnels import Funnel
from reporter.report.charts.canvas import Canvas, area, line, simplified
from reporter.report.charts.labels import Box, Label, place, spread
from reporter.report.charts.scale import Scale

WIDE = Canvas(width=660, height=400, top=14, right=104, bottom=46, left=44, font=11.5)
NARROW = Canvas(width=340, height=380, top=12, right=88, bottom=44, left=30, font=11)

_SMALL, _LARGE = 3.6, 6.2
_LONGEST_LINE = 130
_MOST_LABELS = 12
_SMOOTH = 0.2
"""Greatest distance of a drawn limit from the computed one, in pixels."""
_OUTSIDE = ("lower (99.8%)", "higher (99.8%)")
_INSIDE = ("similar", "not compared")
_LIMITS = ("upper_998", "upper_95", "lower_95", "lower_998")


class FunnelDrawing:
    """A funnel on a canvas: drawn once, then highlighted and labelled for each page.

    Args:
        funnel: the funnel; nothing else is drawn.
        names: names of the areas as labels, by code.
        canvas: the drawing.
    """

    def __init__(self, funnel: Funnel, names: Mapping[str, str], canvas: Canvas) -> None:
        plot = canvas.plot
        curve = funnel.curve
        sizes = [float(size) for size in curve["denominator"]]
        x = Scale(sizes[0], sizes[-1], plot.left, plot.right)
        y = Scale(0.0, _top(funnel), plot.bottom, plot.top)
        adjusted = _LIMITS if funnel.tau2 > 0 else ()
        lines = {
            name: simplified(
                [
                    (x(size), y(min(float(value), y.high)))
                    for size, value in zip(sizes, curve[name], strict=True)
                ],
                _SMOOTH,
            )
            for name in (*_LIMITS, *(f"adjusted_{name}" for name in adjusted))
        }
        self._canvas = canvas
        self._points = _points(funnel, names, x, y)
        self._drawn = {
            **canvas.frame(),
            "x_ticks": x.ticks(6 if canvas.width > 500 else 3),
            "y_ticks": y.ticks(6),
            "target": y(funnel.target),
            "bands": {
                name: area(lines[f"adjusted_upper_{name}"], lines[f"adjusted_lower_{name}"])
                for name in ("998", "95")
                if adjusted
            },
            "limits": {name: line(_within(lines[name], plot)) for name in _LIMITS},
            "ends": _ends({"target": [(plot.right, y(funnel.target))], **lines}, canvas),
        }

    def chart(self, highlight: str | None = None) -> dict[str, Any]:
        """The funnel for a template: places in pixels, paths, labels.

        The highlighted area and the areas outside the adjusted 95% limits are labelled, furthest out first,
        as far as there is room. The highlighted dot is drawn last, so that none covers it.

        Args:
            highlight: code of the highlighted area.
        """
        points = [{**point, "highlight": point["code"] == highlight} for point in self._points]
        points.sort(key=lambda point: bool(point["highlight"]))
        return {**self._drawn, "points": points, "labels": _labels(points, self._canvas)}


def _ends(lines: Mapping[str, list[tuple[float, float]]], canvas: Canvas) -> list[dict[str, Any]]:
    """Labels at the right end of the target and of the upper limits, moved apart where they would meet."""
    plot = canvas.plot
    kinds = [kind for kind in lines if "lower" not in kind]
    heights = [lines[kind][-1][1] for kind in kinds]
    places = spread(heights, 1.25 * canvas.font, plot.top + canvas.font / 2, plot.bottom)
    return [
        {"kind": kind, "x": plot.right, "text_y": round(place + 0.35 * canvas.font, 1)}
        for kind, place in zip(kinds, places, strict=True)
    ]


def _top(funnel: Funnel) -> float:
    """The top of the vertical axis: above every point, and above the limits unless they run far away."""
    highest = max(float(funnel.points["value"].max()), funnel.target)
    limits = funnel.curve[["upper_998", "adjusted_upper_998"]].to_numpy(dtype=np.float64)
    return max(1.06 * highest, min(float(np.nanmax(limits)), 1.35 * highest))


def _within(points: list[tuple[float, float]], plot: Box) -> list[tuple[float, float]]:
    """The part of a line that does not run along the edge of the plot."""
    inner = [index for index, (_, y) in enumerate(points) if plot.top < y < plot.bottom]
    return points[max(inner[0] - 1, 0) : inner[-1] + 2] if inner else []


def _points(funnel: Funnel, names: Mapping[str, str], x: Scale, y: Scale) -> list[dict[str, Any]]:
    """Dots, furthest from the target first; `named` where they lie outside the adjusted limits."""
    found = []
    for row in funnel.points.to_dict("records"):
        code, value = str(row["area_code"]), float(row["value"])
        far, plain = row["adjusted_comparison"], row["comparison"]
        found.append(
            {
                "code": code,
                "name": names[code],
                "x": x(float(row["denominator"])),
                "y": y(value),
                "kind": "far" if far in _OUTSIDE else "outside" if plain in _OUTSIDE else "inside",
                "named": far not in _INSIDE,
            }
        )
    # Sorted by rates, not by places, so that all drawings have the same order.
    away = {
        str(row["area_code"]): abs(float(row["value"]) - funnel.target)
        for row in funnel.points.to_dict("records")
    }
    return sorted(found, key=lambda point: -away[point["code"]])


def _labels(points: list[dict[str, Any]], canvas: Canvas) -> list[dict[str, Any]]:
    named = [point for point in points if point["named"] or point["highlight"]]
    named = sorted(named, key=lambda point: not point["highlight"])[:_MOST_LABELS]
    labels = []
    for point in named:
        bold = point["highlight"]
        lines = canvas.wrap(point["name"], _LONGEST_LINE, bold=bold)
        widest = max(canvas.text_width(text, bold=bold) for text in lines)
        labels.append(Label(lines, point["x"], point["y"], widest, _radius(point), bold=bold))
    dots = []
    for point in points:
        x, y, radius = point["x"], point["y"], _radius(point)
        dots.append(Box(x - radius, y - radius, x + radius, y + radius))
    return [
        {
            "lines": list(placed.label.lines),
            "x": placed.x,
            "y": placed.y,
            "anchor": placed.anchor,
            "from": [placed.label.x, placed.label.y] if placed.apart else None,
            "to": [placed.x, round((placed.box.top + placed.box.bottom) / 2, 1)],
            "box": _corner(placed.box),
            "highlight": placed.label.bold,
        }
        for placed in place(labels, dots, canvas.plot, canvas.font)
    ]


def _radius(point: dict[str, Any]) -> float:
    return _LARGE if point["highlight"] or point["kind"] == "far" else _SMALL


def _corner(box: Box) -> list[float]:
    """Left, top, width and height of a box."""
    return [round(side, 1) for side in (box.left, box.top, box.right - box.left, box.bottom - box.top)]
