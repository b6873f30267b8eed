"""Rows of tables: their keys, and masks that select some of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

text_in_python = pd.option_context("mode.string_storage", "python")
"""Decorator for functions on many short tables: strings are Python's, which pandas handles in half the time.

Long tables, such as registers, need less memory and time with the string type of pandas.
"""


def row_keys(table: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """The key of each row, in the order of the rows: its values in the named columns."""
    return zip(*(table[name].tolist() for name in names), strict=True)


def where(table: pd.DataFrame, **wanted: object) -> NDArray[np.bool_]:
    """Boolean mask of the rows equal to the given values, shape (rows,); columns have no missing values."""
    here: NDArray[np.bool_] = np.ones(len(table), dtype=np.bool_)
    for name, value in wanted.items():
        here &= table[name].to_numpy(dtype=object) == value
    return here


def among(column: pd.Series[Any], wanted: Collection[Any]) -> NDArray[np.bool_]:
    """Boolean mask of the rows with one of the values, shape (rows,); faster than pandas for text."""
    one_of_them = frozenset(wanted).__contains__
    return np.fromiter(map(one_of_them, column.tolist()), dtype=np.bool_, count=len(column))
