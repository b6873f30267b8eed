"""The tidy cell table: what sources give and the disclosure gate takes; nothing behind the gate sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporter.areas import Areas

KEYS = ("area_code", "year", "basis")
"""The columns that name a row of the counts; every other column is a count."""


@dataclass(frozen=True)
class Counts:
    """Counts of every area, year and basis, complete: larger areas are the sums of their parts.

    Attributes:
        table: one row an area, year and basis, sorted by basis, year and the order of the areas; columns
            `area_code` (str), `year` (int64), `basis` (str), then one int64 column a count.
        columns: names of the count columns.
    """

    table: pd.DataFrame
    columns: tuple[str, ...]

    def by_key(self) -> dict[tuple[str, int, str], dict[str, int]]:
        """The counts of each area, year and basis, by column."""
        keys = self.table[list(KEYS)].itertuples(index=False, name=None)
        values = self.table[list(self.columns)].to_numpy(dtype="int64").tolist()
        return {key: dict(zip(self.columns, row, strict=True)) for key, row in zip(keys, values, strict=True)}


def add_up(rows: pd.DataFrame, areas: Areas, columns: Sequence[str]) -> Counts:
    """Counts of all areas from those of the smallest.

    Where a larger area has parts of several types, each adds up to it, so that the first type is taken. A
    larger area none of whose parts has a row in a year has none either.

    Args:
        rows: one row a smallest area, year and basis, in any order; the columns `KEYS` and `columns`.
        areas: the areas.
        columns: names of the count columns.
    """
    place = {area.code: n for n, area in enumerate(areas.areas)}
    groups = rows.groupby(["basis", "year"], sort=True)
    names: list[tuple[str, int]] = sorted(set(zip(rows["basis"], rows["year"], strict=True)))
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
