"""Placement of labels beside their points, clear of other labels, dots and the edge of the plot."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal

from reporter.report.charts.lettering import Line

Anchor = Literal["start", "middle", "end"]

LINE_HEIGHT = 1.2
"""Baseline to baseline, in font sizes."""
ASCENT = 0.8
"""Top of the text above its baseline, in font sizes."""
DESCENT = 0.24
"""Bottom of the text below its baseline, in font sizes."""

WORD_SPACE = 0.5
"""Least space between two labels on one line, in font sizes."""


@dataclass(frozen=True)
class Box:
    """A rectangle: `left` to `right`, `top` to `bottom`, in pixels with y downwards."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share any area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: Box) -> bool:
        """Whether no part of it is outside the other."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True)
class Label:
    """A text of one or more lines to be placed beside an area's dot at (x, y); width: of its longest line."""

    lines: tuple[Line, ...]
    x: float
    y: float
    width: float
    radius: float = 3.6
    bold: bool = False
    code: str = ""


@dataclass(frozen=True)
class Placed:
    """A label in its place: the first baseline's start, middle or end is at (x, y); `box` is its extent.

    `apart` says that it stands too far from its point to be read without a line between them.
    """

    label: Label
    x: float
    y: float
    anchor: Anchor
    box: Box
    apart: bool


def place(labels: Sequence[Label], dots: Iterable[Box], plot: Box, size: float) -> list[Placed]:
    """Place each label, in the order given; one that fits nowhere is left out.

    Beside its point first, then above and below, then further away with a line to it; never so near to
    another label that the two are read as one.

    Args:
        labels: the labels, most important first.
        dots: boxes no label may cover.
        plot: box no label may leave.
        size: font size in pixels.
    """
    taken, space = list(dots), WORD_SPACE * size
    placed: list[Placed] = []
    for label in labels:
        for candidate in _candidates(label, size):
            if candidate.box.inside(plot) and not any(candidate.box.meets(box) for box in taken):
                placed.append(candidate)
                box = candidate.box
                taken.append(Box(box.left - space, box.top, box.right + space, box.bottom))
                break
    return placed


_NEAR: tuple[tuple[Anchor, float, float, float], ...] = (
    ("start", 1, 0, 0.5),
    ("end", -1, 0, 0.5),
    ("start", 0.7, -0.6, 1),
    ("start", 0.7, 0.6, 0),
    ("end", -0.7, -0.6, 1),
    ("end", -0.7, 0.6, 0),
    ("middle", 0, -1, 1),
    ("middle", 0, 1, 0),
)
"""Places beside a dot: anchor, steps to the right and down, share of the label that is above that place."""
_GAP = 3.4
"""A step is the dot's radius and this many pixels."""


def _candidates(label: Label, size: float) -> Iterator[Placed]:
    """Places for a label, best first."""
    for anchor, right, down, share_above in _NEAR:
        step = label.radius + _GAP
        yield _at(label, size, anchor, right * step, down * step, share_above, apart=False)
    for reach in (16.0, 28.0, 44.0, 64.0):
        for down in (-14.0, 14.0, -26.0, 26.0, -40.0, 40.0, -58.0, 58.0, -80.0, 80.0):
            yield _at(label, size, "start", reach, down, 0.5, apart=True)
            yield _at(label, size, "end", -reach, down, 0.5, apart=True)


def _at(
    label: Label, size: float, anchor: Anchor, right: float, down: float, share_above: float, *, apart: bool
) -> Placed:
    height = (ASCENT + DESCENT + (len(label.lines) - 1) * LINE_HEIGHT) * size
    x = round(label.x + right, 1)
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * label.width
    top = label.y + down - share_above * height
    box = Box(left, top, left + label.width, top + height)
    return Placed(label, x, round(top + ASCENT * size, 1), anchor, box, apart)


def spread(middles: Sequence[float], heights: Sequence[float], low: float, high: float) -> list[float]:
    """Move the middles of boxes on a line as little as needed until none meets its neighbour.

    They keep their order and lie within `low` to `high`; too many to fit go beyond `high`.
    """
    order = sorted(range(len(middles)), key=lambda index: (middles[index], index))
    # Each block is a run of boxes that touch each other: its members and the top of the first.
    blocks: list[tuple[list[int], float]] = []
    for index in order:
        members, first = [index], middles[index] - heights[index] / 2
        while True:
            length = math.fsum(heights[member] for member in members)
            first = max(low, min(high - length, first))
            if not blocks:
                break
            before, top = blocks[-1]
            if first - (top + math.fsum(heights[member] for member in before)) >= -1e-9:
                break
            # It overlaps the block before: they merge at the mean of the places their members want.
            members = blocks.pop()[0] + members
            above = accumulate((heights[member] for member in members), initial=0.0)
            wanted = (
                middles[member] - heights[member] / 2 - offset
                for member, offset in zip(members, above, strict=False)
            )
            first = math.fsum(wanted) / len(members)
        blocks.append((members, first))
    moved = list(middles)
    for members, top in blocks:
        for member in members:
            moved[member] = round(top + heights[member] / 2, 1)
            top += heights[member]
    return moved
