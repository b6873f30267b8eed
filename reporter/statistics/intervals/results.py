"""What functions of intervals return: estimates, differences, ratios and tests, element by element."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from reporter.statistics.arrays import Floats


class Estimate(NamedTuple):
    """A value with the limits of its confidence interval, all in the unit of the value."""

    value: Floats
    lower: Floats
    upper: Floats


class Difference(NamedTuple):
    """A first value less a second, with its limits, and the two-sided p-value of a difference of 0."""

    difference: Floats
    lower: Floats
    upper: Floats
    p_value: Floats


class ScoreTest(NamedTuple):
    """A standard normal score and its two-sided p-value."""

    z: Floats
    p_value: Floats


class RatioTest(NamedTuple):
    """A ratio of two rates with its limits, and the two-sided p-value of a ratio of 1."""

    ratio: Floats
    lower: Floats
    upper: Floats
    p_value: Floats

    def where_there_is_a_ratio(self) -> RatioTest:
        """The same test; NaN throughout where neither count has an event, as there is no ratio to judge."""
        none = np.isnan(self.ratio)
        return RatioTest(*(np.where(none, np.nan, part) for part in self))
