"""Rows of a table: what names each, and which have what is wanted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray


def row_keys(table: pd.DataFrame, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
    """What names each row of a table, in the order of its rows: its values in some columns."""
    return zip(*(table[name].tolist() for name in names), strict=True)


def where(table: pd.DataFrame, **wanted: object) -> NDArray[np.bool_]:
    """Which rows have what is wanted in the columns named, shape (rows,); for columns that lack nothing."""
    here: NDArray[np.bool_] = np.ones(len(table), dtype=np.bool_)
    for name, value in wanted.items():
        here &= table[name].to_numpy(dtype=object) == value
    return here
