"""The shorthand symbols of official statistics: letters in square brackets, each with its meaning.

The letters are those that the Government Analysis Function asks producers of statistics to use (guidance of
January 2022): several may stand together, as in '[r][u]', a symbol never stands beside a number in one cell,
and an output explains those that it uses and no others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from reporter.errors import RenderError


class Symbol(Enum):
    """A shorthand symbol; its meaning is in `words.toml` of the templates.

    Attributes:
        mark: the symbol as it stands in tables, such as '[c]'.
        replaces: whether it replaces a number; if not, it accompanies one.
    """

    CONFIDENTIAL = ("[c]", True)
    NOT_AVAILABLE = ("[x]", True)
    LOW_RELIABILITY = ("[u]", True)
    ROUNDS_TO_ZERO = ("[low]", True)
    NOT_APPLICABLE = ("[z]", True)
    BREAK = ("[b]", False)
    ESTIMATED = ("[e]", False)
    PROVISIONAL = ("[p]", False)
    REVISED = ("[r]", False)

    def __init__(self, mark: str, replaces: bool) -> None:
        self.mark = mark
        self.replaces = replaces


_BY_MARK = {symbol.mark: symbol for symbol in Symbol}


def read(text: str) -> tuple[Symbol, ...]:
    """The symbols of a text such as '[r][u]', in its order; RenderError if one is unknown."""
    marks = re.findall(r"\[[^\[\]]*\]", text)
    if "".join(marks) != text.replace(" ", "") or any(mark not in _BY_MARK for mark in marks):
        raise RenderError(f"symbols {text!r}: expected some of {' '.join(_BY_MARK)}")
    return tuple(_BY_MARK[mark] for mark in marks)


@lru_cache(1000)  # The same few symbols stand in thousands of rows.
def in_place_of_number(text: str | None) -> Symbol:
    """The symbol that stands where a number is missing, given the symbols of its row.

    The first of the row's symbols that can replace a number, confidentiality first; '[x]' if none can.
    """
    replacing = {symbol for symbol in read(text or "") if symbol.replaces}
    return next((symbol for symbol in Symbol if symbol in replacing), Symbol.NOT_AVAILABLE)


def used(texts: Iterable[str]) -> tuple[Symbol, ...]:
    """The symbols that stand anywhere in these texts, each once, in the order of `Symbol`."""
    found = {symbol for text in set(texts) for symbol in read(text)}
    return tuple(symbol for symbol in Symbol if symbol in found)
