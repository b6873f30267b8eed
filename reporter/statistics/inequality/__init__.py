"""Inequality: areas into quantiles, and the slope and relative index of inequality across them.

`regression_index` from counts, quantiles without events among them; `slope_index` from published rates, as
the field's package computes it.
"""

from reporter.statistics.inequality.quantiles import quantile, relative_rank
from reporter.statistics.inequality.regression import RegressionIndex, regression_index
from reporter.statistics.inequality.slope import SlopeIndex, slope_index

__all__ = [
    "RegressionIndex",
    "SlopeIndex",
    "quantile",
    "regression_index",
    "relative_rank",
    "slope_index",
]
