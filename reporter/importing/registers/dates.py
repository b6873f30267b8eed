"""Dates written as text, in the usual forms: as an expression on any engine, and of one text.

The forms are 2022-05-31, 20220531, 31/05/2022 (also with . or -) and 31-May-2022, each with a time of day or
without. Of 05/04/2022 nobody can tell which number is the month: it is a date only where the order is said.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, TypeAlias

import ibis
import ibis.expr.types as ir

from reporter.importing.months import MONTHS

DateOrder: TypeAlias = Literal["day-month", "month-day"]
"""Order of the two numbers of 05/04/2022: day and month, or month and day."""

_TIME = r"([ t][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?z?)? *$"
_ISO = "^ *([1-9][0-9]{3})-([0-9]{2})-([0-9]{2})" + _TIME
_COMPACT = "^ *([1-9][0-9]{3})([0-9]{2})([0-9]{2}) *$"
_NUMBERS = "^ *([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([1-9][0-9]{3})" + _TIME
_NAMED = f"^ *([0-9]{{1,2}})[ -]({'|'.join(MONTHS)})[a-z]*[ -]([1-9][0-9]{{3}}){_TIME}"
_PLAIN = "^ *[1-9][0-9]{3}-[0-9]{2}-[0-9]{2} *$"
"""The form that engines read by themselves, which costs a fraction of the others."""


def as_date(cell: ir.StringValue, order: DateOrder | None) -> ir.DateValue:
    """The date of a text; missing where it is none, or where its order is neither said nor plain."""
    text = cell.lower()

    def part(pattern: str, group: int) -> ir.StringValue:
        return text.re_extract(pattern, group).lpad(2, "0")

    def joined(year: ir.StringValue, month: ir.StringValue, day: ir.StringValue) -> ir.StringValue:
        return year.concat("-", month, "-", day)

    month = part(_NAMED, 2).cases(*((name, f"{number:02}") for number, name in enumerate(MONTHS, 1)))
    first, second, year = (part(_NUMBERS, group) for group in (1, 2, 3))
    by_day, by_month = joined(year, second, first), joined(year, first, second)
    either = ibis.cases((first > "12", by_day), (second > "12", by_month), (first == second, by_day))
    iso = ibis.cases(
        (text.re_search(_ISO), joined(*(part(_ISO, group) for group in (1, 2, 3)))),
        (text.re_search(_COMPACT), joined(*(part(_COMPACT, group) for group in (1, 2, 3)))),
        (text.re_search(_NUMBERS), {"day-month": by_day, "month-day": by_month}.get(order or "", either)),
        (text.re_search(_NAMED), joined(part(_NAMED, 3), month, part(_NAMED, 1))),
    )
    return ibis.ifelse(cell.re_search(_PLAIN), cell, iso).try_cast("date")


def possible_dates(text: str, order: DateOrder | None) -> set[dt.date]:
    """The dates that a text can be: none, one, or two where the order of its numbers decides."""
    text = text.lower()
    if found := re.search(_ISO, text) or re.search(_COMPACT, text):
        given = [(found[1], found[2], found[3])]
    elif found := re.search(_NUMBERS, text):
        of_order = {"day-month": (found[3], found[2], found[1]), "month-day": (found[3], found[1], found[2])}
        given = [of_order[order]] if order else list(of_order.values())
    elif found := re.search(_NAMED, text):
        given = [(found[3], str(MONTHS.index(found[2]) + 1), found[1])]
    else:
        given = []
    return {date for each in given if (date := _date(*map(int, each)))}


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
