"""Series over time: runs of any steps and of windows, and trends by their true distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from reporter.findings.change import Change, changes
from reporter.findings.newest_runs import NewestRun, newest_runs
from reporter.findings.runs import longest_run, runs
from reporter.findings.trends import trends
from reporter.publication.periods import Period, label_of, period_of, window
from tests.publications import EVENTS


def table(counts: dict[str, tuple[int, int]], basis: str = "occurring") -> pd.DataFrame:
    """Rates of one network by period: events and denominator."""
    rows = []
    for label, (events, births) in counts.items():
        period = period_of(label, basis)
        assert period is not None
        rows.append(
            {
                "indicator": "events",
                "area_code": "W",
                "area_type": "network",
                "period": label,
                "basis": basis,
                "first_year": period.first_year,
                "last_year": period.last_year,
                "numerator": events,
                "denominator": births,
                "value": 1000 * events / births,
            }
        )
    return pd.DataFrame(rows)


def growing(labels: list[str], per_step: float) -> dict[str, tuple[int, int]]:
    """A rate that grows by the same factor from each period to the next."""
    return {label: (round(10_000 * per_step**place), 1_000_000) for place, label in enumerate(labels)}


@pytest.mark.parametrize(
    ("labels", "steps_a_year"),
    [
        (["2016", "2017", "2018", "2019", "2020", "2021"], 1),
        (["2016/17", "2017/18", "2018/19", "2019/20", "2020/21"], 1),
        (["2020 Q3", "2020 Q4", "2021 Q1", "2021 Q2", "2021 Q3", "2021 Q4"], 4),
        (["2020/21 Q4", "2021/22 Q1", "2021/22 Q2", "2021/22 Q3", "2021/22 Q4"], 4),
        (["2021-09", "2021-10", "2021-11", "2021-12", "2022-01"], 12),
        (["2001 to 2003", "2004 to 2006", "2007 to 2009", "2010 to 2012", "2013 to 2015"], 1 / 3),
    ],
)
def test_a_trend_is_told_by_the_year(labels: list[str], steps_a_year: float) -> None:
    """Growth of 2% a period is 1.02 to the power of the periods of a year."""
    rates = table(growing(labels, 1.02))
    (trend,) = trends(rates, (EVENTS,), ("network",), windows=" to " in labels[0])
    assert trend.points == len(labels)
    assert 1 + trend.annual_percent_change / 100 == pytest.approx(1.02**steps_a_year, rel=2e-4)
    assert label_of(trend.first_year) == labels[0].split(" to ")[0]
    assert label_of(trend.last_year) == labels[-1].split(" to ")[-1]


def test_windows_of_unlike_length_keep_their_distance() -> None:
    """Middles of 1970 to 1974 and on: 1972, 1976.5, 1980.5, 1984.5, 1988.5; the rate doubles in ten years."""
    ends = [(1970, 1974), (1975, 1978), (1979, 1982), (1983, 1986), (1987, 1990)]
    counts = {
        label_of(window(*each)): (round(10_000 * 2 ** ((sum(each) / 2 - 1972) / 10)), 1_000_000)
        for each in ends
    }
    (run,) = runs(table(counts), EVENTS, "network", windows=True)
    assert np.diff(run.time).tolist() == [4.5, 4, 4, 4]
    (trend,) = trends(table(counts), (EVENTS,), ("network",), windows=True)
    assert 1 + trend.annual_percent_change / 100 == pytest.approx(2**0.1, rel=1e-4)


def test_a_run_has_no_step_twice() -> None:
    """Of windows of three years that begin every year, every third; the latest of three runs as long."""
    windows = [("occurring", first, first + 2) for first in range(2000, 2015)]
    assert longest_run(windows) == [2, 5, 8, 11, 14]
    assert longest_run([("a", 2001, 2001), ("a", 2002, 2002), ("b", 2003, 2003), ("a", 2005, 2005)]) == [0, 1]
    assert longest_run([]) == []


def test_a_window_is_compared_with_the_one_before_it() -> None:
    counts = {
        "2017 to 2018": (90, 1000),
        "2016 to 2018": (120, 1500),
        "2018 to 2020": (160, 1500),
        "2019 to 2021": (200, 1500),
    }
    (change,) = changes(table(counts), (EVENTS,), Period(2019, 2021, "occurring"))
    assert (change.period_from, change.period_to) == ("2016 to 2018", "2019 to 2021")
    assert isinstance(change, Change)
    assert change.rate_ratio == pytest.approx(200 / 120)


def test_a_quarter_is_compared_with_the_quarter_before_it() -> None:
    latest = period_of("2022 Q1", "occurring")
    assert latest is not None
    counts = {"2021 Q4": (50, 1000), "2022 Q1": (90, 1000), "2021 Q1 to 2021 Q4": (200, 4000)}
    (change,) = changes(table(counts), (EVENTS,), latest)
    assert (change.period_from, change.period_to, change.direction) == ("2021 Q4", "2022 Q1", "rose")


@pytest.mark.parametrize(
    ("labels", "steps_a_year", "taken"),
    [
        (["2020/21", "2021/22", "2022/23"], 1, [0, 1, 2]),
        (["2021 Q3", "2021 Q4", "2022 Q1", "2022 Q2"], 4, [0, 1, 2, 3]),
        (["2021-11", "2021-12", "2022-01"], 12, [0, 1, 2]),
        (["2001 to 2003", "2004 to 2006", "2007 to 2009"], 1 / 3, [0, 1, 2]),
        # Windows that overlap: the newest, and each before it that ends where the next begins.
        (["2010 to 2012", "2012 to 2013", "2013 to 2015", "2014 to 2016", "2016 to 2018"], 2 / 3, [0, 2, 4]),
    ],
)
def test_the_newest_run_of_any_steps(labels: list[str], steps_a_year: float, taken: list[int]) -> None:
    """Growth of 2% a period: the ratio of the ends of those taken, and the change by their distance."""
    counts = growing(labels, 1.02)
    (run,) = newest_runs(table(counts), (EVENTS,), ("network",), windows=" to " in labels[0])
    assert run.points == len(taken)
    assert (label_of(run.first_year), label_of(run.last_year)) == (labels[taken[0]], labels[taken[-1]])
    assert isinstance(run, NewestRun)
    assert run.rate_ratio == pytest.approx(1.02 ** (taken[-1] - taken[0]), rel=2e-4)
    assert 1 + run.annual_percent_change / 100 == pytest.approx(1.02**steps_a_year, rel=2e-4)
    exact = stats.binomtest(counts[labels[taken[-1]]][0], sum(counts[labels[taken[n]]][0] for n in (0, -1)))
    assert run.p_value == pytest.approx(exact.pvalue, rel=1e-6)
