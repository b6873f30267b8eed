"""The control chart: one network's annual rates about their own mean, with limits for each year."""

from __future__ import annotations

import math
from typing import Any

from reporter.findings.rare_events import NetworkControlChart
from reporter.report.charts.canvas import Canvas, line
from reporter.report.charts.scale import Scale, Tick

WIDE = Canvas(width=660, height=280, top=24, right=84, bottom=30, left=34, font=11.5)
NARROW = Canvas(width=340, height=260, top=24, right=64, bottom=28, left=26, font=11)


def control_chart(found: NetworkControlChart, canvas: Canvas) -> dict[str, Any]:
    """Control chart for a template: joined points, the mean, and both limits, half a year to each side."""
    plot = canvas.plot
    points = found.points.to_dict("records")
    x = Scale(found.first_year - 0.5, found.last_year + 0.5, plot.left, plot.right)
    highest = max(max(row["rate"], row["upper"]) for row in points)
    y = Scale(0.0, 1.06 * highest, plot.bottom, plot.top)
    places = [[x(row["last_year"]), y(row["rate"]), int(row["flag"])] for row in points]
    last = points[-1]
    return {
        **canvas.frame(),
        "x_ticks": _years(found, x, canvas),
        "y_ticks": y.ticks(5),
        "centre": y(found.centre),
        "limits": [
            _steps([(row["last_year"], row[side]) for row in points], x, y) for side in ("lower", "upper")
        ],
        "path": line((across, up) for across, up, _ in places),
        "inside": [place for place in places if place[2] == 0],
        "outside": [place for place in places if place[2] != 0],
        "end": {side: y(last[side]) for side in ("lower", "upper")},
    }


def _steps(limits: list[tuple[int, float]], x: Scale, y: Scale) -> str:
    """A limit as a line that is level within each year."""
    corners = [(x(year + side), y(limit)) for year, limit in limits for side in (-0.5, 0.5)]
    return line(corners)


def _years(found: NetworkControlChart, x: Scale, canvas: Canvas) -> list[Tick]:
    room = (x(found.first_year + 1) - x(found.first_year)) / (canvas.text_width("2000") + 6)
    step = max(1, math.ceil(1 / room))
    years = sorted(range(found.last_year, found.first_year - 1, -step))
    return [Tick(at=x(year), text=str(year)) for year in years]
