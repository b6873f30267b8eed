"""Axes of a chart: numbers at tick marks lie on one straight scale, and so do dots that carry an area."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from reporter.verification.element import Element
from reporter.verification.published import Published

_PIXELS = 0.4
"""Places are rounded to a tenth of a pixel, twice."""
_SAME_RANGE = 0.03
"""By what part of its length the range of one drawing may differ from another's, for the same rounding."""
_GRID = re.compile(r"M([\d.]+) [\d.]+H([\d.]+)")


def ticks(chart: Element) -> Iterator[list[Element]]:
    """The texts at the tick marks of each axis of a chart."""
    for group in chart.all("g"):
        if "tick" in group.attributes.get("class", "").split():
            yield list(group.all("text"))


def axis_problems(chart: Element, published: Published, funnel: tuple[str, str] | None) -> Iterator[str]:
    """Every axis whose numbers, with the dots, do not lie on one straight scale of round numbers.

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
    """A figure whose drawings, wide and narrow, do not run from the same number to the same number."""
    ends = [found for chart in figure.all("svg") if (found := _range(chart)) is not None]
    for low, high in ends[1:]:
        first, last = ends[0]
        near = _SAME_RANGE * abs(last - first)
        if abs(low - first) > near or abs(high - last) > near:
            name = figure.attributes.get("id")
            yield f"one drawing of {name} runs from {first:.4g}, another from {low:.4g}"


def _range(chart: Element) -> tuple[float, float] | None:
    """The numbers at the left and the right edge of the plot, whose grid lines run from one to the other."""
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
    """Place and number of each tick mark."""
    place = "y" if _is_vertical(axis) else "x"
    found = ((float(text.attributes[place]), _number(text.text())) for text in axis)
    return [(at, number) for at, number in found if number is not None]


def _dots(
    chart: Element, published: Published, funnel: tuple[str, str] | None
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    """Places of the dots that carry an area code, and the numbers they stand for."""
    found = []
    for dot, code in zip(chart.all("circle"), _codes(chart), strict=False):
        row = published.row("funnel-points", *funnel, code) if funnel else None
        if row is not None:
            at = (float(dot.attributes["cx"]), float(dot.attributes["cy"]))
            found.append((at, (float(row["denominator"]), float(row["value"]))))
    return found


def _codes(chart: Element) -> list[str]:
    """The area codes of the dots; a narrow drawing's are those of its figure's wide one, in order."""
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
    """Whether all steps are the same and the numbers round: pixels do not tell 30,000 from 30,005."""
    steps = [later - earlier for earlier, later in pairwise(sorted(numbers))]
    if not steps or steps[0] <= 0:
        return len(numbers) == 1
    unit = 10.0 ** math.floor(math.log10(steps[0]) + 1e-9)
    return all(math.isclose(step, steps[0], rel_tol=1e-9) for step in steps) and all(
        math.isclose(number / unit, round(number / unit), abs_tol=1e-6) for number in numbers
    )


def _is_straight(marks: list[tuple[float, float]]) -> bool:
    """Whether places are a straight function of numbers, to within rounding."""
    (first, low), (last, high) = min(marks, key=_value), max(marks, key=_value)
    if low == high:
        return len(marks) == 1
    slope = (last - first) / (high - low)
    return all(abs(first + slope * (value - low) - place) <= _PIXELS for place, value in marks)


def _value(mark: tuple[float, float]) -> float:
    return mark[1]
