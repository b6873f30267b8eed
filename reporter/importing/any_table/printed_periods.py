"""Labels of periods from the forms in which sources print them.

A form that can mean two things ('2010-11': a year of two calendar years, or November 2010) is told by other
periods of the file where one of them can mean one thing only, and is refused otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from reporter.importing.months import MONTHS
from reporter.publication.periods import period_of

Reading: TypeAlias = Literal["years", "split", "months"]
"""Meaning of two numbers such as 2010-11: calendar years 2010 to 2011, the year 2010/11, or November 2010."""

READINGS: tuple[Reading, ...] = ("years", "split", "months")
LONGEST = 20
"""The ends of a period are less than this many years apart: '2018 - 16' is not 2018 to 2116."""

_MONTH = rf"({'|'.join(MONTHS)})[a-z]*\.?"
_DASH = r"(?:-|\N{EN DASH}|\N{EM DASH}|to)"
_SPLIT = re.compile(r"([1-9]\d{3})/(\d{4}|\d{2})")
_TWO_NUMBERS = re.compile(rf"([1-9]\d{{3}})( ?){_DASH}( ?)(\d{{4}}|\d{{2}})")
_QUARTER = re.compile(r"(?:(.+?)[ -]?q(?:uarter|tr)? ?([1-4]))|(?:q(?:uarter|tr)? ?([1-4])[ ,-]*(.+))")
_MONTH_YEAR = re.compile(rf"(?:{_MONTH}[ -]?([1-9]\d{{3}}|\d\d))|(?:([1-9]\d{{3}})[ -]?{_MONTH})")
_MONTH_RANGE = re.compile(rf"{_MONTH} ?([1-9]\d{{3}})? ?{_DASH} ?{_MONTH} ?([1-9]\d{{3}})")
_YEAR_ENDING = re.compile(rf"(?:year|12 months) (?:ending|ended|to) (?:\d{{1,2}} )?{_MONTH} ([1-9]\d{{3}})")
_NOTE = re.compile(r"\s*\[note ?\d+\]", re.IGNORECASE)
_ENDS = re.compile(rf" {_DASH} |(?<=/\d\d){_DASH}(?=\d)")


def on_one_line(text: str) -> str:
    """A text on one line, without marks of notes such as '[note 3]'."""
    return " ".join(_NOTE.sub("", text).split())


def labels(text: str) -> dict[Reading | None, str]:
    """The labels that a printed period can have, by what its numbers mean; one, by None, where it is plain.

    Empty for a text that is no period.
    """
    text = on_one_line(text)
    if period_of(text, ""):
        # A month as the product writes it can be a year of two calendar years as sources print it.
        return _of_two_numbers(text) if re.fullmatch(r"\d{4}-\d\d", text) else {None: text}
    text = text.lower().removeprefix("fy").strip()
    for form in (_split_year, _quarter, _months):
        if (label := form(text)) and period_of(label, ""):
            return {None: label}
    found = _of_two_numbers(text)
    return found or _range(text)


def readings_of(texts: Iterable[str]) -> set[Reading]:
    """Meanings that the two numbers of all periods of a file can have, where any can mean several things."""
    possible = set(READINGS)
    for text in texts:
        found = labels(text)
        if found and None not in found:
            possible &= {reading for reading in found if reading is not None}
    return possible


def _split_year(text: str) -> str | None:
    found = _SPLIT.fullmatch(text)
    return f"{found[1]}/{found[2][-2:]}" if found and _follows(int(found[1]), found[2]) else None


def _follows(year: int, end: str) -> bool:
    return end in (str(year + 1), f"{(year + 1) % 100:02}")


def _quarter(text: str) -> str | None:
    """A quarter: '2022 Q1', 'Q1 2022/23', 'Quarter 1 2013/14', '2022-23 Q1'."""
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    year = (found[1] or found[4]).strip()
    if two := _TWO_NUMBERS.fullmatch(year):
        year = f"{two[1]}/{two[4]}"
    year = year if re.fullmatch(r"[1-9]\d{3}", year) else _split_year(year) or ""
    return f"{year} Q{found[2] or found[3]}"


def _months(text: str) -> str | None:
    """A month or several: 'May 2022', 'May-22', 'January to March 2022', 'year ending March 2022'."""
    if found := _MONTH_YEAR.fullmatch(text):
        year = found[2] or found[3]
        return f"{year if len(year) == 4 else '20' + year}-{_number(found[1] or found[4]):02}"
    if found := _YEAR_ENDING.fullmatch(text):
        last = 12 * int(found[2]) + _number(found[1]) - 1
        return _of_months(last - 11, last)
    if found := _MONTH_RANGE.fullmatch(text):
        last = 12 * int(found[4]) + _number(found[3]) - 1
        return _of_months(12 * int(found[2] or found[4]) + _number(found[1]) - 1, last)
    return None


def _number(month: str) -> int:
    return MONTHS.index(month) + 1


def _of_months(first: int, last: int) -> str:
    """The label of months, counted from the year 0: a year or quarter where they are one."""
    (year, start), length = divmod(first, 12), last - first + 1
    if length == 12 and start == 0:
        return str(year)
    if length == 12 and start in (3, 8):
        return f"{year}/{(year + 1) % 100:02}"
    if length == 3 and start % 3 == 0:
        return f"{year} Q{start // 3 + 1}"
    ends = [f"{each // 12}-{each % 12 + 1:02}" for each in (first, last)]
    return " to ".join(ends)


def _of_two_numbers(text: str) -> dict[Reading | None, str]:
    found = _TWO_NUMBERS.fullmatch(text)
    if not found:
        return {}
    year, end = int(found[1]), found[4]
    last = int(end) if len(end) == 4 else year - year % 100 + int(end)
    last += 100 if len(end) == 2 and last < year else 0
    possible: dict[Reading | None, str] = {}
    if year < last < year + LONGEST:
        possible["years"] = f"{year} to {last}"
    if _follows(year, end):
        possible["split"] = f"{year}/{end[-2:]}"
    if len(end) == 2 and not found[2] and "01" <= end <= "12":
        possible["months"] = f"{year}-{end}"
    # Without spaces, two years in a row are written so of a year that runs from one into the next.
    if "split" in possible and not found[2] and len(end) == 2:
        possible.pop("years", None)
    return {None: next(iter(possible.values()))} if list(possible) == ["years"] else possible


def _range(text: str) -> dict[Reading | None, str]:
    """Several years or quarters: '2018/19 - 20/21', '2018/19-2020/21', '2021 Q1 to 2021 Q4'."""
    ends = _ENDS.split(text)
    if len(ends) != 2:
        return {}
    first, last = ends
    century = first[:2]
    if re.fullmatch(r"\d\d/\d\d", last):
        last = f"{century}{last}"
        last = f"{int(century) + 1}{ends[1]}" if last[:4] < first[:4] else last
    of_ends = [_one(each) for each in (first, last)]
    label = " to ".join(filter(None, of_ends))
    return {None: label} if None not in of_ends and period_of(label, "") else {}


def _one(text: str) -> str | None:
    return (
        text.upper() if period_of(text.upper(), "") else _split_year(text) or _quarter(text) or _months(text)
    )


def period_in(heading: str) -> str | None:
    """The printed period within a heading such as 'Births 2013' or 'Births (2013/14)'; None without one."""
    if labels(heading):
        return heading
    parts = heading.replace("(", " ").replace(")", " ").replace(",", " ").replace(":", " ").split()
    spans = [(first, last) for first in range(len(parts)) for last in range(first + 1, len(parts) + 1)]
    for first, last in sorted(spans, key=lambda span: span[0] - span[1]):
        if labels(" ".join(parts[first:last])):
            return " ".join(parts[first:last])
    return None


def expected() -> Iterator[str]:
    """Examples of what can be read, for messages."""
    yield from ("2022", "2022/23", "2022 Q1", "Q1 2022/23", "May 2022", "2019 - 21", "2018/19 - 20/21")
