"""Rounding of Nomis: which counts are exact, and the intervals of the others.

Below regions, from 2013 on, Nomis publishes deaths under one year of 1 and 2 as 0, and of 3 and 4 as 5;
counts of 5 and more, and those of regions and countries, are exact. No column says so. Found by comparing
Nomis with the counts that ONS publishes for the same authorities: 155 authorities in each year from 2013 to
2017.
"""

from __future__ import annotations

from typing import NamedTuple

_EXACT_ENTITIES = ("E92", "W92", "S92", "N92", "K02", "K03", "K04", "E12")
"""First characters of the codes of countries, groups of countries, and English regions."""


class Interval(NamedTuple):
    """The least and the greatest possible value of a count."""

    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        """Whether only one value is possible."""
        return self.low == self.high


def infant_deaths(area_code: str, shown: int) -> Interval:
    """Interval of the deaths under one year behind a published number.

    Args:
        area_code: the GSS code of the area.
        shown: the number that Nomis publishes.

    Raises:
        ValueError: a number from 1 to 4 below regions, which the known rounding never leaves; a 0 or 5 may
            then mean something else too.
    """
    if area_code.startswith(_EXACT_ENTITIES) or shown > 5:
        return Interval(shown, shown)
    if shown == 0:
        return Interval(0, 2)
    if shown == 5:
        return Interval(3, 5)
    raise ValueError(f"{shown} deaths under 1 in {area_code}, where Nomis is known to round 1 to 4 away")
