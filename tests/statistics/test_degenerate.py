"""Zeros, gaps, one area, nothing at all: a result or NaN, never an exception, never infinity."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.statistics import (
    control_chart,
    decomposition,
    funnel,
    inequality,
    intervals,
    multiplicity,
    plausibility,
    power,
    shrinkage,
    standardise,
    trend,
)

ROWS = st.lists(
    st.tuples(
        st.sampled_from([0.0, 0.0, 1.0, 2.0, 9.0, 10.0, 300.0, -1.0, 2.5, np.nan]),
        st.sampled_from([0.0, 1.0, 250.0, 5000.0, 600000.0, -1.0, np.nan]),
    ),
    max_size=8,
)
Columns = Callable[[np.ndarray, np.ndarray], object]


def years(count: np.ndarray) -> np.ndarray:
    return np.arange(2010, 2010 + count.size)


FUNCTIONS: dict[str, Columns] = {
    "crude_rate": intervals.crude_rate,
    "exact_rate": intervals.exact_rate,
    "proportion": intervals.proportion,
    "poisson_p_value": lambda x, n: intervals.poisson_p_value(x, n, 3.9),
    "direct": lambda x, n: standardise.direct(x, n, n),
    "indirect_ratio": lambda x, n: standardise.indirect_ratio(x, n, x, n),
    "poisson_limits": lambda x, n: funnel.poisson_limits(n, 3.9),
    "flag": lambda x, n: funnel.flag(x, n, 3.9),
    "shmi": lambda x, n: funnel.overdispersion(x, n),
    "cqc": lambda x, n: funnel.overdispersion(x, n, method="cqc"),
    "calibrated": lambda x, n: funnel.calibrated_overdispersion(x, n),
    "rate_overdispersion": lambda x, n: funnel.rate_overdispersion(x, n, 3.9),
    "adjusted_limits": lambda x, n: funnel.adjusted_limits(n, 0.02),
    "adjusted_rate_limits": lambda x, n: funnel.adjusted_rate_limits(n, 3.9, 0.02),
    "expected_false_flags": lambda x, n: funnel.expected_false_flags(n, 3.9),
    "recent_trend": lambda x, n: trend.recent_trend(*intervals.crude_rate(x, n))[1:],
    "calendar_trend": lambda x, n: trend.calendar_trend(years(x), *intervals.crude_rate(x, n))[1:5],
    "cochran_armitage": lambda x, n: trend.cochran_armitage(x, n, years(x)),
    "exact_trend": lambda x, n: trend.exact_trend(x, n, years(x)),
    "quasi_poisson_trend": lambda x, n: trend.quasi_poisson_trend(x, n, years(x)),
    "mann_kendall": lambda x, n: trend.mann_kendall(x),
    "segmented": lambda x, n: np.concatenate(
        [np.atleast_1d(part) for part in trend.segmented(x, n, years(x))]
    ),
    "proportion_difference": lambda x, n: intervals.proportion_difference(x, n, x[::-1], n[::-1]),
    "binomial_p_value": lambda x, n: intervals.binomial_p_value(x, n, 0.4),
    "mean": lambda x, n: intervals.mean(x, x, n),
    "mean_difference": lambda x, n: intervals.mean_difference(x, x, n, x[::-1], x[::-1], n[::-1]),
    "observed_expected": standardise.observed_expected,
    "direct_ratio": lambda x, n: standardise.direct_ratio(x, n, x[::-1], n, n),
    "binomial_limits": lambda x, n: funnel.binomial_limits(n, 0.4),
    "beta_binomial_limits": lambda x, n: funnel.beta_binomial_limits(n, 0.4, 0.02),
    "additive": lambda x, n: funnel.additive_overdispersion(x, n, 3),
    "additive_limits": lambda x, n: funnel.additive_limits(n, 0.4, 0.02),
    "mixture_limits": lambda x, n: funnel.mixture_limits(n, 3.9, [0, 0.02], [1, 3]),
    "tau_weights": lambda x, n: funnel.tau_weights_without_each([0, 0.1, 0.5], x, x, n, 3.9),
    "verdict": lambda x, n: funnel.verdict(x, n, 3.9, tau2=0.02),
    "flag_probability": lambda x, n: power.flag_probability(n, 3.9, x),
    "detectable_by_limits": lambda x, n: power.detectable_by_limits(n, 3.9, tau2=0.02),
    "exceedance": lambda x, n: shrinkage.exceedance(x, n, 3.9),
    "ranks": shrinkage.ranks,
    "reliability": shrinkage.reliability,
    "weighted_trend": lambda x, n: trend.weighted_trend(x, n, years(x)),
    "average_change": lambda x, n: trend.average_change(x, n, years(x)),
    "projection": lambda x, n: trend.projection(x, n, years(x), 2030),
    "quantile": lambda x, n: inequality.quantile(x, 5),
    "slope_index": lambda x, n: inequality.slope_index(n, *intervals.crude_rate(x, n))[:6],
    "slope_index own scale": lambda x, n: inequality.slope_index(
        n, *intervals.crude_rate(x, n), transform=False
    )[:6],
    "xmr": lambda x, n: control_chart.xmr(x),
    "u_chart": control_chart.u_chart,
    "p_chart": control_chart.p_chart,
    "c_chart": lambda x, n: control_chart.c_chart(x),
    "g_chart": lambda x, n: control_chart.g_chart(x),
    "t_chart": lambda x, n: control_chart.t_chart(x),
    "marshall": lambda x, n: np.concatenate([np.atleast_1d(part) for part in shrinkage.marshall(x, n)]),
    "gamma_poisson": lambda x, n: np.concatenate(
        [np.atleast_1d(part) for part in shrinkage.gamma_poisson(x, n)]
    ),
    "benjamini_hochberg": lambda x, n: multiplicity.benjamini_hochberg(intervals.poisson_p_value(x, n, 3.9)),
    "denominator_to_detect": lambda x, n: power.denominator_to_detect(x, 0.25),
    "detectable_change": lambda x, n: power.detectable_change(3.9, n),
    "kitagawa": lambda x, n: decomposition.kitagawa(x, n, x[::-1], n[::-1]),
    "plausibility": lambda x, n: plausibility.plausibility(x, n, x[::-1], n[::-1]),
}


def parts(result: object) -> Iterable[np.ndarray]:
    return [np.asarray(part, dtype=float) for part in (result if isinstance(result, tuple) else [result])]


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=25)
@given(rows=ROWS)
def test_a_result_or_nan(name: str, rows: list[tuple[float, float]]) -> None:
    count, denominator = np.array(rows, dtype=float).reshape(-1, 2).T
    for part in parts(FUNCTIONS[name](count, denominator)):
        assert not np.isinf(part).any()


@given(rows=ROWS)
def test_only_a_ratio_without_events_below_is_infinite(rows: list[tuple[float, float]]) -> None:
    """As promised: rate ratios against no event, and trends with all events in an end year."""
    count, denominator = np.array(rows, dtype=float).reshape(-1, 2).T
    ratio = intervals.rate_ratio(count, denominator, count[::-1], denominator[::-1])
    assert (count[::-1][np.isinf(ratio.upper)] == 0).all()
    slope = trend.poisson_trend(count, denominator, years(count))
    if np.isinf(slope.upper):
        assert (count[:-1] == 0).all()
        assert slope.lower > 0


@given(rows=ROWS)
def test_a_limit_is_infinite_only_where_nothing_bounds_it(rows: list[tuple[float, float]]) -> None:
    """Over-dispersion has no upper limit, a share no odds beyond the last event, an end quantile no ratio."""
    count, denominator = np.array(rows, dtype=float).reshape(-1, 2).T
    for fit in (
        funnel.negative_binomial(count, count, denominator),
        funnel.beta_binomial(count, denominator),
    ):
        assert np.isfinite(np.delete(fit, 3)).all() or np.isnan(fit).all()
    logistic = trend.logistic_trend(count, denominator, years(count))
    assert not np.isinf(logistic[3:]).any()
    index = inequality.regression_index(count, denominator)
    assert not np.isinf(index[:3]).any()
    if np.isinf(index.rii):
        assert (count[1:] == 0).all()


def test_all_zero_data() -> None:
    """Forty-two networks without a death: rates of 0 with an upper limit, nothing flagged, nothing shrunk."""
    count, births = np.zeros(42), np.linspace(500, 900, 42)
    rate = intervals.crude_rate(count, births)
    assert (rate.value == 0).all()
    assert (rate.upper > 0).all()
    assert (funnel.flag(count, births, 0) == 0).all()
    assert trend.exact_trend(count, births, years(count)).p_value == 1
    assert (shrinkage.marshall(count, births).value == 0).all()
    assert funnel.overdispersion(count, births / 1000).n_kept == 42
