"""Intervals drawn in a table: a bar between the limits, a mark at the rate, a line at the comparator's."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.report.charts.drawings import Range
from reporter.report.charts.scale import Scale, lowest_of_axis
from reporter.report.words.cells import Rate

WIDTH = 84.0
"""Width of the drawing in pixels; the style sheets leave as much room."""


class Ranges:
    """The scale shared by the rows of one table, from 0 or a little below values far above it."""

    def __init__(self, rates: Iterable[Rate]) -> None:
        given = [
            (rate.value, rate.upper_95, rate.lower_95 or 0.0, rate.said_as)
            for rate in rates
            if rate.value is not None and rate.upper_95 is not None
        ]
        highest = max((value for value, *_ in given), default=1.0)
        # One small area's interval must not squeeze all others: bars end at the edge there.
        end = min(max((upper for _, upper, *_ in given), default=1.0), 2 * highest)
        lowest = min((lower for _, _, lower, _ in given), default=0.0)
        low = lowest_of_axis(given[0][3], lowest, end) if given else 0.0
        self.from_zero = low == 0
        self._scale = Scale(low, (1.1 * end if low == 0 else end + 0.1 * (end - low)) or 1.0, 0.0, WIDTH)

    def line(self, value: float | None) -> float | None:
        """The place of the comparator's line."""
        return None if value is None else max(0.0, self._scale(value))

    def of(self, rate: Rate) -> Range | None:
        """The drawing of one row; None where no rate is given."""
        if rate.value is None or rate.lower_95 is None or rate.upper_95 is None:
            return None
        left, right = self._scale(rate.lower_95), min(WIDTH, self._scale(rate.upper_95))
        return Range(left, round(max(right - left, 1.0), 1), self._scale(rate.value))
