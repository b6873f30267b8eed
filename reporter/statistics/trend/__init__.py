"""Trends of rates over years.

- The marker that the field publishes: `recent_trend`, and `calendar_trend` which keeps to calendar years.
- Tests: `exact_trend` at any number of events; `poisson_trend` with the annual rate ratio and its limits;
  `quasi_poisson_trend` where years vary by more than chance; `cochran_armitage`; `mann_kendall` for values of
  any kind.
- Windows of several years: `pooled_trend`. Changes of the trend itself: `segmented`.

Many areas tested at once: adjust the p-values by `multiplicity.benjamini_hochberg`.
"""

from reporter.statistics.trend.cochran_armitage import TrendTest, cochran_armitage
from reporter.statistics.trend.exact import ExactTrend, exact_trend
from reporter.statistics.trend.mann_kendall import MannKendall, mann_kendall
from reporter.statistics.trend.poisson import (
    PoissonTrend,
    QuasiPoissonTrend,
    poisson_trend,
    quasi_poisson_trend,
)
from reporter.statistics.trend.pooled import PooledTrend, pooled_trend
from reporter.statistics.trend.recent import CalendarTrend, RecentTrend, calendar_trend, recent_trend
from reporter.statistics.trend.segmented import Segmented, segmented

__all__ = [
    "CalendarTrend",
    "ExactTrend",
    "MannKendall",
    "PoissonTrend",
    "PooledTrend",
    "QuasiPoissonTrend",
    "RecentTrend",
    "Segmented",
    "TrendTest",
    "calendar_trend",
    "cochran_armitage",
    "exact_trend",
    "mann_kendall",
    "poisson_trend",
    "pooled_trend",
    "quasi_poisson_trend",
    "recent_trend",
    "segmented",
]
