"""Rows of a table: what names each, and which have what is wanted."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

text_in_python = pd.option_context("mode.string_storage", "python")
"""Decorates what works on many short tables: pandas takes and finds Python's own strings in half the time.

Long tables, such as registers, take less room and time as pandas has them by itself.
"""


def row_keys(table: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What names each row of a table, in the order of its rows: its values in some columns."""
    return zip(*(table[name].tolist() for name in names), strict=True)


def where(table: pd.DataFrame, **wanted: object) -> NDArray[np.bool_]:
    """Which rows have what is wanted in the columns named, shape (rows,); for columns that lack nothing."""
    here: NDArray[np.bool_] = np.ones(len(table), dtype=np.bool_)
    for name, value in wanted.items():
        here &= table[name].to_numpy(dtype=object) == value
    return here


def among(column: pd.Series[Any], wanted: Collection[Any]) -> NDArray[np.bool_]:
    """Which rows have one of some values, shape (rows,); quicker than pandas where the column is text."""
    one_of_them = frozenset(wanted).__contains__
    return np.fromiter(map(one_of_them, column.tolist()), dtype=np.bool_, count=len(column))
