"""Counts and signs from the cells of a table."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from reporter.importing.any_table.request import BLANK, TableRequest
from reporter.publication.units import DENOMINATOR_PLACES

_NUMBER = re.compile(r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?")
_MOST_DIGITS = 12


class NoCountError(ValueError):
    """A cell that is no count; the arguments are what is wrong and what was expected."""


def count_of(text: str, name: str, request: TableRequest) -> str | None:
    """The text of a cell in the counts file; None where the table does not have the count.

    Thousands separators are left out, as are decimals that are 0. A count that the source withholds keeps its
    sign, so that the settings say what it stands for (`[data.withheld]`).

    Args:
        text: the cell, without spaces around it.
        name: name of the count.
        request: what signs stand for, and how many decimal places are kept.

    Raises:
        NoCountError: the cell is no count, or a sign of which nothing is said.
    """
    meaning = request.markers.get(text or BLANK)
    if meaning == "zero":
        return "0"
    if meaning == "missing":
        return None
    if meaning is not None:
        return sign_in_counts(text, meaning)
    if not _NUMBER.fullmatch(text):
        shown = f"'{text}'" if text else "empty"
        if re.fullmatch(r"-\d.*", text):
            raise NoCountError(f"{name} is {shown}", "0 or more")
        if text.endswith("%"):
            raise NoCountError(f"{name} is {shown}", "a count: percentages are worked out, not taken")
        sign = text or BLANK
        expected = f'a count, or --marker "{sign}=zero", "{sign}=missing" or an interval such as "{sign}=1-4"'
        raise NoCountError(f"{name} is {shown}", expected)
    number = Decimal(re.sub("[, ]", "", text))
    if name in request.decimals:
        number = number.quantize(Decimal(1).scaleb(-request.decimals[name]), ROUND_HALF_UP)
    plain = f"{number:f}"
    plain = plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0") or "0"
    whole, _, decimals = plain.partition(".")
    if len(whole) > _MOST_DIGITS:
        raise NoCountError(f"{name} is '{text}'", f"a number of at most {_MOST_DIGITS} digits")
    if len(decimals) > DENOMINATOR_PLACES:
        expected = f'at most {DENOMINATOR_PLACES} decimal places, or --decimals "{name}={DENOMINATOR_PLACES}"'
        raise NoCountError(f"{name} is '{text}'", f"{expected} to round it")
    return plain


def sign_in_counts(text: str, interval: tuple[int, int]) -> str:
    """The sign of an interval in the counts file: the source's own, unless it looks like a count."""
    return f"{interval[0]}-{interval[1]}" if not text or _NUMBER.fullmatch(text) else text
