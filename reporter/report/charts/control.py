"""The control chart: one network's annual rates about their own mean, with limits for each year."""

from __future__ import annotations

from typing import Literal

from reporter.findings.rare_events import NetworkControlChart
from reporter.publication.addresses import address
from reporter.report.charts.canvas import Canvas, line
from reporter.report.charts.drawings import ControlChart, LineEnd, YearDot
from reporter.report.charts.labels import LINE_HEIGHT, spread
from reporter.report.charts.scale import Scale
from reporter.report.charts.trend import time_ticks

WIDE = Canvas(width=660, height=280, top=24, right=84, bottom=30, left=34, font=11.5)
NARROW = Canvas(width=340, height=260, top=24, right=64, bottom=28, left=26, font=11)


def control_chart(found: NetworkControlChart, canvas: Canvas) -> ControlChart:
    """Control chart of a network for a template."""
    points = found.points.to_dict("records")
    highest = max(max(row["rate"], row["upper"]) for row in points)
    y = Scale(0.0, 1.06 * highest, canvas.plot.bottom, canvas.plot.top)
    y_ticks = y.ticks(5)
    canvas = canvas.with_room_for_ticks(y_ticks)
    plot = canvas.plot
    x = Scale(found.first_year - 0.5, found.last_year + 0.5, plot.left, plot.right)
    periods = [(row["first_year"], row["last_year"]) for row in points]
    places = [
        YearDot(
            x(sum(ends) / 2), y(row["rate"]), int(row["flag"]), row["period"] if ends[0] < ends[1] else ""
        )
        for row, ends in zip(points, periods, strict=True)
    ]
    ends = (y(points[-1]["upper"]), y(found.centre), y(points[-1]["lower"]))
    middles = spread(ends, [LINE_HEIGHT * canvas.font] * 3, 0.0, plot.bottom + 0.6 * canvas.font)
    kinds: tuple[Literal["upper", "mean", "lower"], ...] = ("upper", "mean", "lower")
    return ControlChart(
        frame=canvas.frame(x, y, time_ticks(x, periods, canvas), y_ticks),
        centre=y(found.centre),
        limits=[_steps(periods, [row[side] for row in points], x, y) for side in ("lower", "upper")],
        path=line((place.x, place.y) for place in places),
        inside=[place for place in places if place.flag == 0],
        outside=[place for place in places if place.flag != 0],
        ends=[
            LineEnd(kind, round(middle + 0.35 * canvas.font, 1))
            for kind, middle in zip(kinds, middles, strict=True)
        ],
        rates=address("control_charts", found.indicator, found.area_code, "YEAR", "rate"),
    )


def _steps(periods: list[tuple[int, int]], limits: list[float], x: Scale, y: Scale) -> str:
    """A limit as a line that is level within each year."""
    level = zip(periods, limits, strict=True)
    corners = [(x(end), y(limit)) for (first, last), limit in level for end in (first - 0.5, last + 0.5)]
    return line(corners)
