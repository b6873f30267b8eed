"""The trend of the relative index of inequality, against another regression and against simulation."""

import numpy as np
import pytest
import statsmodels.api as sm

from reporter.statistics.inequality_trend import relative_index_trend

YEARS = np.arange(2010, 2023)


def expected_counts(rii: float, yearly: float, level: float = 5.0) -> tuple[np.ndarray, np.ndarray]:
    """Counts exactly on the model: RII of the middle year and its yearly ratio; births differ by quantile."""
    births = np.tile(np.linspace(8000.0, 4000.0, 10), (YEARS.size, 1))
    share = births / births.sum(axis=1, keepdims=True)
    rank = np.cumsum(share, axis=1) - share / 2
    slope = np.log(rii) + np.log(yearly) * (YEARS - YEARS.mean())
    return births * level / 1000 * np.exp(-slope[:, None] * rank), births


def test_it_finds_the_trend_that_made_the_counts():
    count, births = expected_counts(rii=2.5, yearly=1.03)
    found = relative_index_trend(count, births, YEARS)
    assert found.annual_ratio == pytest.approx(1.03, rel=1e-9)
    assert found.dispersion == 1  # no scatter: Pearson's chi-square is 0, and φ never below 1
    assert found.lower < 1.03 < found.upper


def test_two_groups_are_a_logistic_regression_of_their_shares():
    """Given each year's total the first group's count is binomial; with equal births b is 1/4 and 3/4, so the

    logit's slope is half of that of the index. statsmodels' binomial family is fitted by other equations.
    """
    count = np.array([[30, 21], [35, 20], [28, 22], [41, 19], [44, 18]])
    births = np.full(count.shape, 5000)
    found = relative_index_trend(count, births, np.arange(5))
    design = sm.add_constant(np.arange(5.0))
    logistic = sm.GLM(count, design, family=sm.families.Binomial()).fit()
    assert np.log(found.annual_ratio) == pytest.approx(2 * logistic.params[1], rel=1e-6)


def test_a_level_of_its_own_for_each_year_says_nothing_of_inequality():
    count, births = expected_counts(rii=2.0, yearly=1.0)
    halved = count * np.linspace(1, 0.5, YEARS.size)[:, None]
    assert relative_index_trend(halved, births, YEARS).annual_ratio == pytest.approx(1.0, abs=1e-9)


def test_scatter_beyond_chance_widens_the_limits():
    count, births = expected_counts(rii=2.0, yearly=1.0)
    wild = count * np.where(np.arange(count.size).reshape(count.shape) % 2, 1.4, 0.6)
    calm, found = (relative_index_trend(each, births, YEARS) for each in (count, wild))
    assert found.dispersion > 2
    assert found.upper / found.lower > calm.upper / calm.lower


@pytest.mark.parametrize(
    ("count", "births", "years"),
    [
        ([[3, 2], [2, 2]], [[100, 100], [100, 100]], [2020, 2021]),
        ([[3], [2], [4]], [[100], [100], [100]], [2020, 2021, 2022]),
        ([[3, 2], [0, 0], [4, 1]], np.full((3, 2), 100), [2020, 2021, 2022]),
        ([[3, np.nan], [2, 2], [4, 1]], np.full((3, 2), 100), [2020, 2021, 2022]),
        ([[3, 1], [2, 2], [4, 1]], [[100, 0], [100, 90], [100, 90]], [2020, 2021, 2022]),
        ([[3, 1], [2, 2], [4, 1]], np.full((3, 2), 100), [2020, 2020, 2022]),
    ],
    ids=["two years", "one group", "a year without events", "missing", "no births", "a year twice"],
)
def test_what_cannot_be_tested_is_missing_and_never_raises(count, births, years):
    assert np.isnan(relative_index_trend(count, births, years)).all()


def test_events_in_one_group_alone_have_no_finite_index():
    count = [[9, 0], [7, 0], [11, 0], [8, 0]]
    assert np.isnan(relative_index_trend(count, np.full((4, 2), 1000), [2019, 2020, 2021, 2022])).all()


def test_arrays_that_do_not_fit_together_are_an_error():
    with pytest.raises(ValueError, match="shape"):
        relative_index_trend([[1, 2]], [[1, 2, 3]], [2020])


def test_false_positives_where_inequality_does_not_change():
    """400 simulated series: p below 0.05 in 5% of them, by chance in 2.9% to 7.5% (binomial, 2 in 100)."""
    random = np.random.default_rng(20221)
    mean, births = expected_counts(rii=2.2, yearly=1.0, level=0.8)
    small = [relative_index_trend(random.poisson(mean), births, YEARS).p_value < 0.05 for _ in range(400)]
    assert 0.029 <= np.mean(small) <= 0.075
