"""Significant digits of published numbers: as many as every machine computes alike.

The statistics add up in a written order, so that processors agree to the last digit. C libraries do not:
their exponentials and logarithms differ now and then in the sixteenth digit, and p-values made of them in the
fourteenth.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

import pandas as pd

DIGITS = 10
"""Significant digits of published numbers: more than a count of people needs, fewer than rounding reaches."""

DECIMALS = 12
"""Greatest number of decimals: it applies below 0.01, where it leaves ten digits or fewer."""

T = TypeVar("T")


def with_significant_digits(findings: T) -> T:
    """The findings with each number rounded to its significant digits.

    Args:
        findings: a dataclass of numbers, texts, tables, and tuples of such dataclasses; a field or column
            whose name ends in `p_value` holds p-values.
    """
    rounded: T = _rounded("", findings)
    return rounded


def significant(number: float, *, is_p_value: bool = False) -> float:
    """The number with ten significant digits and at most twelve decimals; whole numbers unchanged.

    Decimals are limited because all digits of a difference of equal numbers are rounding errors. A p-value
    keeps ten digits however small it is.
    """
    if not math.isfinite(number) or number.is_integer():
        return number
    if is_p_value or abs(number) >= 0.01:
        return float(f"{number:.{DIGITS}g}")
    return round(number, DECIMALS)


def _rounded(name: str, value: Any) -> Any:
    """The value of a field or column with its numbers rounded."""
    if isinstance(value, float):
        return significant(value, is_p_value=name.endswith("p_value"))
    if isinstance(value, tuple):
        return tuple(_rounded(name, each) for each in value)
    if isinstance(value, pd.DataFrame):
        columns = {str(column): value[column] for column in value.select_dtypes("float64")}
        rounded = {name: [_rounded(name, each) for each in of.tolist()] for name, of in columns.items()}
        # Missing numbers would make a column of objects of one of decimal counts.
        return value.assign(
            **{
                name: pd.Series(each, columns[name].index).astype(columns[name].dtype)
                for name, each in rounded.items()
            }
        )
    if is_dataclass(value) and not isinstance(value, type):
        changes = {field.name: _rounded(field.name, getattr(value, field.name)) for field in fields(value)}
        return replace(value, **changes)
    return value
