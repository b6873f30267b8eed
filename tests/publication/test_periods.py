"""Periods: every label is one number, numbers are in order of time, and the settings name both."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.publication import loading
from reporter.publication.periods import (
    FORMS,
    Calendar,
    ends_of,
    form_of,
    in_years,
    label_of,
    period_of,
    step_of,
    window,
    window_number,
    year_of,
    years_in_words,
)
from tests.publications.texts import FILES, changed, write_files

steps = st.sampled_from(FORMS).flatmap(
    lambda form: st.integers(form.origin + form.per_year * 1000, form.origin + form.per_year * 9998)
)


@given(steps, st.integers(0, 30))
def test_a_label_and_a_number_say_the_same(first: int, more: int) -> None:
    number = window(first, first + more)
    assert ends_of(number) == (first, first + more)
    period = period_of(label_of(number), "occurring")
    assert period is not None
    assert window_number(period) == number
    assert period.label == label_of(number)
    assert form_of(number) == form_of(first)


@pytest.mark.parametrize(
    ("label", "year", "middle"),
    [
        ("2022", 2022, 2022.0),
        ("2022/23", 2022, 2022.0),
        ("1999/00", 1999, 1999.0),
        ("2022 Q3", 2022, 2022.5),
        ("2022/23 Q2", 2022, 2022.25),
        ("2022-07", 2022, 2022.5),
    ],
)
def test_time_in_years(label: str, year: int, middle: float) -> None:
    """The distance of two steps is their difference: half a year from Q1 to Q3, from January to July."""
    step = step_of(label)
    assert step is not None
    assert (year_of(step), in_years(step)) == (year, middle)


@pytest.mark.parametrize(
    "label",
    [
        *("", "22", "2022/24", "2022/2023", "2022 Q5", "2022 Q0", "2022Q1", "2022-13", "2022-00", "2022-5"),
        *("2021 to 2019", "2021 to 2021", "2021 to 2022 Q1", "2021/22 to 2023", "2019 - 2021", "2019 to "),
    ],
)
def test_what_is_no_period(label: str) -> None:
    assert period_of(label, "") is None


def test_steps_in_words() -> None:
    quarters = [step for label in ("2021 Q4", "2022 Q1", "2022 Q3") if (step := step_of(label))]
    windows = [window(2018, 2020), window(2019, 2021)]
    assert years_in_words([2010, 2011, 2012, 2016]) == "2010 to 2012, 2016"
    assert years_in_words(quarters) == "2021 Q4 to 2022 Q1, 2022 Q3"
    assert years_in_words(windows) == "2018 to 2020, 2019 to 2021"


@pytest.mark.parametrize(
    ("calendar", "label", "year", "month"),
    [
        ("calendar", "2022", 2023, 1),
        ("financial", "2022/23", 2023, 4),
        ("academic", "2022/23", 2023, 9),
        ("calendar", "2022 Q1", 2022, 4),
        ("financial", "2022/23 Q4", 2023, 4),
        ("academic", "2022/23 Q2", 2023, 3),
        ("financial", "2022-12", 2023, 1),
        ("financial", "2018/19 to 2020/21", 2021, 4),
    ],
)
def test_the_month_after_a_period(calendar: str, label: str, year: int, month: int) -> None:
    period = period_of(label, "")
    assert period is not None
    end = Calendar.model_validate({"calendar": calendar}).end_in_months(window_number(period))
    assert end == 12 * year + month - 1


SHOWN = "first_year = 2021\nlast_year = 2022\npools = [2]"


def refused(folder: Path, text: str) -> list[str]:
    """The problems of the settings with other periods in the first block."""
    files = changed("publication.toml", (SHOWN, text))
    with pytest.raises(InputError) as found:
        loading.load(write_files(folder, files))
    return [str(each).removeprefix(f"{folder}/publication.toml:") for each in found.value.problems]


PERIOD = "a period such as 2022/23, 2022 Q1, 2022-05 or 2019 to 2021, its end after its start"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'first_period = "2022 Q5"\nlast_period = "2022 Q4"',
            [f"38: 'first_period' in [[show]] 1 is '2022 Q5', expected {PERIOD}"],
        ),
        (
            'first_period = "2022/23"\nlast_period = "2022 Q4"',
            ["39: 'last_period' in [[show]] 1 is '2022 Q4', expected a period of the form of 2022/23"],
        ),
        (
            'first_period = "2022 Q2"\nlast_period = "2022 Q1"',
            ["39: 'last_period' in [[show]] 1 is 2022 Q1, expected first_period (2022 Q2) or later"],
        ),
        (
            'first_year = 2021\nfirst_period = "2021"\nlast_year = 2022',
            ["39: 'first_period' in [[show]] 1 is '2021' beside first_year, expected one of them"],
        ),
        (
            'first_period = "2019 to 2021"\nlast_period = "2020 to 2022"\npools = [2]',
            [
                "40: 'pools' in [[show]] 1 is 2, expected no pools: the periods of the source are several "
                "steps together already"
            ],
        ),
        (
            'first_period = "2020/21"\nlast_period = "2022/23"',
            [
                f"{line}: '{side}_period' in [[show]] 1 is {label}, expected a period such as 2022, 2022 Q1, "
                "2022-05 or 2022 to 2023, since calendar is 'calendar' in [periods]"
                for line, side, label in ((38, "first", "2020/21"), (39, "last", "2022/23"))
            ],
        ),
    ],
)
def test_a_wrong_period_of_a_block(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert FILES["publication.toml"].count(SHOWN) == 1
    assert refused(tmp_path, text) == expected


def test_an_unknown_calendar(tmp_path: Path) -> None:
    files = changed("publication.toml", ("[disclosure]", '[periods]\ncalendar = "fiscal"\n\n[disclosure]'))
    with pytest.raises(InputError) as found:
        loading.load(write_files(tmp_path, files))
    (problem,) = found.value.problems
    assert problem.message == "'calendar' in [periods] is the text 'fiscal'"
    assert problem.expected == "one of 'calendar', 'financial' or 'academic'"


def test_targets_and_breaks_are_told_by_calendar_year(tmp_path: Path) -> None:
    """Which quarter of 2020 a break is in, nobody says; so no such record goes with quarters."""
    target = '\n[target]\nvalue = 2\nfrom_year = 2010\nyear = 2025\nsource = "A plan"\n'
    files = changed("publication.toml", (SHOWN, 'first_period = "2021 Q1"\nlast_period = "2022 Q4"'))
    files["late.toml"] = FILES["late.toml"] + '\n[[breaks]]\nyear = 2015\nwhat = "A law"\n' + target
    with pytest.raises(InputError) as found:
        loading.load(write_files(tmp_path, files))
    said = [str(problem).partition(": ")[2] for problem in found.value.problems]
    expected = "expected none: its years are calendar years, and the periods shown are such as 2022 Q4"
    assert said == [f"'{name}' is there, {expected}" for name in ("breaks", "target")]
