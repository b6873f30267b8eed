"""Axes of a chart: tick labels and dots must lie where the scales that it states put their numbers.

An axis states its scale in `data-scale`: the direction, then each end of the domain with its coordinate, such
as 'x 30000 54.2 90000 412.8'. Nothing is inferred from where ticks lie.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from reporter.publication.addresses import address
from reporter.publication.periods import label_of, period_of
from reporter.verification.cells import NoSuchCellError, look_up
from reporter.verification.element import Element
from reporter.verification.published import Published

_PIXELS = 0.11
"""Tolerance: a coordinate is rounded to 0.1, that of a label beside a vertical axis twice."""
_FINEST = 0.5
"""Fewest pixels that one more in the last figure of a tick label makes: no smaller change could be seen."""
_BASELINE = 0.35
"""From a vertical axis' tick down to the baseline of its label, in font sizes."""
_DOT = re.compile(r"M([\d.]+) ([\d.]+)h0")
_YEAR = "/YEAR/"
"""Part of the address `data-rates` in which the year stands."""


class Scale(NamedTuple):
    """The scale of an axis: it maps `low` to `start` and `high` to `end`, both coordinates of the drawing."""

    direction: str
    low: float
    start: float
    high: float
    end: float

    @property
    def per_unit(self) -> float:
        """Coordinates that a number of 1 makes."""
        return (self.end - self.start) / (self.high - self.low)

    def has(self, value: float, place: float) -> bool:
        """Whether a number lies at a coordinate."""
        return abs(self.start + (value - self.low) * self.per_unit - place) <= _PIXELS

    def value(self, place: float) -> float:
        """The number at a coordinate."""
        return self.low + (place - self.start) / self.per_unit


def ticks(chart: Element) -> Iterator[list[Element]]:
    """The tick labels of each axis of a chart."""
    for group in _axes(chart):
        yield list(group.all("text"))


def axis_problems(chart: Element, published: Published) -> Iterator[str]:
    """Tick labels and dots that do not lie where the stated scales put them, one line each.

    Args:
        chart: the drawing.
        published: the published tables.
    """
    scales: dict[str, Scale] = {}
    for axis in _axes(chart):
        scale = _stated(axis)
        if scale is None or scale.direction in scales:
            said = axis.attributes.get("data-scale", "none")
            yield f"the axis {_said(axis)} states no scale of its own: {said}"
            continue
        scales[scale.direction] = scale
        if not _lies_on(axis, scale, float(chart.attributes.get("font-size", "nan"))):
            yield f"the numbers {_said(axis)} do not lie on the scale {axis.attributes['data-scale']}"
    if dots := [*_area_dots(chart), *_year_dots(chart, scales)]:
        if set(scales) != {"x", "y"}:
            yield "a chart with dots states no scale for both of its axes"
            return
        for dot in dots:
            yield from _dot_problems(dot, scales, published)


def range_problems(figure: Element) -> Iterator[str]:
    """Drawings, wide and narrow, of a figure whose scales have other domains, one line each."""
    first, *others = [_domains(chart) for chart in figure.all("svg")] or [{}]
    for other in others:
        if other != first:
            yield f"one drawing of {figure.attributes.get('id')} has the domains {first}, another {other}"


def _axes(chart: Element) -> Iterator[Element]:
    return (each for each in chart.all("g") if "tick" in each.attributes.get("class", "").split())


def _domains(chart: Element) -> dict[str, tuple[float, float]]:
    scales = [scale for axis in _axes(chart) if (scale := _stated(axis)) is not None]
    return {scale.direction: (scale.low, scale.high) for scale in scales}


def _said(axis: Element) -> str:
    return ", ".join(text.text() for text in axis.all("text"))


def _stated(axis: Element) -> Scale | None:
    """The scale that an axis states; None where it states none that can be read."""
    direction, *numbers = axis.attributes.get("data-scale", "").split(" ")
    try:
        scale = Scale(direction, *map(float, numbers))
    except (TypeError, ValueError):
        return None
    sound = direction in ("x", "y") and scale.low != scale.high and scale.start != scale.end
    return scale if sound else None


def _lies_on(axis: Element, scale: Scale, font: float) -> bool:
    """Whether every tick label is a number of its own at its place, and no finer than the drawing shows."""
    numbers = [_number(text.text()) for text in axis.all("text")]
    if not numbers or len(set(numbers)) < len(numbers):
        return False
    drop = _BASELINE * font if scale.direction == "y" else 0.0
    return all(
        number is not None
        and scale.has(float(number), float(text.attributes.get(scale.direction, "nan")) - drop)
        and abs(_finest(text.text(), number) * scale.per_unit) >= _FINEST
        for number, text in zip(numbers, axis.all("text"), strict=True)
    )


def _number(text: str) -> Decimal | None:
    """The number of a tick label; of a period its middle, in steps."""
    if period_of(text, "") is not None:
        return Decimal(str(_middle(text)))
    try:
        return Decimal(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))
    except InvalidOperation:
        return None


def _middle(label: str) -> float:
    """The middle of a period, in steps; NaN of a text that is none."""
    period = period_of(label, "")
    return float("nan") if period is None else (period.first_year + period.last_year) / 2


def _finest(text: str, number: Decimal) -> float:
    """The smallest change that a label can say: of a period one step, of a number one in its last figure."""
    return 1.0 if period_of(text, "") is not None else _last_figure(number)


def _last_figure(number: Decimal) -> float:
    """What one more in the last figure that is not 0 would add: 1,000 for 25,000."""
    return 10.0 ** int(number.normalize().as_tuple().exponent) if number else float("inf")


class _Dot(NamedTuple):
    """A dot: its coordinates, and the addresses of its numbers; None where the number needs no address."""

    x: float
    y: float
    across: str | float
    rate: str


def _area_dots(chart: Element) -> Iterator[_Dot]:
    """Dots of a funnel; a narrow drawing has those of the wide one in its figure, in the same order."""
    circles = list(chart.all("circle"))
    if not circles:
        return
    figure = chart.around("figure")
    drawings = [chart, *(figure.all("svg") if figure else ())]
    codes = next(filter(None, ([*_codes(each)] for each in drawings)), [])
    points = next((points for each in drawings if (points := _points_of(each))), "")
    for place, dot in enumerate(circles):
        row = f"{points}/{address(codes[place] if len(codes) == len(circles) else '')}"
        x, y = (float(dot.attributes.get(name, "nan")) for name in ("cx", "cy"))
        yield _Dot(x, y, f"{row}/denominator", f"{row}/value")


def _codes(chart: Element) -> Iterator[str]:
    return (dot.attributes["data-code"] for dot in chart.all("circle") if "data-code" in dot.attributes)


def _points_of(chart: Element) -> str:
    """Address of the points of a funnel, from that of its target."""
    cells = (each.attributes.get("data-cell", "").rpartition("/")[0] for each in chart.all("tspan"))
    found = next((cell for cell in cells if cell.startswith("funnels/")), "")
    return found.replace("funnels/", "funnel-points/", 1)


def _year_dots(chart: Element, scales: dict[str, Scale]) -> Iterator[_Dot]:
    """Dots of a line of annual rates: `data-rates` gives their addresses, `data-periods` their windows."""
    for path in chart.all("path"):
        rates = path.attributes.get("data-rates")
        if rates is None or "x" not in scales:
            continue
        windows = iter(filter(None, path.attributes.get("data-periods", "").split(";")))
        for x, y in _DOT.findall(path.attributes.get("d", "")):
            label = next(windows, None) or label_of(round(scales["x"].value(float(x))))
            yield _Dot(float(x), float(y), _middle(label), rates.replace(_YEAR, f"/{address(label)}/"))


def _dot_problems(dot: _Dot, scales: dict[str, Scale], published: Published) -> Iterator[str]:
    for direction, place, named in (("x", dot.x, dot.across), ("y", dot.y, dot.rate)):
        value = _published(named, published)
        if value is None:
            yield f"the dot at {dot.x:g}, {dot.y:g} has no published {named}"
        elif not scales[direction].has(value, place):
            yield f"the dot at {dot.x:g}, {dot.y:g} does not lie at {named}, {value:g}"


def _published(named: str | float, published: Published) -> float | None:
    if isinstance(named, float):
        return named
    try:
        value = look_up(published, named).value
    except NoSuchCellError:
        return None
    return float(value) if value else None
