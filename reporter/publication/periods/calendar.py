"""The calendar of a publication: when its years begin, which labels fit, and what its steps are called."""

from __future__ import annotations

from typing import Literal

from reporter.publication.indicator import Record
from reporter.publication.periods.steps import FORMS, MONTHS, Form, ends_of, form_of, is_window

StepName = Literal["year", "financial year", "academic year", "quarter", "month", "window"]
"""What a single period of the counts is called, as the key of its words."""

_FIRST_MONTH = {"calendar": 1, "financial": 4, "academic": 9}
_YEARS: dict[str, StepName] = {
    "calendar": "year",
    "financial": "financial year",
    "academic": "academic year",
}


class Calendar(Record):
    """The calendar by which periods are counted."""

    calendar: Literal["calendar", "financial", "academic"] = "calendar"
    """The years that periods are counted by: 'calendar' years, 'financial' years from April to March, or
    'academic' years from September to August."""

    @property
    def forms(self) -> tuple[Form, ...]:
        """The forms that labels can have: years and quarters of this calendar, and months."""
        is_split = self.calendar != "calendar"
        return tuple(form for form in FORMS if form.is_split == is_split or form.per_year == MONTHS)

    @property
    def expected(self) -> str:
        """What a period is expected to be, for messages."""
        examples = ", ".join(form.example for form in self.forms[:-1])
        first = self.forms[0].example
        later = "2023/24" if self.forms[0].is_split else "2023"
        return f"a period such as {examples}, {self.forms[-1].example} or {first} to {later}"

    def step_name(self, number: int) -> StepName:
        """What a step is called; a window is called so whatever its steps are."""
        if is_window(number):
            return "window"
        form = form_of(number)
        if form.per_year > 1:
            return "month" if form.per_year == MONTHS else "quarter"
        return _YEARS[self.calendar]

    def months_of(self, number: int) -> int:
        """How many months a step has."""
        return MONTHS // form_of(number).per_year

    def end_in_months(self, number: int) -> int:
        """Months from the beginning of the calendar year 0 to the end of a step or window."""
        last = ends_of(number)[1]
        form = form_of(last)
        months = (last + 1 - form.origin) * (MONTHS // form.per_year)
        return months if form.per_year == MONTHS else months + _FIRST_MONTH[self.calendar] - 1
