"""The rows of a file of counts: keys and whole numbers, checked one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.counts.files.time_column import CALENDAR_YEARS, PERIOD, YEAR, TimeColumn
from reporter.counts.table import KEYS, Interval, RowKey, measured
from reporter.errors import Problem
from reporter.machine.rows import among, row_keys
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.periods import Calendar, label_of
from reporter.publication.units import WHOLE, Units, in_units, written
from reporter.publication.validity import existed
from reporter.records.csv_file import CsvTable

KEY_PURPOSE = {
    "area_code": "the area's code, as in the areas file",
    "year": "the year of the counts, or the column 'period' in its place",
    "basis": "how events are counted, such as occurring or registered",
}
NO_SIGNS: Mapping[str, Interval] = {}
"""No sign: a source that withholds nothing."""

MOST_DIGITS = 12
"""Greatest number of digits of a count, so that no sum of counts overflows 64 bits."""

MOST_WHOLE_DIGITS = 9
"""Most digits before the point of a decimal count: 9,000 such rows in millionths add up within 64 bits."""


def needed_columns(indicators: Sequence[Indicator]) -> dict[str, str]:
    """The columns that indicators count, each with its purpose for messages."""
    needed: dict[str, str] = {}
    for indicator in indicators:
        for measure in (indicator.denominator, indicator.numerator):
            for column in measure.columns:
                needed.setdefault(column, f"a count that the indicator {indicator.id} needs")
    return needed


class CountRows:
    """The rows of a file of counts as numbers, with every problem in them.

    Args:
        table: the file, with a column `year` or `period`.
        keys: names of the key columns, `KEYS` first; all others are counts.
        calendar: the calendar of its periods; None where the column `year` holds steps of any form.

    Attributes:
        values: keys and counts, indexed like the rows of the file; 0 where a number could not be read.
        columns: names of the count columns in which every cell is a count, or is needed.
        wrong: mask of the rows with a problem, shape (rows,).
        keys_are_known: whether year and basis of every row could be read.
        at_source: the interval of each count that the source withholds.
        problems: all problems.
    """

    def __init__(
        self, table: CsvTable, keys: Sequence[str], calendar: Calendar | None = CALENDAR_YEARS
    ) -> None:
        self._table = table
        self._keys = list(keys)
        self._calendar = calendar
        self.values = table.cells.rename(columns={PERIOD: YEAR})
        self.columns: list[str] = []
        self.wrong = np.zeros(len(table.lines), dtype=np.bool_)
        self.keys_are_known = True
        self.problems: list[Problem] = []
        self._units = WHOLE
        self.at_source: dict[RowKey, dict[str, Interval]] = {}
        self._unknown: dict[str, NDArray[np.bool_]] = {}

    def read_keys(self, areas: Areas | None) -> None:
        """Read area, year and basis of each row, and refuse rows that repeat a key."""
        area, basis = (self._table.cells[name] for name in ("area_code", "basis"))
        no_area = ~among(area, areas.by_code) if areas else (area == "").to_numpy()
        no_basis = (basis == "").to_numpy()
        times = TimeColumn(self._table, self._calendar)
        no_time = times.expected.notna().to_numpy(np.bool_)
        self.values["year"] = times.numbers
        self.keys_are_known = not (no_time | no_basis).any()
        again = self.values.duplicated(self._keys).to_numpy() & ~no_time & ~no_basis
        self.refuse(
            no_area, lambda row: (f"area_code is {shown(area[row])}", "an area_code of the areas file")
        )
        self.refuse(
            no_time, lambda row: (f"{times.name} is {shown(times.text[row])}", str(times.expected[row]))
        )
        self.refuse(no_basis, lambda row: ("basis is empty", "a basis such as occurring or registered"))
        self._refuse_again(again)

    def refuse_areas_that_were_not(self, areas: Areas) -> None:
        """Refuse rows of areas in years in which they did not exist."""
        calendar = self._calendar
        changed = {area.code: area for area in areas.areas if area.opened_or_closed}
        if calendar is None or not changed:
            return
        codes, years = self.values["area_code"].tolist(), self.values["year"].tolist()
        gone = [
            code in changed and not existed(changed[code], year, calendar)
            for code, year in zip(codes, years, strict=True)
        ]

        def explain(row: int) -> tuple[str, str]:
            area = changed[codes[row]]
            ends = [f"from {area.valid_from}"] if area.valid_from else []
            ends += [f"to {area.valid_to}"] if area.valid_to else []
            message = f"{area.code} has a row for {label_of(years[row])}, and existed {' '.join(ends)}"
            return message, "rows of years in which the area existed, or other days in the areas file"

        self.refuse(np.array(gone, dtype=np.bool_), explain)

    def read_counts(
        self, needed: Collection[str], units: Units, withheld: Mapping[str, Interval] = NO_SIGNS
    ) -> None:
        """Read every count; a column that is not needed is left out where a cell of it is no count.

        Args:
            needed: the columns that must hold counts.
            units: how many units make one of each column.
            withheld: the signs of counts that the source withholds, and what each stands for.
        """
        self._units = units
        for name in self.values.columns.drop(self._keys):
            text = self._table.cells[name]
            unit = units.of(name)
            # Only what is counted one by one is withheld and audited: no time and no expected number.
            signs = among(text, withheld if unit == 1 else ())
            unread = ~_fits(text, pattern(unit))
            read = text.where(~(unread | signs), "0")
            self.values[name] = (
                read.astype("int64") if unit == 1 else read.map(partial(in_units, unit=unit)).astype("int64")
            )
            unread &= ~signs
            if name in needed:
                self._refuse_counts(name, text, unread, unit)
            elif unread.any():
                first = int(np.flatnonzero(unread)[0])
                place = f"{shown(text[first])} on line {self._table.lines[first]}"
                message = f"the column '{name}', which no indicator needs, is {place}"
                expected = "whole numbers, or no such column"
                self.problems.append(Problem(self._table.file, self._table.header, message, expected))
                continue
            self.columns.append(name)
            self._withhold(name, text, signs, withheld)

    def _withhold(
        self, name: str, text: pd.Series[str], rows: NDArray[np.bool_], withheld: Mapping[str, Interval]
    ) -> None:
        """Keep the interval of each sign in a column."""
        keys = list(row_keys(self.values, KEYS)) if rows.any() else []
        self._unknown[name] = rows
        for row in np.flatnonzero(rows).tolist():
            self.at_source.setdefault(keys[row], {})[name] = withheld[text[row]]

    def compare(self, indicators: Sequence[Indicator], parts: Mapping[str, Sequence[str]]) -> None:
        """Refuse rows where a measure is below 0, or a numerator or part is above what it is counted in.

        Args:
            indicators: the indicators; numerators are compared that are within their denominators.
            parts: columns that each column is a part of; those that the file lacks are left out.
        """
        for measure in dict.fromkeys(m for each in indicators for m in (each.numerator, each.denominator)):
            self._refuse_below_zero(measure, self._sound(measure.columns))
        for indicator in indicators:
            if indicator.numerator.within_denominator:
                columns = (*indicator.numerator.columns, *indicator.denominator.columns)
                self._refuse_above_denominator(indicator, self._sound(columns))
        for part, whole in ((part, whole) for part, wholes in parts.items() for whole in wholes):
            if {part, whole} <= set(self.columns):
                self._refuse_above_whole(part, whole, self._sound((part, whole)))

    def _sound(self, columns: Iterable[str]) -> NDArray[np.bool_]:
        """Mask of the rows without a problem in which the source withholds none of the columns."""
        sound = ~self.wrong
        for name in columns:
            if name in self._unknown:
                sound &= ~self._unknown[name]
        return sound

    def of_sound_years(self) -> pd.DataFrame:
        """The rows of each year and basis in which no row has a problem; the others cannot add up."""
        year = pd.MultiIndex.from_frame(self.values[["year", "basis"]])
        return self.values[~year.isin(year[self.wrong])]

    def refuse(self, rows: NDArray[np.bool_], explain: Callable[[int], tuple[str, str]]) -> None:
        """Add a problem for each row of a mask.

        Args:
            rows: the rows, shape (rows,).
            explain: the message and the expectation for the number of a row.
        """
        self.wrong |= rows
        for row in np.flatnonzero(rows).tolist():
            self.problems.append(Problem(self._table.file, int(self._table.lines[row]), *explain(row)))

    def _refuse_counts(self, name: str, text: pd.Series[str], rows: NDArray[np.bool_], unit: int) -> None:
        self.refuse(rows, lambda row: (f"{name} is {shown(text[row])}", _count_like(text[row], unit)))

    def _said(self, measure: Measure, value: int) -> str:
        """The value of a measure in messages."""
        return written(value, self._units.of(measure.columns[0])) if measure.columns else "0"

    def _refuse_below_zero(self, measure: Measure, sound: NDArray[np.bool_]) -> None:
        value = measured(self.values, measure)
        parts = f"{' + '.join(measure.add)} less {' + '.join(measure.subtract)}"
        self.refuse(
            sound & (value < 0), lambda row: (f"{parts} is {self._said(measure, value[row])}", "0 or more")
        )

    def _refuse_above_denominator(self, indicator: Indicator, sound: NDArray[np.bool_]) -> None:
        above, below = (measured(self.values, each) for each in (indicator.numerator, indicator.denominator))
        events, denominator = indicator.words.events, indicator.words.denominator
        self.refuse(
            sound & (above > below),
            lambda row: (
                f"{self._said(indicator.numerator, above[row])} {events} of "
                f"{self._said(indicator.denominator, below[row])} {denominator}",
                "no more than those",
            ),
        )

    def _refuse_above_whole(self, part: str, whole: str, sound: NDArray[np.bool_]) -> None:
        above, below = (self.values[name].to_numpy() for name in (part, whole))
        self.refuse(
            sound & (above > below),
            lambda row: (
                f"{part} is {written(above[row], self._units.of(part))} and "
                f"{whole} {written(below[row], self._units.of(whole))}",
                "no more than those",
            ),
        )

    def _refuse_again(self, rows: NDArray[np.bool_]) -> None:
        keys = list(self.values[self._keys].itertuples(index=False, name=None)) if rows.any() else []
        first: dict[tuple[Any, ...], int] = {}
        time = PERIOD if PERIOD in self._table.cells else YEAR
        for row, key in enumerate(keys):
            first.setdefault(key, int(self._table.lines[row]))

        def explain(row: int) -> tuple[str, str]:
            area, number, basis, *category = keys[row]
            of = f", {' '.join(category)}" if category else ""
            message = f"{area}, {basis} {label_of(number)}{of}, stands on line {first[keys[row]]} already"
            return message, f"one row an area, {time}{', basis and category' if category else ' and basis'}"

        self.refuse(rows, explain)


def _fits(text: pd.Series[str], pattern: str) -> NDArray[np.bool_]:
    return text.str.fullmatch(pattern).to_numpy(dtype=np.bool_)


def shown(text: str) -> str:
    """A cell of a file as text for messages: in quotes and shortened, or 'empty'."""
    return f"'{text if len(text) <= 40 else text[:39] + '…'}'" if text else "empty"


def pattern(unit: int) -> str:
    """The regular expression of a count in a file: whole, or with as many decimals as its unit has."""
    if unit == 1:
        return f"[0-9]{{1,{MOST_DIGITS}}}"
    return f"[0-9]{{1,{MOST_WHOLE_DIGITS}}}(\\.[0-9]{{1,{len(str(unit)) - 1}}})?"


def _count_like(text: str, unit: int) -> str:
    """The expectation in the message on a cell that is no count."""
    if unit > 1:
        places = len(str(unit)) - 1
        return f"a number such as 12.5, below {10**MOST_WHOLE_DIGITS:,}, with at most {places} decimal places"
    if re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})+", text):
        return f"{text.replace(',', '')}, without commas"
    if re.fullmatch(r"[0-9]+", text):
        return f"a number of at most {MOST_DIGITS} digits"
    if re.fullmatch(r"-[0-9.]+", text):
        return "0 or more"
    return "a whole number"
