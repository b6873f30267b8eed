"""Whole counts divided by shares."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.errors import InputError
from reporter.geography.division import divide, divide_rows, read_split_shares

SHARES = st.lists(st.integers(1, 1000), min_size=1, max_size=6).map(
    lambda weights: [Fraction(weight, sum(weights)) for weight in weights]
)


def by_quotients(count: int, shares: list[Fraction]) -> list[int]:
    """Webster's method as it is defined: one event after the other to the largest quotient."""
    parts = [0] * len(shares)
    for _ in range(count):
        quotients = [share / (part + Fraction(1, 2)) for share, part in zip(shares, parts, strict=True)]
        parts[quotients.index(max(quotients))] += 1
    return parts


@given(st.integers(0, 200), SHARES)
def test_events_go_to_the_largest_quotients(count: int, shares: list[Fraction]) -> None:
    assert divide(count, shares) == by_quotients(count, shares)


@given(st.integers(0, 700_000), SHARES)
def test_parts_add_up_and_never_shrink_as_the_count_grows(count: int, shares: list[Fraction]) -> None:
    parts, next_parts = divide(count, shares), divide(count + 1, shares)
    assert sum(parts) == count
    assert all(after >= before for before, after in zip(parts, next_parts, strict=True))


@pytest.mark.parametrize(
    ("count", "shares", "parts"),
    [
        # Balinski and Young's example of 26 seats: after 9, 7, 5, 3 and 1 the last goes to the largest of
        # 9061/9.5 = 953.8, 7179/7.5 = 957.2, 5259/5.5 = 956.2, 3319/3.5 = 948.3 and 1182/1.5 = 788.
        (26, [9061, 7179, 5259, 3319, 1182], [9, 8, 5, 3, 1]),
        (7, [1, 1], [4, 3]),
        (0, [1, 2], [0, 0]),
    ],
)
def test_known_divisions(count: int, shares: list[int], parts: list[int]) -> None:
    assert divide(count, [Fraction(share, sum(shares)) for share in shares]) == parts


def test_rows_of_an_area_are_divided_and_added_to_what_is_there() -> None:
    counts = pd.DataFrame(
        [("A", 2020, 101, 3), ("B", 2020, 10, 1), ("Z", 2020, 5, 0)],
        columns=["area_code", "year", "births", "deaths"],
    )
    shares = {"A": {"B": Fraction(3, 4), "C": Fraction(1, 4)}}
    divided = divide_rows(counts, shares, ["area_code", "year"])
    # 101 births are 75.75 and 25.25; 3 deaths are 2.25 and 0.75.
    assert divided.to_numpy().tolist() == [["B", 2020, 86, 3], ["C", 2020, 25, 1], ["Z", 2020, 5, 0]]
    assert str(divided["births"].dtype) == "int64"


def test_shares_of_a_split_are_read(tmp_path: Path) -> None:
    file = tmp_path / "shares.csv"
    file.write_text("old_code,new_code,share\nA,B,0.334\nA,C,0.666\n")
    assert read_split_shares(file) == {"A": {"C": Fraction(666, 1000), "B": Fraction(334, 1000)}}


def test_shares_that_are_none_are_refused_with_their_lines(tmp_path: Path) -> None:
    file = tmp_path / "shares.csv"
    file.write_text("old_code,new_code,share\nA,B,0.5\nA,B,0.5\nA,C,62%\nD,E,0.5\nD,F,0.4\n")
    with pytest.raises(InputError) as refused:
        read_split_shares(file)
    assert [problem.line for problem in refused.value.problems] == [2, 3, 4, 5]
    assert "the shares of D add up to 0.9" in str(refused.value)
