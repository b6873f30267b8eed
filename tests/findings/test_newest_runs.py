"""The newest run of years: England's, and what ends a run."""

from __future__ import annotations

import pandas as pd
import pytest
from scipy import stats

from reporter.findings.newest_runs import NewestRun, newest_runs
from tests.publications.settings import EVENTS

ENGLAND = {2020: (585_195, 2100), 2021: (595_948, 2209), 2022: (577_046, 2240)}
"""Births and infant deaths that occurred, Office for National Statistics (data/infant-mortality)."""


def table(rows: dict[tuple[int, str], tuple[int, int]]) -> pd.DataFrame:
    found = [
        {
            "indicator": EVENTS.id,
            "area_code": "N",
            "area_type": "nation",
            "basis": basis,
            "first_year": year,
            "last_year": year,
            "numerator": events,
            "denominator": births,
        }
        for (year, basis), (births, events) in rows.items()
    ]
    return pd.DataFrame(found).astype({"numerator": "Int64", "denominator": "Int64"})


def test_a_rise_over_the_newest_years_is_found_beside_an_older_fall() -> None:
    rows = {(year, "occurring"): counts for year, counts in ENGLAND.items()}
    older = {(year, "registered"): (650_000, 3000 - 90 * (year - 2010)) for year in range(2010, 2017)}
    (found,) = newest_runs(table({**older, **rows}), (EVENTS,), ("nation",))
    assert (found.first_year, found.last_year, found.points, found.basis) == (2020, 2022, 3, "occurring")
    assert isinstance(found, NewestRun)
    assert found.rate_ratio == pytest.approx(2240 / 577_046 / (2100 / 585_195))
    exact = stats.binomtest(2240, 4340, 577_046 / (577_046 + 585_195)).pvalue
    assert found.p_value == found.adjusted_p_value == pytest.approx(exact, rel=1e-6)
    assert exact == pytest.approx(0.0099, abs=5e-5)
    assert found.direction == "rose"


def test_two_years_are_no_run_and_a_year_on_two_bases_is_taken_on_the_newest() -> None:
    rows = {(year, "occurring"): ENGLAND[year] for year in (2021, 2022)}
    assert newest_runs(table(rows), (EVENTS,), ("nation",)) == ()
    both = {(2020, "registered"): (600_000, 9), (2020, "occurring"): ENGLAND[2020], **rows}
    (found,) = newest_runs(table(both), (EVENTS,), ("nation",))
    assert (found.first_year, found.basis) == (2020, "occurring")


def test_no_event_cannot_be_tested() -> None:
    rows = {(year, "occurring"): (1000, 0) for year in (2020, 2021, 2022)}
    (found,) = newest_runs(table(rows), (EVENTS,), ("nation",))
    assert found.direction == found.trend_direction == "cannot be tested"
