"""A linear scale from numbers to places on the page, with round tick marks."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from reporter.publication.periods import form_of, label_of, window
from reporter.report.words.numbers import decimal

Direction = Literal["x", "y"]

_STEPS = (1, 2, 5)
_APART = 6.0
"""Least distance between two tick labels of a horizontal axis, in pixels."""


_FROM_ZERO = ("rate", "count ratio", "count")
"""Kinds of measure whose axes begin at 0, whatever their values are."""


def lowest_of_axis(said_as: str, lowest: float, highest: float) -> float:
    """Where an axis of values begins: at 0, or a little below values that lie far above it.

    Args:
        said_as: the kind of measure of the values, as words have it.
        lowest: the lowest value or limit drawn.
        highest: the highest.
    """
    if said_as in _FROM_ZERO or lowest < highest / 2:
        return 0.0
    return lowest - max(0.25 * (highest - lowest), 0.01 * lowest)


class Tick(NamedTuple):
    """A tick mark: its place in pixels and its number."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class Scale:
    """Maps `low` to `start` and `high` to `end`, both in pixels of the drawing."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """The place of a number, to a tenth of a pixel."""
        share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def stated(self, direction: Direction) -> str:
        """The scale as a drawing states it: direction, then each end of the domain with its place."""
        return f"{direction} {self.low:.10g} {self.start:g} {self.high:.10g} {self.end:g}"

    def ticks(self, count: int, width: Callable[[str], float] | None = None) -> list[Tick]:
        """About `count` multiples of a step inside the scale, two at least if there can be.

        A step is 1, 2 or 5 times a power of ten.

        Args:
            count: the number of ticks wanted.
            width: the width of a text in pixels, where labels stand side by side and must not meet.
        """
        power = math.floor(math.log10(self.high - self.low))
        steps = [(one, exponent) for exponent in range(power - 2, power + 2) for one in _STEPS]
        found = [ticks for step in steps if (ticks := self._multiples(*step))]

        def cost(ticks: Sequence[Tick]) -> tuple[bool, bool, int]:
            meets = width is not None and _meet(ticks, width)
            return meets, len(ticks) < 2, abs(len(ticks) - count)

        return min(found, key=cost)

    def years(self, first: int, last: int, width: Callable[[str], float]) -> list[Tick]:
        """Years, or other steps, that have room for their label, counted back from the last.

        Of quarters and months every second, third and so on is labelled, or the same one of every year.
        """
        room = (self.end - self.start) / (self.high - self.low)
        step = math.ceil((width(label_of(last)) + _APART) / room)
        year = form_of(last).per_year
        step = next((each for each in range(step, year) if year % each == 0), math.ceil(step / year) * year)
        return [Tick(self(each), label_of(each)) for each in sorted(range(last, first - 1, -step))]

    def windows(self, windows: Iterable[tuple[int, int]], width: Callable[[str], float]) -> list[Tick]:
        """Windows, each in its middle, that have room for their label, counted back from the last."""
        ticks: list[Tick] = []
        for first, last in sorted(set(windows), key=lambda ends: (sum(ends), ends), reverse=True):
            tick = Tick(self((first + last) / 2), label_of(window(first, last)))
            if tick.at >= width(tick.text) / 2 and not _meet([tick, *ticks[:1]], width):
                ticks.insert(0, tick)
        return ticks

    def _multiples(self, one: int, exponent: int) -> list[Tick]:
        """Multiples of a step of `one` times ten to the power of `exponent`."""
        places = max(0, -exponent)
        step = one * 10.0**exponent if exponent >= 0 else one / 10.0**-exponent
        # An end of the scale that is a multiple itself may be a rounding error away from it.
        first, last = math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9)
        values = [round(number * step, places) for number in range(first, last + 1)]
        return [Tick(self(value), decimal(value, places)) for value in values]


def _meet(ticks: Sequence[Tick], width: Callable[[str], float]) -> bool:
    """Whether any two labels, each in the middle of its place, come too close."""
    return any(
        abs(later.at - earlier.at) < (width(earlier.text) + width(later.text)) / 2 + _APART
        for earlier, later in pairwise(ticks)
    )
