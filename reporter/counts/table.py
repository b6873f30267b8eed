"""The table of counts: input of the disclosure gate, never read by anything behind the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias, TypeVar

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.machine.rows import row_keys
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.indicator import Measure
from reporter.publication.periods import Period, window_number

KEYS = ("area_code", "year", "basis")
"""Key columns of the counts; every other column is a count. The year is the number of a step, or of a window
that a source has counted together (see `publication.periods`)."""

CATEGORY_KEYS = (*KEYS, "breakdown", "category")
"""Key columns of counts by category."""

RowKey: TypeAlias = tuple[str, int, str]
"""Area code, year and basis."""

CountKey = tuple[str, int, str, Category]
"""Area code, year, basis and category."""

Interval: TypeAlias = tuple[int, int]
"""The least and the greatest count that a source's sign stands for."""

AtSource: TypeAlias = Mapping[RowKey, Mapping[str, Interval]]
"""The interval of each count that the source withholds, by row, then by column."""

T = TypeVar("T")


def in_period(counts: Mapping[CountKey, T], area: str, period: Period, category: Category) -> list[T | None]:
    """The counts that make up a period: that of its window where a source counted it so, else of its steps.

    One that is missing is None.
    """
    whole = counts.get((area, window_number(period), period.basis, category))
    if whole is not None:
        return [whole]
    return [counts.get((area, step, period.basis, category)) for step in period.years]


@dataclass(frozen=True)
class Counts:
    """Complete counts of every area, year and basis; counts of larger areas are the sums of their parts.

    Attributes:
        table: one row an area, year and basis, sorted by basis, year and the order of the areas; columns
            `area_code` (str), `year` (int64), `basis` (str), then one int64 column a count.
        columns: names of the count columns.
        by_category: one row an area, year, basis, breakdown and category; columns `CATEGORY_KEYS`, then the
            count columns that are known by category, missing where a breakdown lacks one. Some areas and
            years may have no rows; empty where there are no breakdowns.
        steps: the same counts in the single steps of windows, which nobody knows and only the gate reads;
            None where the rows are of single steps.
        at_source: the interval of each count of everyone that the source withholds, or that is a sum with one
            and not given itself; the table has a possible count there, which only the gate reads.
    """

    table: pd.DataFrame
    columns: tuple[str, ...]
    by_category: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(CATEGORY_KEYS)))
    steps: Counts | None = None
    at_source: AtSource = field(default_factory=dict)

    def are_known(self, measure: Measure) -> NDArray[np.bool_]:
        """Mask of the rows of the table in which the source withholds no column of a measure."""
        known = np.ones(len(self.table), dtype=np.bool_)
        for key, columns in self.at_source.items():
            known[self.row_of[key]] = columns.keys().isdisjoint(measure.columns)
        return known

    @cached_property
    def row_of(self) -> dict[tuple[str, int, str], int]:
        """Row number in the table by area code, year and basis."""
        return {key: row for row, key in enumerate(row_keys(self.table, KEYS))}

    def by_key(self) -> Mapping[tuple[str, int, str], Mapping[str, int]]:
        """Counts by area code, year and basis, then by column."""
        return self._by_key

    def with_categories(self) -> dict[CountKey, Mapping[str, int]]:
        """Counts by area code, year, basis and category (`EVERYONE` for all events), then by column."""
        rows = (*_rows(self.table, KEYS), *_rows(self.by_category, CATEGORY_KEYS))
        return dict(zip((*self._keys[0], *self._keys[1]), rows, strict=True))

    def of(self, measure: Measure) -> dict[CountKey, int]:
        """Count of a measure by key, of everyone and of each category, where all its columns have counts."""
        found: dict[CountKey, int] = {}
        for keys, table in zip(self._keys, (self.table, self.by_category), strict=True):
            if set(measure.columns) <= set(table.columns):
                known = np.flatnonzero(table[list(measure.columns)].notna().to_numpy().all(axis=1))
                counts = measured(table.iloc[known], measure).tolist()
                found |= zip(map(keys.__getitem__, known.tolist()), counts, strict=True)
        return found

    @cached_property
    def _by_key(self) -> dict[tuple[str, int, str], dict[str, int]]:
        return dict(zip(self.row_of, _rows(self.table, KEYS), strict=True))

    @cached_property
    def _keys(self) -> tuple[list[CountKey], list[CountKey]]:
        """Keys of the rows of `table`, and of the rows of `by_category`."""
        of_categories = row_keys(self.by_category, CATEGORY_KEYS)
        return (
            [(*key, EVERYONE) for key in row_keys(self.table, KEYS)],
            [(area, year, basis, Category(*category)) for area, year, basis, *category in of_categories],
        )


def _rows(table: pd.DataFrame, keys: tuple[str, ...]) -> Iterator[dict[str, int]]:
    """The counts of each row by column, without missing ones."""
    columns = [column for column in table.columns if column not in keys]
    rows = (dict(zip(columns, row, strict=True)) for row in table[columns].astype(object).to_numpy().tolist())
    if table[columns].notna().to_numpy().all():
        return rows
    unknown = pd.NA
    return ({name: count for name, count in row.items() if count is not unknown} for row in rows)


def measured(table: pd.DataFrame, measure: Measure) -> NDArray[np.int64]:
    """The count of a measure in each row: columns added less columns subtracted, shape (rows,)."""
    total = np.zeros(len(table), dtype=np.int64)
    for sign, names in ((1, measure.add), (-1, measure.subtract)):
        for name in names:
            total += sign * table[name].to_numpy(np.int64)
    return total


def add_up(rows: pd.DataFrame, areas: Areas, columns: Sequence[str]) -> Counts:
    """Counts of all areas from the counts of the smallest areas.

    Where a larger area has parts of several types, the first type is added up, since each type adds up to the
    area. In a year in which none of its parts has a row, a larger area has none.

    Args:
        rows: one row a smallest area, year and basis, in any order; the columns `KEYS` and `columns`.
        areas: the areas.
        columns: names of the count columns.
    """
    place = areas.place
    groups = rows.groupby(["basis", "year"], sort=True)
    names: list[tuple[str, int]] = sorted(set(row_keys(rows, ("basis", "year"))))
    values = np.zeros((len(names), len(place), len(columns)), dtype=np.int64)
    present = np.zeros((len(names), len(place)), dtype=np.bool_)
    cells = (groups.ngroup().to_numpy(), rows["area_code"].map(place).to_numpy(dtype=np.int64))
    values[cells] = rows[list(columns)].to_numpy(dtype=np.int64)
    present[cells] = True
    for area in areas.smallest_first:
        for parts in list(areas.parts(area.code).values())[:1]:
            below = [place[part.code] for part in parts]
            values[:, place[area.code]] = values[:, below].sum(axis=1)
            present[:, place[area.code]] = present[:, below].any(axis=1)
    group, area_place = np.nonzero(present)
    table = pd.DataFrame(
        {
            "area_code": pd.Series([areas.areas[n].code for n in area_place], dtype="str"),
            "year": pd.Series([names[n][1] for n in group], dtype="int64"),
            "basis": pd.Series([names[n][0] for n in group], dtype="str"),
        }
    )
    table[list(columns)] = values[group, area_place]
    return Counts(table, tuple(columns))
