"""Values of areas with their confidence intervals, their tests against a target, and comparisons of two.

- Rates: `crude_rate` (published), `exact_rate`; against a target `poisson_p_value`; two rates `rate_ratio`,
  an area and all others `rate_against_rest`.
- Proportions: `proportion`; against a target `binomial_p_value` and `proportion_score_test`; two of them
  `proportion_difference`.
- How often intervals hold the true value: `coverage_of_rates`, `coverage_of_proportions`.
- Means: `mean`; two of them `mean_difference`.

Every function takes arrays of any shapes that broadcast together and treats each element by itself: a broken
element gives NaN there and nowhere else. Nothing here raises for data; a setting out of range (`confidence`,
`multiplier`) is a ValueError.
"""

from reporter.statistics.intervals.coverage import coverage_of_proportions, coverage_of_rates
from reporter.statistics.intervals.means import mean, mean_difference
from reporter.statistics.intervals.proportions import (
    binomial_p_value,
    proportion,
    proportion_difference,
    proportion_score_test,
)
from reporter.statistics.intervals.rates import (
    crude_rate,
    exact_rate,
    poisson_p_value,
    rate_against_rest,
    rate_ratio,
)
from reporter.statistics.intervals.results import Difference, Estimate, RatioTest, ScoreTest

__all__ = [
    "Difference",
    "Estimate",
    "RatioTest",
    "ScoreTest",
    "binomial_p_value",
    "coverage_of_proportions",
    "coverage_of_rates",
    "crude_rate",
    "exact_rate",
    "mean",
    "mean_difference",
    "poisson_p_value",
    "proportion",
    "proportion_difference",
    "proportion_score_test",
    "rate_against_rest",
    "rate_ratio",
]
