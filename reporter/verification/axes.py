"""Axes of a chart: tick labels, and dots with an area code, must lie on one linear scale."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from reporter.verification.element import Element
from reporter.verification.published import Published

_PIXELS = 0.4
"""Tolerance: coordinates are rounded to 0.1, twice."""
_SAME_RANGE = 0.03
"""Share of its length by which the ranges of two drawings may differ, for the same rounding."""
_GRID = re.compile(r"M([\d.]+) [\d.]+H([\d.]+)")


def ticks(chart: Element) -> Iterator[list[Element]]:
    """The tick labels of each axis of a chart."""
    for group in chart.all("g"):
        if "tick" in group.attributes.get("class", "").split():
            yield list(group.all("text"))


def axis_problems(chart: Element, published: Published, funnel: tuple[str, str] | None) -> Iterator[str]:
    """Axes whose tick labels and dots do not lie on one linear scale of round numbers, one line each.

    Args:
        chart: the drawing.
        published: the published tables.
        funnel: indicator and area type of a chart whose dots carry area codes.
    """
    dots = _dots(chart, published, funnel)
    for axis in ticks(chart):
        vertical = _is_vertical(axis)
        marks = _marks(axis)
        numbers = [number for _, number in marks]
        shift = round(0.35 * float(chart.attributes["font-size"]), 2) if vertical else 0.0
        marks += [(place[vertical] + shift, value[vertical]) for place, value in dots]
        if len(numbers) < len(axis) or not _are_round(numbers) or not _is_straight(marks):
            yield f"the numbers {', '.join(text.text() for text in axis)} do not lie on one scale"


def range_problems(figure: Element) -> Iterator[str]:
    """Drawings, wide and narrow, of a figure that differ in their horizontal range, one line each."""
    ends = [found for chart in figure.all("svg") if (found := _range(chart)) is not None]
    for low, high in ends[1:]:
        first, last = ends[0]
        near = _SAME_RANGE * abs(last - first)
        if abs(low - first) > near or abs(high - last) > near:
            name = figure.attributes.get("id")
            yield f"one drawing of {name} runs from {first:.4g}, another from {low:.4g}"


def _range(chart: Element) -> tuple[float, float] | None:
    """Values at the left and right ends of the grid lines; None without grid or horizontal axis."""
    grids = (
        each.attributes.get("d", "") for each in chart.all("path") if each.attributes.get("class") == "grid"
    )
    edges = next((found for grid in grids if (found := _GRID.match(grid))), None)
    axis = next((marks for each in ticks(chart) if not _is_vertical(each) and (marks := _marks(each))), [])
    if edges is None or len(axis) < 2:
        return None
    (left, low), (right, high) = axis[0], axis[-1]
    slope = (high - low) / (right - left)
    return low + slope * (float(edges[1]) - left), low + slope * (float(edges[2]) - left)


def _is_vertical(axis: list[Element]) -> bool:
    return len({text.attributes["x"] for text in axis}) == 1


def _marks(axis: list[Element]) -> list[tuple[float, float]]:
    """Coordinate and value of each tick label."""
    place = "y" if _is_vertical(axis) else "x"
    found = ((float(text.attributes[place]), _number(text.text())) for text in axis)
    return [(at, number) for at, number in found if number is not None]


def _dots(
    chart: Element, published: Published, funnel: tuple[str, str] | None
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Coordinates of each dot with an area code, and its denominator and rate."""
    found = []
    for dot, code in zip(chart.all("circle"), _codes(chart), strict=False):
        row = published.row("funnel-points", *funnel, code) if funnel else None
        if row is not None:
            at = (float(dot.attributes["cx"]), float(dot.attributes["cy"]))
            found.append((at, (float(row["denominator"]), float(row["value"]))))
    return found


def _codes(chart: Element) -> list[str]:
    """Area codes of the dots, in order; a narrow drawing has those of the wide one in its figure."""
    codes = [dot.attributes["data-code"] for dot in chart.all("circle") if "data-code" in dot.attributes]
    figure = chart.around("figure")
    if codes or figure is None:
        return codes
    named = (
        [dot.attributes["data-code"] for dot in other.all("circle") if "data-code" in dot.attributes]
        for other in figure.all("svg")
    )
    return next((found for found in named if found), [])


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None


def _are_round(numbers: list[float]) -> bool:
    """Whether steps are equal and numbers round: 30,000 and 30,005 may fall on the same pixel."""
    steps = [later - earlier for earlier, later in pairwise(sorted(numbers))]
    if not steps or steps[0] <= 0:
        return len(numbers) == 1
    unit = 10.0 ** math.floor(math.log10(steps[0]) + 1e-9)
    return all(math.isclose(step, steps[0], rel_tol=1e-9) for step in steps) and all(
        math.isclose(number / unit, round(number / unit), abs_tol=1e-6) for number in numbers
    )


def _is_straight(marks: list[tuple[float, float]]) -> bool:
    """Whether coordinates are a linear function of values, within `_PIXELS`."""
    (first, low), (last, high) = min(marks, key=_value), max(marks, key=_value)
    if low == high:
        return len(marks) == 1
    slope = (last - first) / (high - low)
    return all(abs(first + slope * (value - low) - place) <= _PIXELS for place, value in marks)


def _value(mark: tuple[float, float]) -> float:
    return mark[1]
