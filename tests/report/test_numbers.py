import csv
import math
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.report.words.numbers import decimal, p_value, percent, rounded, whole


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (6.25, 1, "6.3"),  # ONS, East Cambridgeshire 2011: 8 deaths of 1,280 births, published as 6.3
        (1000 * 8 / 1280, 1, "6.3"),
        (2.675, 2, "2.68"),  # stored in binary as 2.67499999999999982236431605997495353221893310546875
        (1000 * (47 / 20000), 1, "2.4"),  # exactly 2.35, computed with an error in the last place
        (-0.25, 1, "−0.3"),  # away from zero
        (-0.04, 1, "0.0"),
        (577046, 0, "577,046"),
        (1234567.891, 2, "1,234,567.89"),
        (math.nan, 1, "–"),
        (math.inf, 1, "–"),
    ],
)
def test_decimal_rounds_half_up(value: float, decimals: int, text: str) -> None:
    assert decimal(value, decimals) == text


def test_published_rates_of_ons_reproduce(reference: Path) -> None:
    """Office for National Statistics, infant mortality rates of 2010 to 2022, from their own counts."""
    with (reference / "ons/england_wales_areas_2010_2022.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["published_rate"] and row["live_births"]]
    wrong = [
        row
        for row in rows
        if decimal(1000 * float(row["infant_deaths"]) / float(row["live_births"]), 1)
        != decimal(float(row["published_rate"]), 1)
    ]
    assert len(rows) > 3000
    assert wrong == []


@given(st.integers(0, 10**7), st.integers(1, 10**7), st.integers(0, 3))
def test_rounding_is_that_of_exact_arithmetic(count: int, denominator: int, decimals: int) -> None:
    """The exact fraction, rounded half up with whole numbers only."""
    scale = 10**decimals
    exact = (2 * 1000 * count * scale + denominator) // (2 * denominator)
    assert rounded(1000 * count / denominator, decimals) == Decimal(exact) / scale


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.126156, "0.13"),
        (1.0, "1.00"),
        (0.0683, "0.068"),
        (0.0496, "0.0496"),  # three places would say 0.050, and the verdict says below 0.05
        (0.05, "0.050"),
        (0.0012, "0.001"),
        (0.0009, "less than 0.001"),
        (math.nan, "–"),
    ],
)
def test_p_value(value: float, text: str) -> None:
    assert p_value(value) == text


@given(st.floats(0.001, 1))
def test_p_value_stays_on_its_side_of_five_per_cent(value: float) -> None:
    assert (Decimal(p_value(value)) < Decimal("0.05")) == (value < 0.05)


def test_whole_and_percent() -> None:
    assert whole(1758189.0) == "1,758,189"
    assert percent(-2.1519, 1) == "−2.2%"
    assert percent(math.nan, 1) == "–"
