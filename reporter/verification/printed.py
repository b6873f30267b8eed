"""The printed form of a published number: rounded half up to the decimal places that a page shows.

Shares no code with the modules that build pages, so that their mistakes are found here.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import lru_cache

NO_NUMBER = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"
LESS_THAN = "less than "
REVISED = "[r]"
_SYMBOL = re.compile(r"\[[a-z]+\]")

NUMBER = re.compile(r"(?<![A-Za-z])(?<![A-Za-z]-)\N{MINUS SIGN}?\d+(?:,\d{3})*(?:\.\d+)*%?")
"""A number in a text; not the digits of a code such as E54000038 or of a name such as SHA-256."""

# A rate computed in binary floating point differs from the decimal one in the sixteenth figure: 6.25 may be
# 6.249999999999999 in a data file, and is 6.3 in print.
_FIGURES = Context(prec=12)
_HALF_UP = Context(prec=60, rounding=ROUND_HALF_UP)


@lru_cache(10_000)  # The same texts stand on many pages.
def numbers_in(text: str) -> tuple[tuple[str, int], ...]:
    """The numbers in a text, each with its start."""
    return tuple([(found[0], found.start()) for found in NUMBER.finditer(text)])


def expected(printed: str, value: str) -> str:
    """A value with the decimal places of `printed`, and with a percent sign if that has one.

    Args:
        printed: the number on the page, such as '−3.3%' or 'less than 0.001'.
        value: the number of the data file; empty where there is none.
    """
    if not value:
        return NO_NUMBER
    try:
        number = _FIGURES.create_decimal(value)
    except InvalidOperation:
        return value
    if printed.startswith(LESS_THAN):
        limit = Decimal(printed.removeprefix(LESS_THAN))
        is_round = limit.as_tuple().digits == (1,)
        return printed if is_round and number < limit else _written(number, places(str(limit)))
    return _written(number, places(printed)) + ("%" if printed.endswith("%") else "")


def symbols_in_place(symbols: str) -> list[str]:
    """The symbols of a row that stand in place of a number; [r] stands beside one."""
    return [mark for mark in _SYMBOL.findall(symbols) if mark != REVISED]


def in_english(text: str, less_than: str) -> str:
    """A printed number with the page's words for 'less than' replaced by English ones.

    Args:
        text: the number as printed, such as 'llai na 0.001'.
        less_than: the words, with '{number}' in the place of the number.
    """
    before, _, after = less_than.partition("{number}")
    if (before or after) and text.startswith(before) and text.endswith(after):
        return LESS_THAN + text.removeprefix(before).removesuffix(after)
    return text


def places(printed: str) -> int:
    """Number of decimal places of a printed number."""
    return len(printed.removesuffix("%").partition(".")[2])


def _written(number: Decimal, decimals: int) -> str:
    rounded = number.quantize(Decimal(1).scaleb(-decimals), context=_HALF_UP)
    return f"{MINUS if rounded < 0 else ''}{abs(rounded):,}"


def as_said(printed: str, value: str, *, signed: bool) -> str:
    """A value as `expected` gives it, but without minus sign after 'rose' or 'fell'.

    Args:
        printed: the number on the page.
        value: the number of the data file.
        signed: whether its sign must be printed.
    """
    wanted = expected(printed, value)
    return wanted if signed or printed.startswith(MINUS) else wanted.removeprefix(MINUS)
