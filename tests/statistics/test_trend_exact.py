"""The exact conditional trend test against the enumeration of every outcome, and its false positives."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from reporter.statistics.arrays import Floats
from reporter.statistics.trend import cochran_armitage, exact_trend, poisson_trend


def enumerated(count: Floats, births: Floats, time: Floats) -> tuple[float, float, float]:
    """P(S < s), P(S = s), P(S > s) over every way to share the events among the years."""
    total, observed = int(count.sum()), float((time * count).sum())
    parts = np.zeros(3)
    multinomial = stats.multinomial(total, births / births.sum())
    for outcome in itertools.product(range(total + 1), repeat=count.size):
        if sum(outcome) == total:
            parts[int(np.sign((time * outcome).sum() - observed)) + 1] += multinomial.pmf(outcome)
    return float(parts[0]), float(parts[1]), float(parts[2])


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=2, max_size=4).filter(any), st.integers(1, 3))
def test_enumeration(count: list[int], step: int) -> None:
    x, births = np.array(count, dtype=float), np.array([500.0, 900, 700, 1300])[: len(count)]
    time = np.array([0.0, 1, 3, 4])[: len(count)] * step
    below, here, above = enumerated(x, births, time)
    result = exact_trend(x, births, 2010 + time)
    assert result.p_lower == pytest.approx(below + here, rel=1e-9)
    assert result.p_upper == pytest.approx(above + here, rel=1e-9)
    assert result.p_value == pytest.approx(min(1, 2 * (min(below, above) + here)), rel=1e-9)
    assert result.mid_p_value == pytest.approx(min(1, 2 * min(below, above) + here), rel=1e-9)


def convolved(count: Floats, births: Floats) -> Floats:
    """The distribution of S by adding one event after another."""
    probability, share = np.ones(1), births / births.sum()
    for _ in range(int(count.sum())):
        probability = np.convolve(probability, share)
    return probability


@pytest.mark.parametrize("rise", [-0.4, -0.05, 0.0, 0.1, 0.5])
def test_small_tails_keep_their_digits(rise: float) -> None:
    births = np.linspace(1000, 1500, 8)
    count = np.round(40 * np.exp(rise * np.arange(8)) / np.exp(rise * 3.5))
    probability = convolved(count, births)
    s = int((np.arange(8) * count).sum())
    result = exact_trend(count, births, np.arange(2010, 2018))
    assert result.p_lower == pytest.approx(probability[: s + 1].sum(), rel=1e-8)
    assert result.p_upper == pytest.approx(probability[s:].sum(), rel=1e-8)
    if abs(rise) == 0.5:
        assert result.p_value < 1e-30


@pytest.mark.parametrize("end", [0, -1])
def test_all_events_in_an_end_year(end: int) -> None:
    births, count = np.array([1000.0, 1500, 2500]), np.zeros(3)
    count[end] = 7
    result = exact_trend(count, births, [2018, 2019, 2020])
    here = (births[end] / 5000) ** 7
    small, large = (result.p_upper, result.p_lower) if end else (result.p_lower, result.p_upper)
    assert small == pytest.approx(here, rel=1e-12)
    assert large == 1
    assert (result.p_value, result.mid_p_value) == pytest.approx((2 * here, here), rel=1e-12)


def test_large_numbers_tend_to_the_likelihood_ratio_test() -> None:
    years, births = np.arange(2010, 2023), np.full(13, 650000.0)
    count = np.round(2500 * np.exp(0.004 * (years - 2016)))
    exact, likelihood = exact_trend(count, births, years), poisson_trend(count, births, years)
    assert exact.p_value == pytest.approx(likelihood.p_value, rel=0.01)
    assert exact.mid_p_value < exact.p_value < 0.01


def test_no_events_show_no_trend() -> None:
    np.testing.assert_array_equal(exact_trend([0, 0, 0], [10, 20, 30], [2018, 2019, 2020]), 1)


@pytest.mark.parametrize(
    ("count", "births", "years"),
    [
        ([1, np.nan, 2], [10, 20, 30], [2018, 2019, 2020]),
        ([1, 2.5, 2], [10, 20, 30], [2018, 2019, 2020]),
        ([1, 2, 2], [10, 0, 30], [2018, 2019, 2020]),
        ([1, 2, 2], [10, 20, 30], [2018, 2018.5, 2020]),
        ([1, 2, 2], [10, 20, 30], [2018, 2018, 2018]),
    ],
)
def test_not_computed(count: list[float], births: list[float], years: list[float]) -> None:
    assert np.isnan(exact_trend(count, births, years)).all()


def test_more_than_one_dimension_is_refused() -> None:
    with pytest.raises(ValueError, match="one-dimensional"):
        exact_trend(np.ones((2, 3)), 100, [2018, 2019, 2020])


@pytest.mark.parametrize(
    ("mean", "exact", "mid"), [(2, 0.041, 0.054), (10, 0.046, 0.052), (40, 0.048, 0.050)]
)
def test_false_positive_rate(mean: float, exact: float, mid: float) -> None:
    """1,500 series of 5 years without a trend, at 5%: the exact test is conservative, the mid-p less so."""
    count = np.random.default_rng(10).poisson(mean, (1500, 5))
    results = [exact_trend(series, np.full(5, 1000.0), np.arange(5)) for series in count]
    found = np.mean([[r.p_value < 0.05, r.mid_p_value < 0.05] for r in results], axis=0)
    assert tuple(found) == pytest.approx((exact, mid), abs=0.01)


def test_cochran_armitage_is_the_score_test_of_binomial_regression() -> None:
    """N times the squared correlation of score and event over all births: Agresti 2002, section 3.4."""
    count, births, years = (
        np.array([12.0, 9, 14, 4, 6]),
        np.array([900.0, 1000, 800, 1100, 950]),
        np.arange(5),
    )
    score = np.repeat(np.tile(years, 2), np.concatenate([count, births - count]).astype(int))
    event = np.repeat([1, 0], [int(count.sum()), int((births - count).sum())])
    expected = births.sum() * np.corrcoef(score, event)[0, 1] ** 2
    result = cochran_armitage(count, births, years + 2010)
    assert result.statistic == pytest.approx(expected, rel=1e-9)
    assert result.p_value == pytest.approx(stats.chi2.sf(expected, 1), rel=1e-9)


@pytest.mark.parametrize(
    ("count", "births"),
    [([0, 0, 0], [5, 5, 5]), ([5, 5, 5], [5, 5, 5]), ([1, 6, 0], [5, 5, 5]), ([1, np.nan, 2], [5, 5, 5])],
)
def test_cochran_armitage_not_computed(count: list[float], births: list[float]) -> None:
    assert np.isnan(cochran_armitage(count, births, [0, 1, 2])).all()


def test_cochran_armitage_needs_two_scores() -> None:
    assert np.isnan(cochran_armitage([1, 2], [5, 5], [3, 3])).all()
