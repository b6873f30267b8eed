"""Whether inequality changes in time.

`index_trend` of both indices, with the year as the unit; `relative_index_trend` of the relative index in one
regression of all cells.
"""

from reporter.statistics.inequality_trend.cells import RelativeIndexTrend, relative_index_trend
from reporter.statistics.inequality_trend.years import IndexTrend, index_trend

__all__ = ["IndexTrend", "RelativeIndexTrend", "index_trend", "relative_index_trend"]
