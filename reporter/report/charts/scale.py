"""A linear scale from numbers to places on the page, with round tick marks."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TypedDict

from mizani.breaks import breaks_extended

from reporter.report.words.numbers import decimal

_STEPS = (1, 2, 5)


class Tick(TypedDict):
    """A tick mark: its place in pixels and its number."""

    at: float
    text: str


@dataclass(frozen=True)
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

    def ticks(self, count: int) -> list[Tick]:
        """About `count` round numbers inside the scale, each with its place."""
        values = [float(value) for value in breaks_extended(n=count, Q=_STEPS)((self.low, self.high))]
        inside = [value for value in values if self.low <= value <= self.high]
        step = min((later - earlier for earlier, later in pairwise(inside)), default=1.0)
        places = 0 if step >= 1 and step == int(step) else 1 if round(step, 1) == round(step, 6) else 2
        return [{"at": self(value), "text": decimal(value, places)} for value in inside]
