"""Whether an area existed in a period: areas open, close and are replaced by others within a series."""

from __future__ import annotations

import datetime as dt

from reporter.publication.areas import Area
from reporter.publication.periods import Calendar, ends_of


def first_and_last_day(number: int, calendar: Calendar) -> tuple[dt.date, dt.date]:
    """The first and the last day of a step, or of a window.

    Args:
        number: the number of the step or window.
        calendar: the calendar of the publication.
    """
    first, _ = ends_of(number)
    return _first_day(calendar.end_in_months(first) - calendar.months_of(first)), _first_day(
        calendar.end_in_months(number)
    ) - dt.timedelta(days=1)


def existed(area: Area, number: int, calendar: Calendar) -> bool:
    """Whether an area existed on any day of a step, or of a window.

    Args:
        area: the area.
        number: the number of the step or window.
        calendar: the calendar of the publication.
    """
    if not area.opened_or_closed:
        return True
    first, last = first_and_last_day(number, calendar)
    opened, closed = area.valid_from or dt.date.min, area.valid_to or dt.date.max
    return opened <= last and first <= closed


def _first_day(months: int) -> dt.date:
    """The first day of a month, by its number of months from the beginning of the calendar year 0."""
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, 1)
