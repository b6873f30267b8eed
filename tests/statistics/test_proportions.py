"""Tests and differences of proportions: published examples, enumeration, and the mirror image."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from reporter.statistics.intervals import (
    binomial_p_value,
    proportion,
    proportion_difference,
    proportion_score_test,
)

SHARES = st.tuples(st.integers(0, 60), st.integers(1, 60)).filter(lambda share: share[0] <= share[1])


def test_newcombes_eight_examples() -> None:
    """Newcombe 1998, Statistics in Medicine 17:873, table II, method 10, as printed."""
    examples = [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (0, 10, 0, 10, -0.2775, 0.2775),
        (10, 10, 0, 20, 0.6791, 1.0000),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ]
    x1, n1, x2, n2, lower, upper = np.array(examples).T
    result = proportion_difference(x1, n1, x2, n2)
    np.testing.assert_allclose(result.difference, x1 / n1 - x2 / n2, atol=1e-15)
    np.testing.assert_allclose([result.lower, result.upper], [lower, upper], atol=5e-5)
    in_percent = proportion_difference(x1, n1, x2, n2, multiplier=100)
    np.testing.assert_allclose(in_percent[:3], 100 * np.array(result[:3]), rtol=1e-14)


@given(SHARES, SHARES)
def test_fishers_test_by_all_tables(first: tuple[int, int], second: tuple[int, int]) -> None:
    (x1, n1), (x2, n2) = first, second
    events = x1 + x2
    tables = {k: math.comb(n1, k) * math.comb(n2, events - k) for k in range(min(n1, events) + 1)}
    no_more_probable = [ways for ways in tables.values() if ways <= tables[x1]]
    expected = sum(no_more_probable) / math.comb(n1 + n2, events)
    assert proportion_difference(x1, n1, x2, n2).p_value == pytest.approx(expected, rel=1e-10)


@given(SHARES, st.integers(0, 20))
def test_the_exact_test_by_all_counts(share: tuple[int, int], twentieths: int) -> None:
    count, n = share
    # Probabilities in units of 20^-n: whole numbers, which compare exactly.
    weights = [math.comb(n, k) * twentieths**k * (20 - twentieths) ** (n - k) for k in range(n + 1)]
    expected = sum(weight for weight in weights if weight <= weights[count]) / 20**n
    got = binomial_p_value(count, n, twentieths / 20)
    assert got == pytest.approx(expected, rel=1e-7, abs=1e-300)


@given(SHARES, st.floats(0.001, 0.999), st.sampled_from([0.95, 0.998]))
def test_the_score_test_agrees_with_wilsons_interval(
    share: tuple[int, int], target: float, confidence: float
) -> None:
    limits = proportion(*share, confidence=confidence)
    distance = min(abs(limits.lower - target), abs(limits.upper - target))
    assume(distance > 1e-9)
    outside = not limits.lower <= target <= limits.upper
    assert (proportion_score_test(*share, target).p_value < 1 - confidence) == outside


def test_a_published_verdict() -> None:
    """906 of 1,200 against 79.7%: z = (0.755 - 0.797)/sqrt(0.797 * 0.203/1200)."""
    test = proportion_score_test(906, 1200, 79.7, multiplier=100)
    assert test.z == pytest.approx(-0.042 / math.sqrt(0.797 * 0.203 / 1200), rel=1e-12)
    assert test.p_value == pytest.approx(0.00030, abs=5e-6)
    assert binomial_p_value(906, 1200, 79.7, multiplier=100) == pytest.approx(0.00043, abs=5e-6)


@given(SHARES, SHARES, st.integers(1, 999))
def test_complements_are_mirror_images(first: tuple[int, int], second: tuple[int, int], target: int) -> None:
    (x1, n1), (x2, n2) = first, second
    score, mirrored = (
        proportion_score_test(x, n1, at, multiplier=1000)
        for x, at in ((x1, target), (n1 - x1, 1000 - target))
    )
    if 1000 * x1 != n1 * target:
        np.testing.assert_allclose(mirrored, [-score.z, score.p_value], rtol=1e-6)
    difference = proportion_difference(x1, n1, x2, n2)
    turned = proportion_difference(n1 - x1, n1, n2 - x2, n2)
    expected = [-difference.difference, -difference.upper, -difference.lower, difference.p_value]
    np.testing.assert_allclose(turned, expected, rtol=1e-9, atol=1e-12)


def test_targets_that_are_certain() -> None:
    np.testing.assert_array_equal(
        proportion_score_test([0, 3, 3, 10], 10, [0, 0, 1, 1]).z, [0, np.inf, -np.inf, 0]
    )
    np.testing.assert_array_equal(
        proportion_score_test([0, 3, 3, 10], 10, [0, 0, 1, 1]).p_value, [1, 0, 0, 1]
    )
    np.testing.assert_array_equal(binomial_p_value([0, 3, 3, 10], 10, [0, 0, 1, 1]), [1, 0, 0, 1])


def test_a_broken_element_fails_alone() -> None:
    count, n = [5, 11, -1, np.nan, 5, 5], [10, 10, 10, 10, 0, np.nan]
    for result in (
        binomial_p_value(count, n, 0.4),
        proportion_score_test(count, n, 0.4).p_value,
        proportion_difference(count, n, 3, 9).upper,
        proportion_difference(3, 9, count, n).p_value,
    ):
        np.testing.assert_array_equal(np.isnan(result), [False] + [True] * 5)
    assert np.isnan(proportion_score_test(5, 10, [-0.1, 1.1, np.nan]).z).all()
    # Wilson's interval takes broken counts; exact tests do not.
    assert np.isnan(binomial_p_value([2.5, 2], [10, 10.5], 0.4)).all()
    assert not np.isnan(proportion_score_test(2.5, 10.5, 0.4).z)
