"""Tells which counts of Nomis are exact, and which stand for an interval.

Below regions, Nomis publishes deaths under one year of 1 and 2 as 0, and of 3 and 4 as 5, from 2013 on;
counts of 5 and more, and those of regions and countries, are exact. No column says so. Found by laying Nomis
beside the counts that ONS publishes for the same authorities: 155 authorities in each year from 2013 to 2017.
"""

from __future__ import annotations

from typing import NamedTuple

_EXACT_ENTITIES = ("E92", "W92", "S92", "N92", "K02", "K03", "K04", "E12")
"""First characters of the codes of countries, groups of countries, and English regions."""


class Interval(NamedTuple):
    """The least and the greatest that a count may be."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def infant_deaths(area_code: str, shown: int) -> Interval:
    """The deaths under one year that a published count of them stands for.

    Args:
        area_code: the GSS code of the area.
        shown: the count that Nomis publishes.

    Raises:
        ValueError: a count from 1 to 4 below regions, which the rounding leaves none of; then a 0 or 5 may
            mean something else too.
    """
    if area_code.startswith(_EXACT_ENTITIES) or shown > 5:
        return Interval(shown, shown)
    if shown == 0:
        return Interval(0, 2)
    if shown == 5:
        return Interval(3, 5)
    raise ValueError(f"{shown} deaths under 1 in {area_code}, where Nomis is known to round 1 to 4 away")
