"""Targets: how far the comparator is from the target of an indicator, and whether its trend leads there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import kind_of
from reporter.findings.schema import CalendarYear, of_records
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator, Target
from reporter.publication.periods import Period, is_calendar_year
from reporter.statistics.intervals import Estimate
from reporter.statistics.trend import target_line

FEWEST_YEARS = 3
"""A trend is followed on from at least this many years."""

Course = Literal["on course", "not on course", "cannot be told"]
"""Verdict on a trend against the line to a target."""


@dataclass(frozen=True)
class TargetCourse:
    """The comparator against the target of an indicator.

    from_year, from_value: where the line to the target starts; to_year, to_value: the target; last_year,
    value: the latest rate; line_value: where the line is in that year; distance: value less line_value, above
    0 where the rate is higher; first_year: of the newest run of years on one basis, whose trend is followed
    on; judged_year: the target's year, or the last that the trend is followed to, as many years ahead as the
    run has behind it; judged_line: where the line is then; projected with its 95% limits: where the trend is.
    course: 'on course' only if the limits leave the line out on the good side, 'not on course' only if on the
    other.
    """

    indicator: str
    area_code: str
    basis: str
    from_year: CalendarYear
    from_value: float
    to_year: CalendarYear
    to_value: float
    first_year: CalendarYear
    last_year: CalendarYear
    value: float
    line_value: float
    distance: float
    judged_year: CalendarYear
    judged_line: float
    projected: float
    projected_lower_95: float
    projected_upper_95: float
    course: Course


TARGETS = of_records("targets", TargetCourse, "indicator", "area_code", "basis")


def targets(
    rates: pd.DataFrame, indicators: Iterable[Indicator], comparator: str, latest: Period
) -> tuple[TargetCourse, ...]:
    """The comparator against the target of each indicator that has one.

    Nothing where its latest rate is not given or not that of a calendar year, or neither the record nor a
    rate on the same basis says where the line starts.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        comparator: area code of the comparator.
        latest: the latest year.
    """
    if not is_calendar_year(latest):
        return ()
    found = []
    for indicator in indicators:
        if indicator.target is None:
            continue
        here = rates[where(rates, indicator=indicator.id, area_code=comparator, basis=latest.basis)]
        here = here[(here["first_year"] == here["last_year"]).to_numpy()].sort_values(
            "last_year", kind="stable"
        )
        course = _course(here, indicator, indicator.target, latest.last_year)
        if course is not None:
            found.append(course)
    return tuple(found)


def _course(years: pd.DataFrame, indicator: Indicator, target: Target, latest: int) -> TargetCourse | None:
    """The comparator's single years on one basis, in order, against a target."""
    year, value = (years[name].to_numpy(dtype=np.float64) for name in ("last_year", "value"))
    kind = kind_of(indicator)
    observed = kind.exposed(kind.observed(years, indicator))
    given = dict(zip(year.tolist(), value.tolist(), strict=True))
    start = target.from_value if target.from_value is not None else given.get(target.from_year, np.nan)
    now = given.get(latest, np.nan)
    if not (start > 0 and now >= 0) or latest < target.from_year:
        return None
    end = start * (1 - target.reduction) if target.reduction is not None else target.value
    assert end is not None  # the record has one of both
    run = _newest_run(year, ~np.isnan(kind.rests_on(observed) + observed.denominator), latest)
    first = int(year[run[0]])
    judged = max(latest, min(target.year, latest + latest - first))
    followed = Estimate(*np.full(3, np.nan))
    if run.size >= FEWEST_YEARS:
        followed = kind.ahead(observed.at(run), year[run], judged, indicator.multiplier)
    line, then = target_line(target.from_year, start, target.year, end, [latest, judged]).tolist()
    return TargetCourse(
        indicator=indicator.id,
        area_code=str(years["area_code"].iloc[0]),
        basis=str(years["basis"].iloc[0]),
        from_year=target.from_year,
        from_value=float(start),
        to_year=target.year,
        to_value=float(end),
        first_year=first,
        last_year=latest,
        value=float(now),
        line_value=line,
        distance=float(now) - line,
        judged_year=judged,
        judged_line=then,
        projected=float(followed.value),
        projected_lower_95=float(followed.lower),
        projected_upper_95=float(followed.upper),
        course=_verdict(then, float(followed.lower), float(followed.upper), falls=end < start),
    )


def _newest_run(year: NDArray[np.float64], known: NDArray[np.bool_], latest: int) -> NDArray[np.intp]:
    """Places of the consecutive years up to the latest whose counts are known."""
    last = int(np.flatnonzero(year == latest)[0])
    start = last
    while start > 0 and known[start - 1] and year[start - 1] == year[start] - 1:
        start -= 1
    return np.arange(start, last + 1)


def _verdict(line: float, lower: float, upper: float, *, falls: bool) -> Course:
    """Verdict on the limits of a trend against the line to a target that is lower, or not, than its start."""
    if upper < line:
        return "on course" if falls else "not on course"
    if lower > line:
        return "not on course" if falls else "on course"
    return "cannot be told"
