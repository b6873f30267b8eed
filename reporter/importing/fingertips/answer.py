"""Reads a CSV answer of Fingertips: values of one indicator by area and period.

Columns are found by name, because their number and order have changed. Fingertips answers with a header alone
where it has no data, so a file without rows is a problem.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem
from reporter.importing.any_table.printed_periods import labels
from reporter.records.csv_file import CsvTable, read_csv

COLUMNS = {
    "Indicator ID": "the number of each row's indicator",
    "Area Code": "the code of the area",
    "Area Name": "the name of the area",
    "Time period": "the period",
    "Value": "the value",
    "Lower CI 95.0 limit": "the lower limit of the value",
    "Upper CI 95.0 limit": "the upper limit of the value",
    "Count": "the count",
    "Denominator": "the denominator",
}

PERSONS = "Persons"
"""The text of rows that count both sexes."""

_NUMBERS = ("Count", "Denominator", "Value", "Lower CI 95.0 limit", "Upper CI 95.0 limit")


@dataclass(frozen=True)
class TheirRate:
    """A rate published by Fingertips; None for a number that is not given.

    Attributes:
        area_code: code of the area.
        area_name: name of the area.
        period: the period as published, such as 2016 - 18.
        label: the period as editions write it, such as 2016 to 2018.
        count: the numerator.
        denominator: the denominator.
        value: the rate, percentage, ratio or count.
        lower: lower 95% limit of the value.
        upper: upper 95% limit of the value.
    """

    area_code: str
    area_name: str
    period: str
    label: str
    count: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None


def read_answer(file: Path, number: str | None = None, sex: str | None = None) -> list[TheirRate]:
    """Values of an indicator for all people of an area, in file order.

    Rows by category, such as deprivation in England, are left out, and those of one sex where there are rows
    of all persons. An area listed under two types, such as a unitary authority, is returned once.

    Args:
        file: the answer.
        number: the indicator's number; None where the file has one only.
        sex: the sex whose rows are taken; None for all persons, or the only one that the indicator has.

    Raises:
        InputError: with every problem of the file.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None:
        raise InputError(problems)
    cells = [row for row in table.cells.to_dict("records") if row["Indicator ID"]]
    number = number or _only("Indicator ID", cells, table, "--fingertips", problems)
    whole = [row for row in cells if row["Indicator ID"] == number and not row.get("Category")]
    if number and not whole:
        message = f"no row is of the indicator {number}"
        known = ", ".join(dict.fromkeys(row["Indicator ID"] for row in cells))
        problems.append(Problem(table.file, table.header, message, f"rows of it; the file has {known}"))
    if sex is None and whole and "Sex" in whole[0]:
        persons = any(row["Sex"] == PERSONS for row in whole)
        sex = PERSONS if persons else _only("Sex", whole, table, "--sex", problems)
    rows: dict[tuple[str, str], tuple[int, TheirRate]] = {}
    for line, row in zip(table.lines.tolist(), table.cells.to_dict("records"), strict=True):
        if row["Indicator ID"] != number or row.get("Category") or row.get("Sex", sex) != sex:
            continue
        rate, wrong = _rate(row)
        problems += [Problem(table.file, line, *words) for words in wrong]
        if rate is None:
            continue
        first_line, first = rows.setdefault((rate.area_code, rate.label), (line, rate))
        if first != rate:
            message = f"{rate.area_code}, {rate.period}, has other figures on line {first_line}"
            problems.append(Problem(table.file, line, message, "each area and period once"))
    if whole and not rows and not problems:
        problems.append(Problem(table.file, table.header, f"no row is of '{sex}'", "a sex of the file"))
    if problems:
        raise InputError(problems)
    return [rate for _, rate in rows.values()]


def _only(
    column: str, rows: Sequence[Mapping[Any, Any]], table: CsvTable, option: str, problems: list[Problem]
) -> str | None:
    """The only text of a column; None, and a problem, where there are several or none."""
    texts = list(dict.fromkeys(row[column] for row in rows))
    if len(texts) != 1:
        message = f"'{column}' is {', '.join(texts) or 'empty in every row'}"
        problems.append(Problem(table.file, table.header, message, f"one of them, named by {option}"))
    return texts[0] if len(texts) == 1 else None


def label_of(period: str) -> str | None:
    """The label that editions have for a period such as '2016 - 18' or '2018/19'; None for other text.

    Fingertips writes a year of two calendar years with a stroke, so two years with a dash are both counted.
    """
    found = labels(period)
    return next((found[each] for each in (None, "years", "split") if each in found), None)


def _rate(row: Mapping[Any, Any]) -> tuple[TheirRate | None, list[tuple[str, str]]]:
    """The rate of a row, None where it has a problem; and its problems, each with what was expected."""
    wrong: list[tuple[str, str]] = []
    if not row["Area Code"]:
        wrong.append(("'Area Code' is empty", "the code of an area"))
    label = label_of(row["Time period"])
    if label is None:
        expected = "a period such as 2018, 2016 - 18, 2018/19 or 2018/19 Q1"
        wrong.append((f"'Time period' is '{row['Time period']}'", expected))
    numbers: list[Decimal | None] = []
    for name in _NUMBERS:
        number = _number(row[name])
        if row[name] and number is None:
            wrong.append((f"'{name}' is '{row[name]}'", "a number, or nothing"))
        numbers.append(number)
    if wrong or label is None:
        return None, wrong
    return TheirRate(row["Area Code"], row["Area Name"], row["Time period"], label, *numbers), []


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() and number >= 0 else None
