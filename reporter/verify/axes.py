"""Axes of a chart: numbers at tick marks lie on one straight scale, and so do the dots that carry an area."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.verify.page_text import Element
from reporter.verify.published import Published

_PIXELS = 0.4
"""Places are rounded to a tenth of a pixel, twice."""


def ticks(chart: Element) -> Iterator[list[Element]]:
    """The texts at the tick marks of each axis of a chart."""
    for group in chart.all("g"):
        if "tick" in group.attributes.get("class", "").split():
            yield list(group.all("text"))


def axis_problems(chart: Element, published: Published, funnel: tuple[str, str] | None) -> Iterator[str]:
    """Every number at a tick mark, and every dot, that does not lie on its axis, as one line each.

    Args:
        chart: the drawing.
        published: the published tables.
        funnel: indicator and area type of a chart whose dots carry area codes.
    """
    dots = _dots(chart, published, funnel)
    for axis in ticks(chart):
        vertical = len({text.attributes["x"] for text in axis}) == 1
        place, number = ("y", 1) if vertical else ("x", 0)
        known = [(float(text.attributes[place]), _number(text.text())) for text in axis]
        marks = [(place, value) for place, value in known if value is not None]
        shift = _shift(vertical, chart)
        marks += [(dot[number] + shift, values[number]) for dot, values in dots]
        if len(known) > len(marks) - len(dots) or not _on_a_line(marks):
            yield f"the numbers {', '.join(text.text() for text in axis)} do not lie on one scale"


def _shift(vertical: bool, chart: Element) -> float:
    """A number at a vertical axis stands a third of its size below its mark."""
    return round(0.35 * float(chart.attributes["font-size"]), 2) if vertical else 0.0


def _dots(
    chart: Element, published: Published, funnel: tuple[str, str] | None
) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    found = []
    for dot in chart.all("circle"):
        row = published.row("funnel-points", *funnel, dot.attributes.get("data-code", "")) if funnel else None
        if row is not None:
            at = (float(dot.attributes["cx"]), float(dot.attributes["cy"]))
            found.append((at, (float(row["denominator"]), float(row["value"]))))
    return found


def _number(text: str) -> float | None:
    try:
        return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    except ValueError:
        return None


def _on_a_line(marks: list[tuple[float, float]]) -> bool:
    """Whether places are a straight function of numbers, to within rounding."""
    (first, low), (last, high) = min(marks, key=_value), max(marks, key=_value)
    if low == high:
        return len(marks) == 1
    slope = (last - first) / (high - low)
    return all(abs(first + slope * (value - low) - place) <= _PIXELS for place, value in marks)


def _value(mark: tuple[float, float]) -> float:
    return mark[1]
