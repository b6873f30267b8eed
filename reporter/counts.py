"""The tidy cell table: what sources give and the disclosure gate takes; nothing behind the gate sees it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

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
