"""Tables of other producers: pools of years, categories, rounding and marks; every problem with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.counts.files.public_tables import PublicRow, read_public_table
from reporter.errors import InputError
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.periods import Period

COLUMNS = frozenset({"births", "events"})
NOTHING: frozenset[str] = frozenset()


def read(tmp_path: Path, text: str, rounded_to: int = 1) -> list[PublicRow]:
    file = tmp_path / "known.csv"
    file.write_text(text, "utf-8")
    return read_public_table(file, COLUMNS, rounded_to)


def problems(tmp_path: Path, text: str, rounded_to: int = 1) -> list[str]:
    with pytest.raises(InputError) as refused:
        read(tmp_path, text, rounded_to)
    return [str(each).removeprefix(f"{tmp_path}/") for each in refused.value.problems]


def test_rows_count_a_year_a_period_or_from_year_to_year(tmp_path: Path) -> None:
    text = (
        "area_code,basis,year,period,first_year,last_year,events,other\n"
        "A,occurring,2020,,,,3,x\n"
        "A,occurring,,2019 to 2021,,,9,x\n"
        "A,occurring,,,2018,2019,,x\n"
    )
    assert read(tmp_path, text) == [
        PublicRow("A", Period(2020, 2020, "occurring"), EVERYONE, {"events": 3}, NOTHING),
        PublicRow("A", Period(2019, 2021, "occurring"), EVERYONE, {"events": 9}, NOTHING),
        PublicRow("A", Period(2018, 2019, "occurring"), EVERYONE, {}, NOTHING),
    ]


def test_rows_count_a_category_and_marks_stand_for_withheld_counts(tmp_path: Path) -> None:
    text = "area_code,year,basis,breakdown,category,births,events\nA,2020,occurring,sex,f,100,[c]\n"
    sex = Category("sex", "f")
    period = Period(2020, 2020, "occurring")
    assert read(tmp_path, text) == [PublicRow("A", period, sex, {"births": 100}, frozenset({"events"}))]


@pytest.mark.parametrize(
    ("text", "rounded_to", "expected"),
    [
        ("area_code,basis,events\nA,occurring,1\n", 1, "known.csv:1: no column says of which years"),
        ("area_code,basis,period,events\nA,occurring,spring,1\n", 1, "known.csv:2: year is 'spring'"),
        (
            "area_code,basis,first_year,last_year,events\nA,occurring,2021,2020,1\n",
            1,
            "known.csv:2: the years are '2021' and '2020'",
        ),
        ("area_code,basis,year,events\nA,occurring,2020,13\n", 5, "known.csv:2: events is '13'"),
        ("area_code,basis,year,events\nA,occurring,2020,1-2\n", 1, "known.csv:2: events is '1-2'"),
        (
            "area_code,basis,year,events\nA,occurring,2020,1\nA,occurring,2020,1\n",
            1,
            "known.csv:3: A, occurring 2020",
        ),
    ],
)
def test_every_problem_is_told_by_its_line(tmp_path: Path, text: str, rounded_to: int, expected: str) -> None:
    assert any(each.startswith(expected) for each in problems(tmp_path, text, rounded_to))


def test_pools_that_begin_in_the_same_year_are_rows_of_their_own(tmp_path: Path) -> None:
    text = "area_code,basis,period,events\nA,occurring,2019 to 2020,1\nA,occurring,2019 to 2021,2\n"
    assert len(read(tmp_path, text)) == 2
