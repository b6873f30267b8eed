"""False discovery rate: the authors' example, the definition, and the rate found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from reporter.statistics.multiplicity import benjamini_hochberg


def test_the_authors_example() -> None:
    # Benjamini and Hochberg 1995, section 4: 15 p-values of the thrombolysis trial; 4 rejected at 0.05.
    p_value = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
        0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000,
    ]  # fmt: skip
    adjusted = benjamini_hochberg(p_value)
    assert (adjusted <= 0.05).sum() == 4
    assert adjusted[3] == pytest.approx(15 * 0.0095 / 4)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=50))
def test_agrees_with_statsmodels(p_value: list[float]) -> None:
    expected = multipletests(p_value, method="fdr_bh")[1]
    np.testing.assert_allclose(benjamini_hochberg(p_value), expected, rtol=1e-12, atol=1e-300)


def test_missing_values_do_not_count_and_shape_is_kept() -> None:
    adjusted = benjamini_hochberg([[0.01, np.nan], [0.03, 0.04]])
    np.testing.assert_allclose(adjusted, [[0.03, np.nan], [0.04, 0.04]])
    assert np.isnan(benjamini_hochberg([np.nan])).all()
    assert benjamini_hochberg([]).size == 0
    assert benjamini_hochberg(0.03) == 0.03


def test_a_p_value_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        benjamini_hochberg([0.5, 1.5])


def test_share_of_false_rejections() -> None:
    """1,000 families of 42 tests, 10 truly different: 3.8% of rejections at 5% are false (32/42 of 5%)."""
    z = np.random.default_rng(17).standard_normal((1000, 42))
    z[:, :10] += 3
    false = []
    for family in z:
        rejected = benjamini_hochberg(2 * stats.norm.sf(np.abs(family))) <= 0.05
        false.append(rejected[10:].sum() / max(rejected.sum(), 1))
    assert np.mean(false) == pytest.approx(0.05 * 32 / 42, abs=0.006)
