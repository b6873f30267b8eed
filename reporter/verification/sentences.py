"""Sentences of a page, each with the cells that its numbers are tied to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reporter.verification.cells import NoSuchCellError, PageCell, look_up
from reporter.verification.names import named_by
from reporter.verification.page_text import Block, Token
from reporter.verification.published import Published

_END = re.compile(r"(?<=[.!?])[)”’]?\s+(?=[^a-z\s])")
_YEAR = re.compile(r"\d{4}")
_PERIODS = (
    *("period", "period_from", "period_to", "first_year", "last_year"),
    *("first_period", "last_period"),
    *("from_year", "to_year", "judged_year"),
)


class Sentence(NamedTuple):
    """One sentence of a block.

    Attributes:
        text: its text.
        prose: its text with an X for each character of a marked name.
        tokens: its numbers.
        cells: the addresses of their cells.
        names: the address of each marked name, with the prose before it, in order.
    """

    text: str
    prose: str
    tokens: tuple[Token, ...]
    cells: tuple[str, ...]
    names: tuple[tuple[str, str], ...]

    def found(self, published: Published) -> list[PageCell]:
        """The published cells of the sentence."""
        found = []
        for name in self.cells:
            try:
                found.append(look_up(published, name))
            except NoSuchCellError:
                continue
        return found

    def years(self, published: Published) -> frozenset[str]:
        """The years of its cells; empty where no cell has a period."""
        years: set[str] = set()
        for cell in self.found(published):
            said = [int(year) for name in _PERIODS for year in _YEAR.findall(cell.row.get(name, ""))]
            if cell.kind == "control_charts" and said:
                said += range(min(said), max(said) + 1)
            years |= {str(year) for year in said}
        return frozenset(years)


def sentences(block: Block) -> Iterator[Sentence]:
    """The sentences of a block, in order."""
    ends = [*(match.start() for match in _END.finditer(block.prose)), len(block.text)]
    start = 0
    for end in ends:
        tokens = tuple(token for token in block.tokens if start <= token.start < end)
        inside = [(place, holder) for place, holder in block.pieces if start <= place < end]
        cells = [
            element.attributes["data-cell"]
            for _, holder in inside
            for element in holder.above()
            if "data-cell" in element.attributes
        ]
        names = [
            (address, block.prose[start:place])
            for place, holder in inside
            if (address := named_by(holder)) is not None
        ]
        yield Sentence(
            block.text[start:end], block.prose[start:end], tokens, tuple(dict.fromkeys(cells)), tuple(names)
        )
        start = end
