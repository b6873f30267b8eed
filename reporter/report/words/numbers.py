"""Numbers in print: rounded half up, as official statistics are, with the address of their cell.

Python rounds half to even and rounds the binary value; the Office for National Statistics rounds the decimal
value half up. 8 events of 1,280 are 6.25 per 1,000, published as 6.3; `round` gives 6.2.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import NamedTuple

MINUS = "\N{MINUS SIGN}"
NOT_A_NUMBER = "\N{EN DASH}"
LESS_THAN = "less than "

# A rate is computed in binary floating point: 6.25 may arrive as 6.249999999999999. Twelve figures are more
# than any count of people needs, and too few to show the error.
_SIGNIFICANT_FIGURES = 12
# Room for the figures of any float before and after its point.
_HALF_UP = Context(prec=700, rounding=ROUND_HALF_UP)


class Number(NamedTuple):
    """A number in print.

    text: the number as printed; cell: the address of the published cell that it was rounded from: table,
    key of the row and column, as in 'rates/<indicator>/<area code>/<period>/<basis>/<column>'.
    """

    text: str
    cell: str


def numbers_of(row: str) -> Callable[[str, str], Number]:
    """Function that makes a `Number` of one row, from a column and the number as printed.

    Args:
        row: the row's address (see `Schema.address`).
    """

    def number(column: str, text: str) -> Number:
        return Number(text, f"{row}/{column}")

    return number


def rounded(value: float, decimals: int) -> Decimal:
    """The number rounded half up (away from zero) to `decimals` places."""
    exact = Decimal(f"{value:.{_SIGNIFICANT_FIGURES}g}")
    return exact.quantize(Decimal(1).scaleb(-decimals), context=_HALF_UP)


@lru_cache(maxsize=50_000)  # Most numbers of an edition stand on several pages.
def decimal(value: float, decimals: int) -> str:
    """The number with `decimals` places and thousands separators; an en dash if it is not finite."""
    if not math.isfinite(value):
        return NOT_A_NUMBER
    number = rounded(value, decimals)
    sign = MINUS if number < 0 else ""
    return f"{sign}{abs(number):,}"


def whole(value: float) -> str:
    """The number without decimal places, with thousands separators."""
    return decimal(value, 0)


def count_in_print(count: float) -> str:
    """A count of people, whole; a time lived or an expected number with one decimal place."""
    return decimal(count, 0 if float(count).is_integer() else 1)


def percent(value: float, decimals: int) -> str:
    """The number, already in per cent, with its sign: '2.2%'."""
    return decimal(value, decimals) + "%" if math.isfinite(value) else NOT_A_NUMBER


def small(value: float, decimals: int) -> str:
    """A number above 0 that is never printed as 0: '2.10', 'less than 0.01'."""
    least = Decimal(1).scaleb(-decimals)
    return f"{LESS_THAN}{least}" if 0 < value < least else decimal(value, decimals)


def p_value(value: float) -> str:
    """A p-value for a sentence: '0.13', '0.013', 'less than 0.001'.

    Two decimal places, three below 0.1, and as many more as keep it on its own side of 0.05: 0.04996 is
    '0.04996', not '0.05'.
    """
    if not math.isfinite(value):
        return NOT_A_NUMBER
    if value < 0.001:
        return f"{LESS_THAN}0.001"
    places = 3 if value < 0.1 else 2
    while (value < 0.05) != (rounded(value, places) < Decimal("0.05")):
        places += 1
    return decimal(value, places)
