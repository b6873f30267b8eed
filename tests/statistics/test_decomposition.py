"""Kitagawa's decomposition by hand and by what it must add up to."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporter.statistics.decomposition import kitagawa

CATEGORIES = st.lists(
    st.tuples(st.integers(0, 30), st.integers(30, 3000), st.integers(0, 30), st.integers(30, 3000)),
    min_size=1,
    max_size=8,
)


def test_by_hand() -> None:
    # Rates 10 and 2, then 8 and 2 per 1,000; shares 1/2 and 1/2, then 3/4 and 1/4.
    # Composition (1/4)(18/2) + (-1/4)(4/2) = 1.75; rate (-2)(5/8) = -1.25; total 6.5 - 6 = 0.5.
    result = kitagawa([10, 2], [1000, 1000], [24, 2], [3000, 1000])
    assert result == pytest.approx((0.5, 1.75, -1.25))


@given(CATEGORIES)
def test_parts_add_up(rows: list[tuple[int, int, int, int]]) -> None:
    x1, n1, x2, n2 = np.array(rows).T
    result = kitagawa(x1, n1, x2, n2)
    assert result.composition + result.rate == pytest.approx(result.total, abs=1e-9)
    turned = kitagawa(x2, n2, x1, n1)
    assert turned == pytest.approx(tuple(-part for part in result), abs=1e-9)


def test_a_category_that_one_population_lacks() -> None:
    result = kitagawa([10, 0], [1000, 0], [10, 5], [1000, 1000])
    # Its rate is the same in both, so all of the change is composition.
    assert result == pytest.approx((-2.5, -2.5, 0))


@pytest.mark.parametrize(
    "parts",
    [
        ([1, np.nan], [10, 10], [1, 1], [10, 10]),
        ([1, 1], [10, -1], [1, 1], [10, 10]),
        ([0, 0], [0, 0], [1, 1], [10, 10]),
        ([1, 1], [10, 10], [1, 1], [10, 0]),
        ([], [], [], []),
    ],
)
def test_not_computed(parts: tuple[list[float], ...]) -> None:
    assert np.isnan(kitagawa(*parts)).all()
