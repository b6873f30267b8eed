"""Targets: the line to them, where the trend leads, and what may be said of it; known breaks of a trend."""

from __future__ import annotations

import numpy as np
import pytest

from reporter.findings import Findings
from reporter.publication.indicator import Indicator
from reporter.statistics.trend import average_change, projection
from tests.publications import EVENTS, Small, added_up, areas, publication

FALLING = {2018 + n: 2 * round(3000 * 0.9**n) for n in range(5)}
"""Events among 1,000,000 births a year, a tenth fewer each year."""
HALVE = {"reduction": 0.5, "year": 2026, "from_year": 2018, "source": "The plan"}


def found(
    target: dict[str, object] | None = None, events: dict[int, int] = FALLING, **record: object
) -> Findings:
    given = {**EVENTS.model_dump(), "target": target, **record}
    indicator = Indicator.model_validate(given)
    hierarchy = areas(2, 1)
    rows = [
        (district.code, year, "occurring", 500_000, count // 2)
        for year, count in events.items()
        for district in hierarchy.of_type("district")
    ]
    made = publication(indicators=[indicator], years=events, pools=())
    return Small(made, hierarchy, added_up(hierarchy, rows, ("births", "events"))).findings()


def test_the_line_and_the_trend() -> None:
    (one,) = found(HALVE).targets
    assert (one.first_year, one.last_year, one.judged_year) == (2018, 2022, 2026)
    assert (one.from_value, one.to_value) == (6.0, 3.0)
    assert one.value == pytest.approx(3.936)
    # Half of the way in equal percentages: the root of a half.
    assert one.line_value == pytest.approx(6 * 0.5**0.5)
    assert one.distance == pytest.approx(3.936 - 6 * 0.5**0.5)
    years = np.array([*FALLING])
    trend = projection(np.array([*FALLING.values()]), np.full(5, 1e6), years, 2026)
    assert (one.projected, one.projected_upper_95) == pytest.approx((float(trend.value), float(trend.upper)))
    assert one.projected == pytest.approx(6 * 0.9**8, rel=1e-3)
    assert one.course == "on course"


@pytest.mark.parametrize(
    ("target", "course"),
    [
        (HALVE | {"reduction": 0.9}, "not on course"),
        # A tenth fewer each year is just what this asks for.
        (HALVE | {"reduction": 1 - 0.9**8}, "cannot be told"),
        # A rate that is to rise, and falls.
        ({"value": 8.0, "year": 2026, "from_year": 2018, "source": "The plan"}, "not on course"),
        # The target's year is over: the trend of that year against the target.
        ({"value": 5.0, "year": 2020, "from_year": 2018, "source": "The plan"}, "on course"),
        # The start of the line is stated, long before the figures.
        (HALVE | {"from_year": 1990, "from_value": 40.0}, "on course"),
    ],
)
def test_the_verdict_is_said_only_where_the_limits_leave_out_the_line(
    target: dict[str, object], course: str
) -> None:
    (one,) = found(target).targets
    assert one.course == course


def test_the_trend_is_followed_no_further_ahead_than_it_is_long() -> None:
    (one,) = found(HALVE | {"year": 2040}).targets
    assert one.judged_year == 2026
    assert one.judged_line == pytest.approx(6 * 0.5 ** (8 / 22))


def test_a_gap_ends_the_run_and_two_years_show_no_trend() -> None:
    (one,) = found(HALVE, {year: count for year, count in FALLING.items() if year != 2020}).targets
    assert (one.first_year, one.course) == (2021, "cannot be told")
    assert np.isnan(one.projected)


def test_nothing_without_a_target_or_a_start_of_the_line() -> None:
    assert found().targets == ()
    assert found(HALVE | {"from_year": 2010}).targets == ()


def test_known_breaks_part_the_trend_of_every_area() -> None:
    turned = {2014 + n: 6000 - 500 * min(n, 4) for n in range(9)}
    breaks = [{"year": year, "what": "A new form"} for year in (2018, 2030)]
    findings = found(None, turned, breaks=breaks)
    assert {one.area_code for one in findings.broken_trends} == {"N", "W0", "W1"}
    (nation,) = (one for one in findings.broken_trends if one.area_code == "N")
    years, counts = np.array([*turned]), np.array([*turned.values()])
    wanted = average_change(counts, np.full(9, 1e6), years, [2018])
    assert nation.breaks == 1
    assert nation.annual_percent_change == pytest.approx(wanted.average_annual_percent_change)
    assert nation.lower_95 == pytest.approx(wanted.lower)
    first, second = (one for one in findings.trend_parts if one.area_code == "N")
    assert (first.first_year, first.last_year, second.first_year, second.last_year) == (
        2014,
        2018,
        2018,
        2022,
    )
    # From 6,000 to 4,000 in four years, then level.
    assert first.annual_percent_change == pytest.approx(100 * ((4000 / 6000) ** 0.25 - 1), abs=0.5)
    assert second.annual_percent_change == pytest.approx(0, abs=0.5)
    assert found(None, turned).broken_trends == ()
