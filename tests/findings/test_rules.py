"""Rules of verdicts on shares and standardised rates: tails by scipy, mirror images, an outlier unhidden."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from reporter.findings.models import NOTHING
from reporter.findings.rules import additive_rule, share_rule
from reporter.statistics.funnel import share_range


@pytest.mark.parametrize("rho", [0.0, 0.01, 0.2])
def test_tails_of_a_share_are_those_of_its_distribution(rho: float) -> None:
    size, share = np.array([50.0, 400.0]), 0.3
    found = share_range(size, share, rho)
    total = 1 / rho - 1 if rho else 0.0
    of = stats.betabinom(size, share * total, (1 - share) * total) if rho else stats.binom(size, share)
    assert found.below == pytest.approx(of.cdf(found.least - 1), rel=1e-6)
    assert found.above == pytest.approx(of.sf(found.greatest), rel=1e-6)
    assert (found.below < 0.025).all()
    assert (found.above < 0.025).all()


def test_rules_of_a_share_and_of_the_rest_are_mirror_images() -> None:
    random = np.random.default_rng(4)
    size = random.integers(200, 4000, 30).astype(float)
    count = random.binomial(size.astype(int), random.beta(60, 20, 30)).astype(float)
    codes = [f"W{n}" for n in range(30)]
    target = 100 * count.sum() / size.sum()
    sides = []
    for counts, centre in ((count, target), (size - count, 100 - target)):
        rule, fitted = share_rule(codes, counts, size, centre, 100, 0.95, NOTHING, allows=True)
        lines = rule.range_of(codes, size)
        assert fitted.tau2 > 0
        sides.append((counts > lines.greatest).astype(int) - (counts < lines.least))
    assert (sides[0] == -sides[1]).all()


def test_an_area_does_not_widen_its_own_limits() -> None:
    """19 areas at 50% and one at 70%: by the others alone it is outside, by all together it hides."""
    size = np.full(20, 1000.0)
    count = np.full(20, 500.0)
    count[0] = 700.0
    codes = [f"W{n}" for n in range(20)]
    rule, _ = share_rule(codes, count, size, 50.0, 100, 0.95, NOTHING, allows=True)
    assert rule.without.keys() == {"W0"}
    assert rule.without["W0"] < rule.rho
    assert count[0] > rule.range_of(["W0"], size[:1]).greatest[0]


def test_a_standardised_rate_is_judged_by_the_others() -> None:
    """15 rates a standard error of 10 apart by chance, and one of 200: the variance of the others is 0."""
    value = np.concatenate([[200.0], 100 + 5 * stats.norm.ppf((np.arange(15) + 0.5) / 15)])
    codes = [f"W{n}" for n in range(16)]
    rule, fitted = additive_rule(codes, value, np.full(16, 10.0), 100.0, 1000, 0.95, allows=True)
    lines = rule.range_of(codes, np.full(16, np.nan))
    assert rule.without["W0"] == 0
    assert lines.greatest[0] == pytest.approx(100 + 1.959963984540054 * 10)
    assert (value > lines.greatest).tolist() == [True, *[False] * 15]
    assert np.isfinite(fitted.tau2)
