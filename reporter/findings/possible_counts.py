"""The least and the greatest count of each row that a reader can work out, beside the counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from reporter.machine.rows import row_keys

POSSIBLE: Mapping[str, str] = {"numerator_least": "least", "numerator_greatest": "greatest"}
"""Columns that tables of rates have where the settings ask for bounds, and those of the released cells."""


def columns_with_possible(columns: Mapping[str, Any]) -> dict[str, Any]:
    """Columns of a table of rates with those of `POSSIBLE` after the count."""
    found: dict[str, Any] = {}
    for name, hint in columns.items():
        found |= {name: hint} | (dict.fromkeys(POSSIBLE, int) if name == "numerator" else {})
    return found


def with_possible(table: pd.DataFrame, cells: pd.DataFrame, key: tuple[str, ...]) -> pd.DataFrame:
    """A table of rates with the columns of `POSSIBLE`: missing where a reader knows no bound.

    A least count of 0 is no bound where there is no greatest either: it says nothing.

    Args:
        table: a table of rates.
        cells: the released cells of its rows, in any order.
        key: the columns that name a row of both.
    """
    says_nothing = (cells["least"] <= 0) & cells["greatest"].isna()
    bounds = cells[list(POSSIBLE.values())].mask(says_nothing.fillna(value=True))
    places = {name: place for place, name in enumerate(row_keys(cells, key))}
    rows = bounds.iloc[[places[name] for name in row_keys(table, key)]].reset_index(drop=True)
    return table.assign(**{name: rows[bound].array for name, bound in POSSIBLE.items()})
