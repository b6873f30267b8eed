"""The column of a file of counts that says when: `year`, or `period` in place of it."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from reporter.errors import Problem
from reporter.publication.periods import (
    FORMS,
    Calendar,
    form_of,
    is_window,
    label_of,
    period_of,
    step_of,
    window_number,
)
from reporter.records.csv_file import CsvTable

YEAR, PERIOD = "year", "period"
"""The column, and the one that a file may have in its place."""

CALENDAR_YEARS = Calendar()
"""The calendar of counts that state none."""


class TimeColumn:
    """The periods of the rows of a file, as the numbers of steps and windows.

    Args:
        table: the file, with a column `year` or `period`.
        calendar: the calendar of its periods; None where the column `year` holds steps of any form.

    Attributes:
        name: the name of the column.
        text: its cells.
        numbers: the number of each, 0 where it has none; int64.
        expected: what was expected in place of each cell that is refused, missing elsewhere.
    """

    def __init__(self, table: CsvTable, calendar: Calendar | None) -> None:
        self.name = PERIOD if PERIOD in table.cells and calendar is not None else YEAR
        self.text: pd.Series[str] = table.cells[self.name]
        self._calendar = calendar
        numbers = {str(label): self._number(str(label)) for label in self.text.unique()}
        first = next(filter(None, numbers.values()), 0)
        refused = {label: self._expected(number, first) for label, number in numbers.items()}
        self.numbers = self.text.map(numbers).astype("int64")
        self.expected = pd.Series(
            [refused[label] for label in self.text], index=self.text.index, dtype=object
        )

    def _number(self, label: str) -> int:
        """The number of a label that the column may hold; 0 for another."""
        if self._calendar is None:
            return step_of(label) or 0
        found = period_of(label, "")
        forms = self._calendar.forms if self.name == PERIOD else FORMS[:1]
        if found is None or form_of(found.first_year) not in forms:
            return 0
        return window_number(found) if self.name == PERIOD or found.is_single_year else 0

    def _expected(self, number: int, first: int) -> str | None:
        """What was expected in place of a number, beside the first that could be read; None for nothing."""
        if number == 0:
            return "a year such as 2022" if self.name == YEAR else calendar_words(self._calendar)
        other = form_of(number) != form_of(first) or is_window(number) != is_window(first)
        if self.name == PERIOD and other:
            return f"a period of the form of {label_of(first)}, as in the rows before"
        return None


def calendar_words(calendar: Calendar | None) -> str:
    """What a period is expected to be, for messages, and which calendar says so."""
    calendar = calendar or CALENDAR_YEARS
    return f"{calendar.expected}; calendar is '{calendar.calendar}' in [periods]"


def wrong_columns(table: CsvTable, calendar: Calendar) -> Iterator[Problem]:
    """The problem of a file with both columns, or with years where another calendar counts periods."""
    if {YEAR, PERIOD} <= set(table.cells):
        message = f"the columns '{YEAR}' and '{PERIOD}' are both there"
        yield Problem(table.file, table.header, message, "one of them")
    elif PERIOD not in table.cells and calendar.calendar != CALENDAR_YEARS.calendar:
        message = f"the column '{YEAR}' holds calendar years, and calendar is '{calendar.calendar}'"
        expected = f"the column '{PERIOD}' in its place, such as {calendar.forms[0].example}"
        yield Problem(table.file, table.header, message, expected)
