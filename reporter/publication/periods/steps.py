"""Steps of time as whole numbers: years, quarters and months in order, each form in a range of its own.

A calendar year is its own number. Any other step is the origin of its form and its place in the count of such
steps, so that the next step is always one more, no two forms share a number, and a number says its label.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple


class Form(NamedTuple):
    """A form of step, by the form of its label.

    Attributes:
        name: the form in words, such as 'month'.
        origin: the number of the step that would begin the year 0.
        per_year: how many steps a year has.
        is_split: whether its years run from one calendar year into the next, as 2022/23 does.
        example: a label.
        pattern: the regular expression of its labels.
    """

    name: str
    origin: int
    per_year: int
    is_split: bool
    example: str
    pattern: str


MONTHS = 12
"""Months of a year, and so the steps of a year that is counted by months."""

_YEAR = r"(?P<year>[1-9][0-9]{3})"
_SPLIT = _YEAR + "/(?P<end>[0-9]{2})"
_QUARTER = " Q(?P<part>[1-4])"

FORMS = (
    Form("year", 0, 1, False, "2022", _YEAR),
    Form("year of two calendar years", 100_000, 1, True, "2022/23", _SPLIT),
    Form("quarter", 200_000, 4, False, "2022 Q1", _YEAR + _QUARTER),
    Form("quarter of a year of two calendar years", 300_000, 4, True, "2022/23 Q1", _SPLIT + _QUARTER),
    Form("month", 400_000, MONTHS, False, "2022-05", _YEAR + "-(?P<part>0[1-9]|1[0-2])"),
)
"""The forms, each from its origin to that of the next."""

_WINDOW = 1_000_000
"""A window of several steps that a source has counted together is its first step and this for each more."""


def form_of(step: int) -> Form:
    """The form of a step, or of the steps of a window."""
    first, _ = ends_of(step)
    return next(form for form in reversed(FORMS) if form.origin <= first)


def step_of(label: str) -> int | None:
    """The step with a label such as '2022', '2022/23', '2022 Q1' or '2022-05'; None for any other label."""
    for form in FORMS:
        if found := re.fullmatch(form.pattern, label):
            said = found.groupdict()
            year = int(said["year"])
            if form.is_split and int(said["end"]) != (year + 1) % 100:
                return None
            return form.origin + form.per_year * year + int(said.get("part") or 1) - 1
    return None


@cache
def label_of(number: int) -> str:
    """The label of a step, or of a window: '2022/23', '2018/19 to 2020/21'."""
    first, last = ends_of(number)
    return _label(first) if first == last else f"{_label(first)} to {_label(last)}"


def _label(step: int) -> str:
    form = form_of(step)
    year, part = divmod(step - form.origin, form.per_year)
    text = f"{year}/{(year + 1) % 100:02}" if form.is_split else str(year)
    if form.per_year == 1:
        return text
    return f"{text}-{part + 1:02}" if form.per_year == MONTHS else f"{text} Q{part + 1}"


def window(first: int, last: int) -> int:
    """The number of a window from its first step to its last; a single step is its own number."""
    return first + _WINDOW * (last - first)


def ends_of(number: int) -> tuple[int, int]:
    """The first and the last step of a window; of a step the step itself."""
    more, first = divmod(number, _WINDOW)
    return first, first + more


def year_of(number: int) -> int:
    """The year with which a label begins: 2022 for 2022, 2022/23, 2022 Q3, 2022-05 and 2022 to 2024."""
    first, _ = ends_of(number)
    form = form_of(first)
    return (first - form.origin) // form.per_year


def is_window(number: int) -> bool:
    """Whether a number is that of a window of several steps."""
    return number >= _WINDOW


def in_years(number: int) -> float:
    """Time of a step, or of the middle of a window, in years; the difference of two is their distance."""
    first, last = ends_of(number)
    form = form_of(first)
    return ((first + last) / 2 - form.origin) / form.per_year
