"""Reads tables of counts that other producers publish, which an attacker has besides the edition."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from reporter.counts.files.count_rows import KEY_PURPOSE, CountRows, shown
from reporter.errors import InputError, Problem
from reporter.publication.breakdowns import Category
from reporter.publication.periods import Period, label_of, period_of, step_of
from reporter.publication.units import WHOLE, Units
from reporter.records.csv_file import CsvTable, read_csv

_PERIODS = ("year", "first_year", "last_year", "period")
_CATEGORY = ("breakdown", "category")
_MARK = re.compile(r"\[[a-z]+\]")
"""The symbol of a count that is withheld."""


@dataclass(frozen=True)
class PublicRow:
    """A row of a table of others.

    Attributes:
        area_code: the area.
        period: the year or the pool of years.
        category: the category, `EVERYONE` for all events.
        counts: the counts that are given, by column.
        withheld: the columns whose count is withheld.
    """

    area_code: str
    period: Period
    category: Category
    counts: Mapping[str, int]
    withheld: frozenset[str]


def read_public_table(
    file: Path, columns: frozenset[str], rounded_to: int = 1, units: Units = WHOLE
) -> list[PublicRow]:
    """Rows of a table in the form of the counts file, of any areas and years.

    A row may count several years, by `first_year` and `last_year`, or another period, by a `period` such as
    '2020 to 2022', '2022/23' or '2022 Q1' instead of a `year`; and a category, by `breakdown` and `category`.

    Args:
        file: the table.
        columns: names of the count columns to read; the table may lack any of them. A cell is blank where the
            other producer gives no count, and holds a mark such as [c] where it is withheld.
        rounded_to: the multiple to which its counts are rounded.
        units: how many units make one of each column; the counts are given in these.

    Raises:
        InputError: with every problem of the file.
    """
    purpose = {key: said for key, said in KEY_PURPOSE.items() if key != "year"}
    table, problems = read_csv(file, purpose)
    if table is None:
        raise InputError(problems)
    if not {"year", "period"} & set(table.cells) and not {"first_year", "last_year"} <= set(table.cells):
        message = "no column says of which years the counts are"
        problems.append(Problem(table.file, table.header, message, "'year', 'period' or both ends"))
        raise InputError(problems)
    periods = _periods(table)
    counted = [name for name in table.cells.columns if name in columns]
    keys = [*KEY_PURPOSE, "last_year", *(name for name in _CATEGORY if name in table.cells)]
    cells = table.cells.assign(
        year=[first for first, _ in periods],
        last_year=[last for _, last in periods],
    )[[*keys, *counted]]
    marks = {name: cells[name].map(_MARK.fullmatch).notna().to_numpy(np.bool_) for name in counted}
    blank = {name: (cells[name] == "").to_numpy(np.bool_) for name in counted}
    for name in counted:
        cells[name] = cells[name].mask(marks[name] | blank[name], "0")
    whole = CsvTable(table.file, cells, table.lines, table.header, table.is_whole)
    rows = CountRows(whole, keys, calendar=None)
    rows.read_keys(None)
    rows.read_counts(counted, units)
    _refuse_other_order(rows, periods)
    for name in counted:
        _refuse_other_multiples(rows, name, rounded_to)
    if problems or rows.problems:
        raise InputError([*problems, *rows.problems])
    return [
        PublicRow(
            area_code=str(row["area_code"]),
            period=Period(int(row["year"]), step_of(periods[place][1]) or 0, str(row["basis"])),
            category=Category(*(str(row.get(name, "")) for name in _CATEGORY)),
            counts={n: int(row[n]) for n in counted if not (blank[n][place] or marks[n][place])},
            withheld=frozenset(n for n in counted if marks[n][place]),
        )
        for place, row in enumerate(rows.values.to_dict("records"))
    ]


def _periods(table: CsvTable) -> list[tuple[str, str]]:
    """First and last year or other step of each row, as text; what cannot be read stands as it is."""
    texts = pd.DataFrame({name: table.cells.get(name, "") for name in _PERIODS}, index=table.cells.index)
    return [_ends(*row) for row in texts[list(_PERIODS)].astype(object).itertuples(index=False, name=None)]


def _ends(year: str, first: str, last: str, label: str) -> tuple[str, str]:
    if year:
        return year, year
    if first or last:
        return first, last
    period = period_of(label, "")
    return (label, label) if period is None else (label_of(period.first_year), label_of(period.last_year))


def _refuse_other_order(rows: CountRows, periods: list[tuple[str, str]]) -> None:
    """Refuse rows whose last year is none, or before the first."""
    steps = [(step_of(first), step_of(last)) for first, last in periods]
    in_order = np.array([bool(first and last and first <= last) for first, last in steps])
    one_year = np.array([first == last for first, last in periods])
    rows.refuse(
        ~one_year & ~in_order,
        lambda row: ("the years are {} and {}".format(*map(shown, periods[row])), "a year and a later one"),
    )


def _refuse_other_multiples(rows: CountRows, name: str, rounded_to: int) -> None:
    values = rows.values[name].to_numpy()
    rows.refuse(
        values % rounded_to != 0,
        lambda row: (
            f"{name} is {shown(str(values[row]))}",
            f"a multiple of {rounded_to}, as rounded_to says",
        ),
    )
