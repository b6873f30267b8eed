"""Numbers on a page that are no statistic: years, levels of intervals, multipliers, names.

All others stand in an element with the attribute `data-stated`: numbers that the producer states in the
settings or in an indicator's record, and numbers in explanations. Each must stand in the PDF too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from reporter.verification.element import Element
from reporter.verification.page_text import Block, PageText, Token
from reporter.verification.published import Published

LEVELS = frozenset({"95%", "99.8%"})
"""The levels of intervals and limits that the tables hold: the columns ending in 95 and 998."""


class Declared:
    """The numbers of a page that are no statistic.

    Args:
        page: the page; names of what is counted stand in its `meta` element `indicator-words`.
        published: the published tables.
        titles: names of the publication and the edition.
    """

    def __init__(self, page: PageText, published: Published, titles: Iterable[str] = ()) -> None:
        self.less_than = page.less_than
        self._years = published.years
        self._plain = LEVELS | published.multipliers
        words = page.meta("indicator-words").split("; ")
        own = [name for name in (*titles, *words) if any(sign.isdigit() for sign in name)]
        names = sorted({*published.names_with_digits, *own}, key=lambda name: (-len(name), name))
        self._names, self._parts = _any_of(tuple(names))

    def is_stated(self, token: Token) -> bool:
        """Whether a number stands in a `data-stated` element or is its figure's number."""
        if token.element.inherited("data-stated") is not None:
            return True
        figure = token.element.around("figure")
        return figure is not None and figure.attributes.get("id") == f"figure-{token.text}"

    def is_plain(self, token: Token, block: Block) -> bool:
        """Whether a number is a level, a multiplier or part of a name."""
        return token.text in self._plain or self.is_of_a_name(token, block)

    def is_year(self, token: Token) -> bool:
        """Whether a number is a year of the edition that the PDF has too."""
        return token.text in self._years and not _is_only_on_screen(token.element)

    def is_of_a_name(self, token: Token, block: Block) -> bool:
        """Whether a number is part of the name of an area, a category, an indicator or the publication."""
        if self._names is None:
            return False
        if token.element.tag == "text":
            # A name may be broken into several lines of a chart.
            return all(word in self._parts for word in block.text.split())
        return any(match.start() <= token.start < match.end() for match in self._names.finditer(block.text))


@lru_cache(2)  # Most pages name the same.
def _any_of(names: tuple[str, ...]) -> tuple[re.Pattern[str] | None, frozenset[str]]:
    """Pattern that matches any of the names, and their words."""
    if not names:
        return None, frozenset()
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, names)) + r")(?!\w)", re.IGNORECASE)
    return pattern, frozenset(part for name in names for part in name.split())


def _is_only_on_screen(element: Element) -> bool:
    """Whether an element lies in content that no PDF has; a table is checked by its own cells."""
    return any(
        each.tag == "nav" or (each.tag != "table" and each.attributes.get("data-medium") == "screen")
        for each in element.above()
    )
