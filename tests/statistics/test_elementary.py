"""Exponentials and logarithms: those of the C library, which Python's `math` calls as well."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.statistics import elementary


@given(st.lists(st.floats(-700, 700), min_size=1))
def test_exponential(x: list[float]) -> None:
    np.testing.assert_array_equal(elementary.exp(x), [math.exp(each) for each in x])


@given(st.lists(st.floats(1e-300, 1e300), min_size=1))
def test_logarithm(x: list[float]) -> None:
    np.testing.assert_array_equal(elementary.log(x), [math.log(each) for each in x])


def test_ends() -> None:
    assert elementary.exp([-np.inf, np.inf, 1000]).tolist() == [0, np.inf, np.inf]
    assert elementary.log([0, np.inf]).tolist() == [-np.inf, np.inf]
    assert np.isnan([*elementary.exp([np.nan]), *elementary.log([-1, np.nan])]).all()


def test_power() -> None:
    assert elementary.power([0, 1, 32], 0.2).tolist() == [0, 1, pytest.approx(2, rel=1e-15)]
