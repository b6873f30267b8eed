"""Counts by a column `period`: every calendar is read, and every problem has its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reporter.counts.files.counts_file import read_counts
from reporter.counts.table import Counts
from reporter.publication.areas import Area, Areas
from reporter.publication.periods import Calendar, label_of
from tests.publications import EVENTS

AREAS = Areas.of(
    [Area("N", "Nation", "nation"), *(Area(code, code, "network", ("N",)) for code in ("A", "B"))]
)


def read(
    tmp_path: Path, rows: str, calendar: str = "calendar", head: str = "period"
) -> tuple[Counts | None, list[str]]:
    file = tmp_path / "counts.csv"
    file.write_text(f"area_code,{head},basis,births,events\n{rows}", "utf-8")
    kept = Calendar.model_validate({"calendar": calendar})
    counts, problems = read_counts(file, AREAS, [EVENTS], calendar=kept)
    return counts, [str(each).removeprefix(f"{tmp_path}/counts.csv:") for each in problems]


def both(*labels: str, births: int = 100, events: int = 9) -> str:
    rows = (f"{code},{label},occurring,{births},{events}\n" for label in labels for code in ("A", "B"))
    return "".join(rows)


@pytest.mark.parametrize(
    ("calendar", "labels"),
    [
        ("calendar", ("2021", "2022")),
        ("financial", ("2021/22", "2022/23")),
        ("academic", ("2021/22", "2022/23")),
        ("calendar", ("2021 Q4", "2022 Q1")),
        ("financial", ("2021/22 Q4", "2022/23 Q1")),
        ("financial", ("2021-12", "2022-01")),
        ("calendar", ("1974 to 1978", "1979 to 1984")),
        ("financial", ("2018/19 to 2020/21", "2019/20 to 2021/22")),
    ],
)
def test_periods_of_each_calendar(tmp_path: Path, calendar: str, labels: tuple[str, str]) -> None:
    counts, problems = read(tmp_path, both(*labels), calendar)
    assert problems == []
    assert counts is not None
    held = {(area, label_of(number)): row["births"] for (area, number, _), row in counts.by_key().items()}
    assert held == {
        (area, label): births for label in labels for area, births in (("N", 200), ("A", 100), ("B", 100))
    }


def test_a_file_with_years_is_as_before(tmp_path: Path) -> None:
    of_years, _ = read(tmp_path, both("2021", "2022"), head="year")
    of_periods, _ = read(tmp_path, both("2021", "2022"))
    assert of_years is not None
    assert of_periods is not None
    assert of_years.table.equals(of_periods.table)


OF_ONE_FORM = "expected a period of the form of 2021, as in the rows before"
IN_PERIODS = "expected a period such as 2022, 2022 Q1, 2022-05 or 2022 to 2023; calendar is 'calendar'"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2022 Q5", f"period is '2022 Q5', {IN_PERIODS} in [periods]"),
        ("2022-13", f"period is '2022-13', {IN_PERIODS} in [periods]"),
        ("2022/23", f"period is '2022/23', {IN_PERIODS} in [periods]"),
        ("2022 to 2021", f"period is '2022 to 2021', {IN_PERIODS} in [periods]"),
        ("2022 to 2022", f"period is '2022 to 2022', {IN_PERIODS} in [periods]"),
        ("", f"period is empty, {IN_PERIODS} in [periods]"),
        ("2022 Q1", "period is '2022 Q1', expected a period of the form of 2021, as in the rows before"),
        (
            "2020 to 2022",
            "period is '2020 to 2022', expected a period of the form of 2021, as in the rows before",
        ),
    ],
)
def test_a_wrong_period(tmp_path: Path, label: str, expected: str) -> None:
    _, problems = read(tmp_path, both("2021", label))
    assert problems == [f"{line}: {expected}" for line in (4, 5)]


def test_a_row_twice(tmp_path: Path) -> None:
    _, problems = read(tmp_path, both("2021/22") + both("2021/22")[: len(both("2021/22")) // 2], "financial")
    assert problems == [
        "4: A, occurring 2021/22, stands on line 2 already, expected one row an area, period and basis"
    ]


@pytest.mark.parametrize(
    ("calendar", "head", "expected"),
    [
        (
            "calendar",
            "year,period",
            "1: the columns 'year' and 'period' are both there, expected one of them",
        ),
        (
            "financial",
            "year",
            "1: the column 'year' holds calendar years, and calendar is 'financial', expected the column "
            "'period' in its place, such as 2022/23",
        ),
    ],
)
def test_wrong_columns(tmp_path: Path, calendar: str, head: str, expected: str) -> None:
    row = "A,2022,2022,occurring,100,9\n" if "," in head else both("2022")
    assert read(tmp_path, row, calendar, head)[1] == [expected]


def test_periods_that_overlap_must_be_possible(tmp_path: Path) -> None:
    """More events in two of the years than in all three."""
    rows = "".join(
        f"{code},{label},occurring,300,{events}\n"
        for label, events in (("2019 to 2021", 5), ("2020 to 2021", 6))
        for code in ("A", "B")
    )
    assert read(tmp_path, rows)[1] == [
        "2: no counts of single years or other steps add up to all periods of A, occurring, expected periods "
        "that overlap with counts that can all be true"
    ]


def test_an_area_has_all_periods_that_overlap(tmp_path: Path) -> None:
    rows = both("2019 to 2021") + "A,2020 to 2022,occurring,100,9\nN,2020 to 2022,occurring,100,9\n"
    assert read(tmp_path, rows)[1] == [
        "3: there is no row of B, occurring 2020 to 2022, which overlaps 2019 to 2021, expected a row for "
        "every period that overlaps another of the area"
    ]
