"""A period: one step of time, such as a year or a quarter, or several consecutive ones, on one basis."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reporter.publication.periods.steps import FORMS, form_of, is_window, label_of, step_of, window


class Period(NamedTuple):
    """Consecutive steps counted on one basis; `steps` says which number a step has.

    Attributes:
        first_year: the first step; a calendar year is its own number.
        last_year: the last step, the same for a single one.
        basis: how events are counted, such as 'occurring' or 'registered'.
    """

    first_year: int
    last_year: int
    basis: str

    @property
    def years(self) -> tuple[int, ...]:
        """All steps of the period."""
        return tuple(range(self.first_year, self.last_year + 1))

    @property
    def is_single_year(self) -> bool:
        """Whether the period is one step."""
        return self.first_year == self.last_year

    @property
    def label(self) -> str:
        """The period as text: '2022', '2020 to 2022', '2022/23', '2022 Q1 to 2022 Q4'."""
        return label_of(window_number(self))


def window_number(period: Period) -> int:
    """The number of a period: that of its step, or of the window that it would be in a file of counts."""
    return window(period.first_year, period.last_year)


def is_calendar_year(period: Period) -> bool:
    """Whether a period is one calendar year, by which targets and breaks are told."""
    return period.is_single_year and form_of(period.first_year) == FORMS[0]


def period_of(label: str, basis: str) -> Period | None:
    """The period with a label such as '2022' or '2018/19 to 2020/21'; None for any other label.

    Both ends are of one form, and the last is after the first.
    """
    first, separator, last = label.partition(" to ")
    ends = step_of(first), step_of(last if separator else first)
    if ends[0] is None or ends[1] is None or form_of(ends[0]) != form_of(ends[1]):
        return None
    if ends[1] < ends[0] or (separator and ends[1] == ends[0]):
        return None
    return Period(ends[0], ends[1], basis)


def pools(first_year: int, last_year: int, length: int, basis: str) -> tuple[Period, ...]:
    """Every period of `length` consecutive steps within the given ones, earliest first."""
    starts = range(first_year, last_year - length + 2)
    return tuple(Period(start, start + length - 1, basis) for start in starts)


def years_in_words(years: Sequence[int]) -> str:
    """Sorted steps as runs: '2010 to 2013, 2016'; windows one by one; empty for none."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if runs and year == runs[-1][1] + 1 and not is_window(year):
            runs[-1] = runs[-1][0], year
        else:
            runs.append((year, year))
    return ", ".join(label_of(window(*run)) for run in runs)
