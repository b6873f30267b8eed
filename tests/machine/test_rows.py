"""Rows of tables, by what names them."""

import pandas as pd

from reporter.machine.rows import among, row_keys, where

TABLE = pd.DataFrame(
    {"area": pd.array(["A", "B", "A"], dtype="string"), "year": [2021, 2021, 2022], "count": [1, 2, 3]}
)


def test_keys_stand_in_the_order_of_the_rows_and_of_the_names():
    assert list(row_keys(TABLE, ("year", "area"))) == [(2021, "A"), (2021, "B"), (2022, "A")]
    assert list(row_keys(TABLE[:0], ("year",))) == []


def test_rows_have_all_that_is_wanted():
    assert where(TABLE, area="A").tolist() == [True, False, True]
    assert where(TABLE, area="A", year=2022).tolist() == [False, False, True]
    assert where(TABLE, area="C").tolist() == [False, False, False]
    assert where(TABLE).tolist() == [True, True, True]
    assert where(TABLE[:0], area="A").tolist() == []


def test_rows_have_one_of_some_values():
    assert among(TABLE["area"], {"A": 1, "C": 2}).tolist() == [True, False, True]
    assert among(TABLE["year"], [2022]).tolist() == [False, False, True]
    assert among(TABLE["area"][:0], ["A"]).tolist() == []
