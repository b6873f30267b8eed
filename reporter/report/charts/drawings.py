"""Drawings of charts for their templates: places in pixels, paths, labels.

Plain records in a module of their own: workers that render pages read them without any data library.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from reporter.report.charts.canvas import Frame
from reporter.report.charts.labels import Anchor
from reporter.report.charts.lettering import Line

Place = tuple[float, float]


Mark = Literal["higher", "lower", ""]
"""The mark of an area: clearly higher, clearly lower, or none."""


class Point(NamedTuple):
    """An area's dot, with its mark."""

    code: str
    x: float
    y: float
    mark: Mark
    highlight: bool = False


class PointLabel(NamedTuple):
    """The label of a dot.

    Attributes:
        name: the address of its area's name.
        lines: its lines; the first baseline's start, middle or end is at (x, y).
        leader: both ends of a line from the dot, where the label stands apart from it.
        box: left, top, width and height of its background.
    """

    name: str
    lines: tuple[Line, ...]
    x: float
    y: float
    anchor: Anchor
    leader: tuple[Place, Place] | None
    box: tuple[float, float, float, float]
    highlight: bool


class LimitEnd(NamedTuple):
    """The right end of a limit: the baseline of its label begins at (x, text_y)."""

    kind: str
    x: float
    text_y: float


class TargetEnd(NamedTuple):
    """The right end of the target: the comparator's name in lines, then its rate, below them or not."""

    name: str
    lines: tuple[Line, ...]
    rate_below: bool
    x: float
    text_y: float


@dataclass(frozen=True, slots=True)
class FunnelChart:
    """A funnel for its template: places in pixels, paths, labels."""

    frame: Frame
    target: float
    band: str
    limits: dict[str, str]
    target_end: TargetEnd
    ends: list[LimitEnd]
    points: list[Point]
    labels: list[PointLabel]


class Dot(NamedTuple):
    """A year's rate: its place in pixels, and whether symbols stand beside it."""

    x: float
    y: float
    marked: bool


class Bar(NamedTuple):
    """A year's interval, in pixels."""

    x: float
    top: float
    bottom: float


class Run(NamedTuple):
    """Neighbouring years on one basis: a line, a band of intervals, dots.

    `rates` is the address of a year's rate with `YEAR` in the year's place; `periods` names its windows.
    """

    basis: str
    path: str
    band: str
    bars: list[Bar]
    dots: list[Dot]
    rates: str
    periods: str


class TrendLine(NamedTuple):
    """The runs of one series."""

    main: bool
    runs: list[Run]


class Break(NamedTuple):
    """A break from one basis to the next: the rule's place, and the years on each side."""

    x: float
    left: float
    right: float
    basis_before: str
    year_before: str
    basis_after: str
    year_after: str


class LineLabel(NamedTuple):
    """The label at the end of a line: its first baseline begins at (x, y)."""

    main: bool
    name: str
    lines: tuple[Line, ...]
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class TrendChart:
    """A trend chart for its template."""

    frame: Frame
    breaks: list[Break]
    lines: list[TrendLine]
    labels: list[LineLabel]


class YearDot(NamedTuple):
    """A year's rate: its place in pixels, and -1, 0 or 1 for below, within or above the limits.

    `window` is its label, where it is a window whose place does not say it.
    """

    x: float
    y: float
    flag: int
    window: str = ""


class LineEnd(NamedTuple):
    """The right end of the mean or of a limit: the baseline of its label."""

    kind: Literal["upper", "mean", "lower"]
    text_y: float


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A control chart for its template: joined points, the mean, and both limits, half a year to each side.

    `rates` is the address of a year's rate with `YEAR` in the year's place. A dot has the label of a window.
    """

    frame: Frame
    centre: float
    limits: list[str]
    path: str
    inside: list[YearDot]
    outside: list[YearDot]
    ends: list[LineEnd]
    rates: str


class TileText(NamedTuple):
    """The label of a tile; its baseline's middle is at (x, y)."""

    code: str
    label: str
    x: float
    y: float


class KeyText(NamedTuple):
    """The label of a tile in the key: its baseline begins at (x, y); `room` is for its width."""

    x: float
    y: float
    room: float


class TileGroup(NamedTuple):
    """The tiles of a verdict as one path, their labels, and their key."""

    verdict: str
    path: str
    tiles: list[TileText]
    key: KeyText


@dataclass(frozen=True, slots=True)
class TileMap:
    """A tile map for its template; `side` is that of a tile, and limits its label."""

    width: float
    height: float
    font: float
    side: float
    groups: list[TileGroup]


class Range(NamedTuple):
    """The drawing of an interval in a table, in pixels from its left edge."""

    left: float
    length: float
    mark: float
