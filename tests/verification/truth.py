"""The true counts, as a mistake behind the gate would see them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.counts.table import Counts

Numbers: TypeAlias = NDArray[np.float64]

MEASURES = {"events": ("events", None), "early": ("early", None), "late": ("events", "early")}
"""Columns added and subtracted of each indicator."""


class Truth:
    """The true counts that a plant sees although it stands behind the gate."""

    def __init__(self, first: Counts) -> None:
        self.first = first
        self.counts = first
        self.record: dict[str, Any] = {}

    def of(self, table: pd.DataFrame) -> Numbers:
        """The true numerator of each row of a table of rates."""
        return self._numerators(self.counts, table)

    def of_first(self, table: pd.DataFrame) -> Numbers:
        """The same of the data set that the edition is of."""
        return self._numerators(self.first, table)

    def _numerators(self, counts: Counts, table: pd.DataFrame) -> Numbers:
        rows = counts.by_key()
        return np.array([self._one(rows, row) for row in table.to_dict("records")], dtype=np.float64)

    def _one(self, rows: Mapping[Any, Mapping[str, int]], row: dict[Any, Any]) -> int:
        first, _, last = row["period"].partition(" to ")
        added, subtracted = MEASURES[row["indicator"]]
        years = [
            rows[row["area_code"], year, row["basis"]] for year in range(int(first), int(last or first) + 1)
        ]
        return sum(year[added] - (year[subtracted] if subtracted else 0) for year in years)

    def small(self) -> pd.DataFrame:
        """Every district in 2022: births, events, early events, rate, and events of two years."""
        table = self.counts.table
        table = table[table["area_code"].str.startswith("D")]
        before, chosen = (table[table["year"] == year].reset_index(drop=True) for year in (2021, 2022))
        return chosen.assign(
            rate=1000 * chosen["events"] / chosen["births"], two_years=chosen["events"] + before["events"]
        )
