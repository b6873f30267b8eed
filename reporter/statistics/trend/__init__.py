"""Trends of rates over years.

- The marker that the field publishes: `recent_trend`, and `calendar_trend` which keeps to calendar years.
- Tests: `exact_trend` at any number of events; `poisson_trend` with the annual rate ratio and its limits;
  `quasi_poisson_trend` where years vary by more than chance; `mann_kendall` for values of any kind.
- Of proportions: `logistic_trend`, `cochran_armitage`; of values with standard errors: `weighted_trend`.
- The newest years on one basis: `run_change`; a given run of any steps of time: `change_over`.
- Windows of several years: `pooled_trend`. Changes of the trend itself: `segmented`, and with given ones
  `segment_changes`, `average_change`.
- Where it leads: `projection`, of proportions `share_projection`, of values with standard errors
  `weighted_projection`; what it should follow: `target_line`.

Many areas tested at once: adjust the p-values by `multiplicity.benjamini_hochberg`.
"""

from reporter.statistics.trend.ahead import projection, share_projection, target_line
from reporter.statistics.trend.average import AverageChange, average_change
from reporter.statistics.trend.cochran_armitage import TrendTest, cochran_armitage
from reporter.statistics.trend.exact import ExactTrend, exact_trend
from reporter.statistics.trend.logistic import LogisticTrend, logistic_trend
from reporter.statistics.trend.mann_kendall import MannKendall, mann_kendall
from reporter.statistics.trend.newest_run import RunChange, change_over, run_change
from reporter.statistics.trend.poisson import (
    PoissonTrend,
    QuasiPoissonTrend,
    poisson_trend,
    quasi_poisson_trend,
)
from reporter.statistics.trend.pooled import PooledTrend, pooled_trend
from reporter.statistics.trend.recent import CalendarTrend, RecentTrend, calendar_trend, recent_trend
from reporter.statistics.trend.segmented import Segmented, segment_changes, segmented
from reporter.statistics.trend.weighted import WeightedTrend, weighted_projection, weighted_trend

__all__ = [
    "AverageChange",
    "CalendarTrend",
    "ExactTrend",
    "LogisticTrend",
    "MannKendall",
    "PoissonTrend",
    "PooledTrend",
    "QuasiPoissonTrend",
    "RecentTrend",
    "RunChange",
    "Segmented",
    "TrendTest",
    "WeightedTrend",
    "average_change",
    "calendar_trend",
    "change_over",
    "cochran_armitage",
    "exact_trend",
    "logistic_trend",
    "mann_kendall",
    "poisson_trend",
    "pooled_trend",
    "projection",
    "quasi_poisson_trend",
    "recent_trend",
    "run_change",
    "segment_changes",
    "segmented",
    "share_projection",
    "target_line",
    "weighted_projection",
    "weighted_trend",
]
