"""Underlying rates where counts are withheld: the same as with known ones, and right without some of them."""

from __future__ import annotations

import numpy as np
import pytest

from reporter.statistics.shrinkage import NO_DIFFERENCE, gamma_poisson, underlying_rates

RANDOM = np.random.default_rng(11)
BIRTHS = RANDOM.integers(1_000, 14_000, 60).astype(float)
DEATHS = RANDOM.poisson(BIRTHS * 0.004 * RANDOM.gamma(16, 1 / 16, 60)).astype(float)


def test_with_all_counts_known_it_is_gamma_poisson() -> None:
    ours, other = underlying_rates(DEATHS, DEATHS, BIRTHS), gamma_poisson(DEATHS, BIRTHS)
    np.testing.assert_allclose(ours.value, other.value, rtol=1e-9)
    assert ours.level_shape == pytest.approx(other.shape, rel=1e-6)
    assert ours.level_rate == pytest.approx(other.rate, rel=1e-6)
    # Another grid of spreads: the limits agree to four digits or so.
    np.testing.assert_allclose(ours.lower, other.lower, rtol=2e-3)
    np.testing.assert_allclose(ours.upper, other.upper, rtol=2e-3)


def test_areas_that_do_not_differ() -> None:
    found = underlying_rates([40, 40, 40, 40, 40], [40, 40, 40, 40, 40], [10_000] * 5)
    assert found.level_shape == NO_DIFFERENCE
    np.testing.assert_allclose(found.value, 0.004, rtol=1e-6)


def test_a_withheld_count_has_no_figure_and_a_part_in_those_of_others() -> None:
    few = DEATHS < 15
    assert 5 < few.sum() < 30
    lower, upper = np.where(few, 1, DEATHS), np.where(few, 14, DEATHS)
    found, known = underlying_rates(lower, upper, BIRTHS), underlying_rates(DEATHS, DEATHS, BIRTHS)
    alone = underlying_rates(DEATHS[~few], DEATHS[~few], BIRTHS[~few])
    assert np.isnan(found.value[few]).all()
    assert np.isnan(found.shape[few]).all()
    assert not np.isnan(found.lower[~few]).any()
    mean, true, leaning = (each.level_shape / each.level_rate for each in (found, known, alone))
    # Without the withheld ones the mean leans high; with their intervals it is nearer to the true one.
    assert abs(mean - true) < abs(leaning - true)
    np.testing.assert_allclose(found.value[~few], known.value[~few], rtol=0.03)


def test_limits_hold_true_rates_where_small_counts_are_withheld() -> None:
    random = np.random.default_rng(5)
    held = []
    for _ in range(60):
        true = 0.004 * random.gamma(20, 1 / 20, 40)
        births = random.integers(1_000, 9_000, 40).astype(float)
        deaths = random.poisson(births * true).astype(float)
        few = deaths < 8
        found = underlying_rates(np.where(few, 1, deaths), np.where(few, 7, deaths), births)
        held.append(((found.lower <= true) & (true <= found.upper))[~few])
    share = np.concatenate(held).mean()
    # 95% of some 1,900 rates, give or take three standard errors; areas that are shown lean high themselves.
    assert 0.925 < share < 0.985


def test_nothing_where_there_is_nothing() -> None:
    for counts in ([0, 0, 0], [3]):
        found = underlying_rates(counts, counts, [1000] * len(counts))
        assert np.isnan(found.value).all()
        assert np.isnan(found.level_shape)
