"""Reads a CSV answer of Fingertips: rates of one indicator by area and period.

Columns are found by name, because their number and order have changed. Fingertips answers with a header alone
where it has no data, so a file without rows is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem
from reporter.records.csv_file import read_csv

INDICATOR = "92196"
"""Number of infant mortality: deaths under 1 year registered in the period per 1,000 live births."""

COLUMNS = {
    "Indicator ID": "the number of each row's indicator",
    "Area Code": "the code of the area",
    "Area Name": "the name of the area",
    "Time period": "the year, or the first and last of several",
    "Value": "the rate",
    "Lower CI 95.0 limit": "the lower limit of the rate",
    "Upper CI 95.0 limit": "the upper limit of the rate",
    "Count": "the deaths",
    "Denominator": "the live births",
}

LONGEST_PERIOD = 20
"""First and last year of a period are less than this far apart: '2018 - 16' is not 2018 to 2116."""

_NUMBERS = ("Count", "Denominator", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit")
_ONE_YEAR = re.compile(r"(\d{4})")
_YEARS = re.compile(r"(\d{4}) ?[-\N{EN DASH}] ?(\d{4}|\d{2})")


@dataclass(frozen=True)
class TheirRate:
    """A rate published by Fingertips; None for a number that is not given.

    Attributes:
        area_code: code of the area.
        area_name: name of the area.
        period: the period as published, such as 2016 - 18.
        first_year: its first year.
        last_year: its last year.
        count: deaths.
        denominator: live births.
        value: deaths per 1,000 live births.
        lower: lower 95% limit of the rate.
        upper: upper 95% limit of the rate.
    """

    area_code: str
    area_name: str
    period: str
    first_year: int
    last_year: int
    count: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


def read_answer(file: Path) -> list[TheirRate]:
    """Rates of the indicator for all people of an area, in file order.

    Rows by sex or by category, such as deprivation in England, are left out. An area listed under two types,
    such as a unitary authority, is returned once.

    Raises:
        InputError: with every problem of the file.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None:
        raise InputError(problems)
    rows: dict[tuple[str, int, int], tuple[int, TheirRate]] = {}
    for line, row in zip(table.lines.tolist(), table.cells.to_dict("records"), strict=True):
        if row["Indicator ID"] != INDICATOR or row.get("Category") or row.get("Sex", "Persons") != "Persons":
            continue
        rate, wrong = _rate(row)
        problems += [Problem(table.file, line, *words) for words in wrong]
        if rate is None:
            continue
        key = (rate.area_code, rate.first_year, rate.last_year)
        first_line, first = rows.setdefault(key, (line, rate))
        if first != rate:
            message = f"{rate.area_code}, {rate.period}, has other figures on line {first_line}"
            problems.append(Problem(table.file, line, message, "each area and period once"))
    if not rows and not problems:
        message = f"no row is of the indicator {INDICATOR}"
        problems.append(Problem(table.file, table.header, message, "rows of infant mortality"))
    if problems:
        raise InputError(problems)
    return [rate for _, rate in rows.values()]


def years_of(period: str) -> tuple[int, int] | None:
    """First and last year of a period such as '2018', '2016 - 18' or '1999 - 01'; None for any other text."""
    if found := _ONE_YEAR.fullmatch(period):
        return int(found[1]), int(found[1])
    found = _YEARS.fullmatch(period)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    if len(found[2]) == 2:
        last += first - first % 100
        last += 100 if last < first else 0
    return (first, last) if first < last < first + LONGEST_PERIOD else None


def _rate(row: Mapping[Any, Any]) -> tuple[TheirRate | None, list[tuple[str, str]]]:
    """The rate of a row, None where it has a problem; and its problems, each with what was expected."""
    wrong: list[tuple[str, str]] = []
    if not row["Area Code"]:
        wrong.append(("'Area Code' is empty", "the code of an area"))
    years = years_of(row["Time period"])
    if years is None:
        wrong.append(
            (f"'Time period' is '{row['Time period']}'", "a year such as 2018, or years such as 2016 - 18")
        )
    numbers: list[Decimal | None] = []
    for name in _NUMBERS:
        number = _number(row[name])
        if row[name] and number is None:
            wrong.append((f"'{name}' is '{row[name]}'", "a number, or nothing"))
        numbers.append(number)
    if wrong or years is None:
        return None, wrong
    return TheirRate(row["Area Code"], row["Area Name"], row["Time period"], *years, *numbers), []


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
