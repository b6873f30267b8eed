"""Periods: steps of time such as years, quarters and months, several of them together, and their labels."""

from reporter.publication.periods.calendar import Calendar, StepName
from reporter.publication.periods.period import (
    Period,
    is_calendar_year,
    period_of,
    pools,
    window_number,
    years_in_words,
)
from reporter.publication.periods.steps import (
    FORMS,
    MONTHS,
    Form,
    ends_of,
    form_of,
    in_years,
    is_window,
    label_of,
    step_of,
    window,
    year_of,
)

__all__ = [
    "FORMS",
    "MONTHS",
    "Calendar",
    "Form",
    "Period",
    "StepName",
    "ends_of",
    "form_of",
    "in_years",
    "is_calendar_year",
    "is_window",
    "label_of",
    "period_of",
    "pools",
    "step_of",
    "window",
    "window_number",
    "year_of",
    "years_in_words",
]
