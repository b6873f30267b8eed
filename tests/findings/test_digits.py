"""Published digits: ten, and near 0 no rounding errors in place of a number."""

from __future__ import annotations

import math
from dataclasses import dataclass

import pandas as pd
import pytest

from reporter.findings.digits import significant, with_significant_digits


@pytest.mark.parametrize(
    ("number", "published"),
    [
        (3.331209315986534, 3.331209316),
        (3.3312093159865324, 3.331209316),
        (687007.0, 687007.0),
        (12345678901.0, 12345678901.0),
        (12345678901.5, 12345678900.0),
        (-1.2321954590001, -1.232195459),
        (0.0123456789012, 0.01234567890),
        (0.00123456789012, 0.001234567890),
        (-0.0000123456789012, -0.000012345679),
        (2.220446049250313e-14, 0.0),  # 100·(1 - 0.9999999999999998): of a rate that did not change
    ],
)
def test_numbers(number: float, published: float) -> None:
    assert significant(number) == published


def test_p_values_have_ten_digits_however_small() -> None:
    assert significant(1.23456789012345e-30, is_p_value=True) == 1.234567890e-30


def test_what_is_no_number_stays() -> None:
    assert math.isnan(significant(math.nan))
    assert significant(-math.inf) == -math.inf


@dataclass(frozen=True)
class Record:
    name: str
    count: int
    rate: float
    adjusted_p_value: float


@dataclass(frozen=True)
class Found:
    records: tuple[Record, ...]
    table: pd.DataFrame


def test_everything_that_holds_a_number_is_rounded() -> None:
    table = pd.DataFrame({"area": ["A"], "births": [7], "rate": [1 / 3], "p_value": [1e-20 / 3]})
    found = with_significant_digits(Found((Record("A", 7, 2 / 3, 2e-20 / 3),), table))
    assert found.records == (Record("A", 7, 0.6666666667, 6.666666667e-21),)
    assert found.table.to_dict("list") == {
        "area": ["A"],
        "births": [7],
        "rate": [0.3333333333],
        "p_value": [3.333333333e-21],
    }
