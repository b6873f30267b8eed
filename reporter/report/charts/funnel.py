"""The funnel plot: every released rate of a level against its denominator, with the limits of its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from reporter.findings.funnels import Funnel
from reporter.report.charts.canvas import BESIDE_AXIS, Canvas, area, line, simplified
from reporter.report.charts.drawings import FunnelChart, LimitEnd, Mark, Place, Point, PointLabel, TargetEnd
from reporter.report.charts.labels import Box, Label, place, spread
from reporter.report.charts.lettering import Line
from reporter.report.charts.scale import Scale, lowest_of_axis
from reporter.report.words.numbers import decimal

WIDE = Canvas(width=660, height=400, top=14, right=104, bottom=46, left=44, font=11.5)
NARROW = Canvas(width=340, height=380, top=12, right=88, bottom=44, left=30, font=11)

_SMALL, _LARGE = 3.6, 6.2
_BESIDE = BESIDE_AXIS + 4.0
"""Pixels of the right margin that no label takes, on both of its sides."""
_LONGEST_LINE = 130
"""Widest line of a label in the plot, in pixels, unless a word is wider."""
_LONGEST_WORD = 0.6
"""Share of the plot's width beyond which such a word is broken."""
_MOST_LABELS = 12
_SMOOTH = 0.2
"""Greatest distance of a drawn limit from the computed one, in pixels."""
_MARKS: Mapping[str, Mark] = {"clearly higher": "higher", "clearly lower": "lower"}
_VERDICT = ("verdict_upper", "verdict_lower")
_CHANCE = ("upper_95", "lower_95")


class FunnelDrawing:
    """A funnel on a canvas: drawn once, then highlighted and labelled for each page.

    Args:
        funnel: the funnel; nothing else is drawn.
        names: names of the areas as labels, by code.
        canvas: the drawing.
        decimals: decimal places of the comparator's rate beside the target.
        said_as: the kind of measure as words have it; a ratio to the number expected is held against that,
            and its target is not the comparator's.
    """

    def __init__(
        self,
        funnel: Funnel,
        names: Mapping[str, str],
        canvas: Canvas,
        decimals: int = 1,
        *,
        said_as: str = "rate",
    ) -> None:
        self._names = names
        rate = decimal(funnel.target, decimals)
        named = names[funnel.target_code] if said_as != "indirectly standardised ratio" else ""
        canvas = canvas.with_room_beside([(f"{named} {rate}", True)], _BESIDE)
        written = _target_lines(named, rate, canvas)
        canvas = canvas.with_room_for(canvas.height_of(len(written[0]) + 1 + len(_VERDICT) + len(_CHANCE)))
        y = Scale(*_axis(funnel, said_as), canvas.plot.bottom, canvas.plot.top)
        y_ticks = y.ticks(6)
        canvas = self._canvas = canvas.with_room_for_ticks(y_ticks)
        plot = canvas.plot
        sizes = [float(size) for size in funnel.curve["denominator"]]
        x = Scale(sizes[0], sizes[-1], plot.left, plot.right)
        by_chance = _CHANCE if _has_wider_limits(funnel) else ()
        lines = {
            name: [
                (x(size), y(min(max(float(value), y.low), y.high)))
                for size, value in zip(sizes, funnel.curve[name], strict=True)
            ]
            for name in (*_VERDICT, *by_chance)
        }
        self._points = _points(funnel, x, y)
        target_end, ends = _ends(f"areas/{funnel.target_code}", written, y(funnel.target), lines, canvas)
        self._drawn = FunnelChart(
            frame=canvas.frame(x, y, x.ticks(6 if canvas.width > 500 else 3, canvas.text_width), y_ticks),
            target=y(funnel.target),
            band=area(*(simplified(lines[name], _SMOOTH) for name in _VERDICT)),
            limits={name: line(simplified(_within(each, plot), _SMOOTH)) for name, each in lines.items()},
            target_end=target_end,
            ends=ends,
            points=[],
            labels=[],
        )

    def chart(self, highlight: str | None = None) -> FunnelChart:
        """The funnel for a template.

        The highlighted area and the marked areas are labelled, furthest out first, as far as there is room.
        The highlighted dot is drawn last, so that none covers it.

        Args:
            highlight: code of the highlighted area.
        """
        points = [point for point in self._points if point.code != highlight]
        points += [point._replace(highlight=True) for point in self._points if point.code == highlight]
        return replace(self._drawn, points=points, labels=_labels(points, self._names, self._canvas))


def _has_wider_limits(funnel: Funnel) -> bool:
    """Whether the limits of the verdict are others than those for chance alone."""
    pairs = zip(_VERDICT, _CHANCE, strict=True)
    return any(not np.allclose(funnel.curve[one], funnel.curve[other]) for one, other in pairs)


def _target_lines(name: str, rate: str, canvas: Canvas) -> tuple[tuple[Line, ...], bool]:
    """The comparator's name in lines, and whether its rate needs a line of its own."""
    if not name:
        return (), False
    room = canvas.right - _BESIDE
    lines = canvas.wrap(name, room, bold=True)
    return lines, canvas.text_width(f"{lines[-1].text} {rate}", bold=True) > room


def _ends(
    name: str,
    written: tuple[tuple[Line, ...], bool],
    target: float,
    lines: Mapping[str, list[Place]],
    canvas: Canvas,
) -> tuple[TargetEnd, list[LimitEnd]]:
    """Labels at the right end of the target and of the limits, moved apart where they would meet."""
    plot, (name_lines, rate_below) = canvas.plot, written
    seen = {kind: at for kind in lines if (at := _seen_end(kind, lines, plot)) is not None}
    below = canvas.height_of(max(len(name_lines) - 1, 0) + rate_below)
    height = 1.25 * canvas.font
    middle, *places = spread(
        [target, *seen.values()], [height + below, *[height] * len(seen)], 0.0, plot.bottom + height / 2
    )
    x, drop = plot.right + BESIDE_AXIS, 0.35 * canvas.font
    target_end = TargetEnd(name, name_lines, rate_below, x, round(middle - below / 2 + drop, 1))
    return target_end, [LimitEnd(kind, x, round(at + drop, 1)) for kind, at in zip(seen, places, strict=True)]


def _seen_end(kind: str, lines: Mapping[str, list[Place]], plot: Box) -> float | None:
    """The end of a line where its pair of limits is named: the upper, or the lower where that is not seen."""
    if "lower" in kind:
        return None
    upper, lower = (lines[each][-1][1] for each in (kind, kind.replace("upper", "lower")))
    return upper if upper > plot.top else lower if lower < plot.bottom else None


def _axis(funnel: Funnel, said_as: str) -> tuple[float, float]:
    """Both ends of the vertical axis."""
    top = _top(funnel)
    limits = funnel.curve[["lower_95", "verdict_lower"]].to_numpy(dtype=np.float64)
    value, below = float(min(funnel.points["value"].min(), funnel.target)), float(np.nanmin(limits))
    lowest = min(0.98 * value, max(below, 0.8 * value))
    low = lowest_of_axis(said_as, lowest, top)
    return low, top if low == 0 else top / 1.06 + 0.06 * (top - low)


def _top(funnel: Funnel) -> float:
    """The top of the vertical axis: above every point, and above the limits unless they run far away."""
    highest = max(float(funnel.points["value"].max()), funnel.target)
    limits = funnel.curve[["upper_95", "verdict_upper"]].to_numpy(dtype=np.float64)
    return max(1.06 * highest, min(1.02 * float(np.nanmax(limits)), 1.35 * highest)) or 1.0


def _within(points: list[Place], plot: Box) -> list[Place]:
    """The part of a line that does not run along the edge of the plot."""
    inner = [index for index, (_, y) in enumerate(points) if plot.top < y < plot.bottom]
    return points[max(inner[0] - 1, 0) : inner[-1] + 2] if inner else []


def _points(funnel: Funnel, x: Scale, y: Scale) -> list[Point]:
    """Dots, furthest from the target first."""
    rows = funnel.points.to_dict("records")
    # Sorted by rates, not by places, so that all drawings have the same order.
    rows.sort(key=lambda row: -abs(float(row["value"]) - funnel.target))
    return [
        Point(
            code=str(row["area_code"]),
            x=x(float(row["denominator"])),
            y=y(float(row["value"])),
            mark=_MARKS.get(row["verdict"], ""),
        )
        for row in rows
    ]


def _labels(points: Sequence[Point], names: Mapping[str, str], canvas: Canvas) -> list[PointLabel]:
    named = [point for point in points if point.mark or point.highlight]
    named = sorted(named, key=lambda point: not point.highlight)[:_MOST_LABELS]
    labels = []
    for point in named:
        bold = point.highlight
        longest_word = max(canvas.text_width(word, bold=bold) for word in names[point.code].split())
        whole = min(longest_word, _LONGEST_WORD * (canvas.plot.right - canvas.plot.left))
        lines = canvas.wrap(names[point.code], max(_LONGEST_LINE, whole), bold=bold)
        widest = max(canvas.text_width(line.text, bold=bold) for line in lines)
        labels.append(Label(lines, point.x, point.y, widest, _radius(point), bold=bold, code=point.code))
    dots = []
    for point in points:
        x, y, radius = point.x, point.y, _radius(point)
        dots.append(Box(x - radius, y - radius, x + radius, y + radius))
    return [
        PointLabel(
            name=f"areas/{placed.label.code}",
            lines=placed.label.lines,
            x=placed.x,
            y=placed.y,
            anchor=placed.anchor,
            leader=(
                (placed.label.x, placed.label.y),
                (placed.x, round((placed.box.top + placed.box.bottom) / 2, 1)),
            )
            if placed.apart
            else None,
            box=_corner(placed.box),
            highlight=placed.label.bold,
        )
        for placed in place(labels, dots, canvas.plot, canvas.font)
    ]


def _radius(point: Point) -> float:
    return _LARGE if point.highlight or point.mark else _SMALL


def _corner(box: Box) -> tuple[float, float, float, float]:
    """Left, top, width and height of a box."""
    left, top = round(box.left, 1), round(box.top, 1)
    return left, top, round(box.right - box.left, 1), round(box.bottom - box.top, 1)
