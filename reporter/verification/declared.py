"""Digits on a page that are no statistic, and how many of all digits those are.

Every number has a cell (`data-cell`, or its place in a table or chart), is part of a date (`time`), part of a
name (`data-name`), or stands in the producer's own words or an explanation (`data-stated`). Without a mark
may stand: years of the edition, levels of intervals, multipliers, and the numbers of figures.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from reporter.verification.element import Element
from reporter.verification.names import named_by
from reporter.verification.page_text import PageText, Token
from reporter.verification.published import Published

LEVELS = frozenset({"95%", "99.8%"})
"""The levels of intervals and limits that the tables hold: the columns ending in 95 and 998."""


class Held(StrEnum):
    """What the digits of a number are held against."""

    DATA = "published data"
    NAMES = "names, periods and dates"
    PLAIN = "levels of intervals, units and numbers of figures"
    STATED = "nothing: words of the producer and explanations"


class Declared:
    """The numbers of a page that are no statistic.

    Args:
        page: the page.
        published: the published tables.
    """

    def __init__(self, page: PageText, published: Published) -> None:
        self.less_than = page.less_than
        self._years = published.years
        self._plain = LEVELS | published.multipliers

    def held(self, token: Token) -> Held | None:
        """What a number is held against; None for one without a mark."""
        if named_by(token.element) is not None:
            return Held.NAMES
        for element in token.element.above():
            attributes = element.attributes
            if "data-cell" in attributes:
                return Held.DATA
            if element.tag == "time" or "data-within" in attributes:
                return Held.NAMES
            if "data-stated" in attributes:
                return Held.STATED
            if element.tag == "figure" and attributes.get("id") == f"figure-{token.text}":
                return Held.PLAIN
        return Held.PLAIN if token.text in self._plain else None

    def is_year(self, token: Token) -> bool:
        """Whether a number is a year of the edition that the PDF has too."""
        return token.text in self._years and not _is_only_on_screen(token.element)


def shares(digits: Counter[Held]) -> dict[Held, float]:
    """The share of all digits of some pages by what they are held against, in per cent; empty without any."""
    every = sum(digits.values())
    return {held: 100 * digits[held] / every for held in Held if every}


def _is_only_on_screen(element: Element) -> bool:
    """Whether an element lies in content that no PDF has; a table is checked by its own cells."""
    return any(
        each.tag == "nav" or (each.tag != "table" and each.attributes.get("data-medium") == "screen")
        for each in element.above()
    )
