"""The funnel plot: every released rate of a level against its denominator, with the control limits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from reporter.findings.model import Funnel
from reporter.report.charts.canvas import Canvas, area, line
from reporter.report.charts.labels import Box, Label, place, spread
from reporter.report.charts.scale import Scale
from reporter.report.charts.text import width, wrap
from reporter.report.numbers import decimal

WIDE = Canvas(width=660, height=400, top=14, right=104, bottom=46, left=44, font=11.5)
NARROW = Canvas(width=340, height=380, top=12, right=88, bottom=44, left=30, font=11)

_SMALL, _LARGE = 3.6, 6.2
_LONGEST_LINE = 130
_MOST_LABELS = 12
_CURVE_STEP = 4
_OUTSIDE = ("lower (99.8%)", "higher (99.8%)")
_INSIDE = ("similar", "not compared")
_LIMITS = ("upper_998", "upper_95", "lower_95", "lower_998")


def funnel_chart(
    funnel: Funnel, names: Mapping[str, str], canvas: Canvas, highlight: str | None = None
) -> dict[str, Any]:
    """What a template draws: places in pixels, no number that the funnel does not hold.

    Labelled are the highlighted area and the areas outside the adjusted 95% limits, furthest out first, as
    far as there is room.

    Args:
        funnel: the funnel.
        names: names of the areas as labels, by code.
        canvas: the drawing.
        highlight: code of an area that is marked.
    """
    plot = canvas.plot
    curve = funnel.curve.iloc[_every(len(funnel.curve), _CURVE_STEP)]
    adjusted = bool(funnel.tau2 > 0)
    x = Scale(
        float(curve["denominator"].iloc[0]), float(curve["denominator"].iloc[-1]), plot.left, plot.right
    )
    y = Scale(0.0, _top(funnel), plot.bottom, plot.top)
    across = [x(value) for value in curve["denominator"]]

    def limit(column: str) -> list[tuple[float, float]]:
        return [
            (at, y(min(max(value, y.low), y.high))) for at, value in zip(across, curve[column], strict=True)
        ]

    points = _points(funnel, names, x, y, highlight)
    ends = ["target", *_LIMITS[:2], *(f"adjusted_{name}" for name in _LIMITS[:2] if adjusted)]
    heights = [y(funnel.target) if end == "target" else limit(end)[-1][1] for end in ends]
    places = spread(heights, canvas.font * 1.25, plot.top + canvas.font / 2, plot.bottom)
    return {
        **canvas.frame(),
        "x_ticks": x.ticks(6 if canvas.width > 500 else 3),
        "y_ticks": y.ticks(6),
        "target": y(funnel.target),
        "bands": {
            name: area(limit(f"adjusted_upper_{name}"), limit(f"adjusted_lower_{name}"))
            for name in ("998", "95")
        }
        if adjusted
        else {},
        "limits": {name: line(_within(limit(name), plot)) for name in _LIMITS},
        "points": points,
        "labels": _labels(points, canvas),
        "ends": [
            {"kind": end, "x": plot.right, "y": height, "text_y": round(moved + canvas.font * 0.35, 1)}
            for end, height, moved in zip(ends, heights, places, strict=True)
        ],
    }


def _every(length: int, step: int) -> list[int]:
    """Every so-many-th place, first and last included: a smooth curve does not need more points."""
    return [*range(0, length - 1, step), length - 1]


def _top(funnel: Funnel) -> float:
    """The top of the vertical axis: above every point, and above the limits unless they run far away."""
    highest = max(float(funnel.points["value"].max()), funnel.target)
    limits = funnel.curve[["upper_998", "adjusted_upper_998"]].to_numpy(dtype=np.float64)
    return max(1.06 * highest, min(float(np.nanmax(limits)), 1.35 * highest))


def _within(points: list[tuple[float, float]], plot: Box) -> list[tuple[float, float]]:
    """The part of a line that does not run along the edge of the plot."""
    inner = [index for index, (_, y) in enumerate(points) if plot.top < y < plot.bottom]
    return points[max(inner[0] - 1, 0) : inner[-1] + 2] if inner else []


def _points(
    funnel: Funnel, names: Mapping[str, str], x: Scale, y: Scale, highlight: str | None
) -> list[dict[str, Any]]:
    """Dots, the highlighted one last so that none covers it."""
    found = []
    for row in funnel.points.to_dict("records"):
        code, value = str(row["area_code"]), float(row["value"])
        far, plain = row["adjusted_flag"], row["flag"]
        found.append(
            {
                "code": code,
                "name": names[code],
                "rate": decimal(value, 1),
                "x": x(float(row["denominator"])),
                "y": y(value),
                "kind": "far" if far in _OUTSIDE else "outside" if plain in _OUTSIDE else "inside",
                "named": far not in _INSIDE,
                "distance": abs(value / funnel.target - 1),
                "highlight": code == highlight,
            }
        )
    return sorted(found, key=lambda point: bool(point["highlight"]))


def _labels(points: list[dict[str, Any]], canvas: Canvas) -> list[dict[str, Any]]:
    named = sorted(
        (point for point in points if point["named"] or point["highlight"]),
        key=lambda point: (not point["highlight"], -point["distance"]),
    )[:_MOST_LABELS]
    labels = []
    for point in named:
        weight = "SemiBold" if point["highlight"] else "Regular"
        lines = wrap(point["name"], _LONGEST_LINE, canvas.font, weight)
        widest = max(width(text, canvas.font, weight) for text in lines)
        labels.append(Label(lines, point["x"], point["y"], widest, _radius(point), bold=point["highlight"]))
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
