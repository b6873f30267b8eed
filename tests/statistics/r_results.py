"""What R gives for the inputs in tests/reference/statistics, and how our results are held against it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

FOLDER = Path(__file__).resolve().parents[1] / "reference" / "statistics"

RTOL, ATOL = 1e-9, 1e-12
"""Closed forms: numbers of R are written as the shortest text that reads back as the same float."""

LEVELS = {0.95: "95", 0.998: "998"}
"""Ends of the columns of limits, by confidence."""


def table(name: str) -> pd.DataFrame:
    """A table of cases; an empty cell and NaN are missing numbers."""
    return pd.read_csv(FOLDER / f"{name}.csv", keep_default_na=False, na_values=["", "NaN"])


def records(name: str) -> list[dict[str, Any]]:
    """The same, a dictionary a row."""
    return [{str(column): value for column, value in row.items()} for row in table(name).to_dict("records")]


def groups(rows: pd.DataFrame, column: str) -> dict[Any, pd.DataFrame]:
    """The rows by what stands in a column, in their order."""
    return dict(iter(rows.groupby(column, sort=False)))


def agree(
    cases: pd.Series[str] | str,
    got: ArrayLike,
    expected: ArrayLike,
    *,
    rtol: float = RTOL,
    atol: float = ATOL,
) -> None:
    """Assert that |got - expected| <= atol + rtol * |expected|; NaN agrees with NaN alone.

    Args:
        cases: the case of each number, or the one case that all are of.
        got: our numbers.
        expected: those of R.
        rtol: relative tolerance.
        atol: absolute tolerance.
    """
    found, wanted = np.asarray(got, float), np.asarray(expected, float)
    assert found.shape == wanted.shape, cases
    wrong = ~np.isclose(found, wanted, rtol=rtol, atol=atol, equal_nan=True)
    if wrong.any():
        names = np.broadcast_to(np.asarray(cases), wrong.shape)
        pairs = zip(names[wrong], found[wrong], wanted[wrong], strict=True)
        raise AssertionError("; ".join(f"{name}: {ours}, R gives {theirs}" for name, ours, theirs in pairs))
