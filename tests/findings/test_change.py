"""Changes from one year to the next, and which pairs of rates are a test."""

import math

import pandas as pd
import pytest
from scipy import stats

from reporter.findings.change import changes
from reporter.publication.periods import Period
from tests.publications import indicator

EVENTS_PER_1000 = indicator("events", ("events",))

EVENTS = {"A": (0, 0), "B": (0, 9), "C": (4, 2)}
"""Events of each area in both years, among 1,000 each."""


@pytest.fixture(scope="module")
def found():
    rows = [
        ("events", code, "network", str(year), "occurring", year, year, events, 1000, float(events))
        for code, both in EVENTS.items()
        for year, events in zip((2021, 2022), both, strict=True)
    ]
    names = ("indicator", "area_code", "area_type", "period", "basis", "first_year", "last_year")
    rates = pd.DataFrame(rows, columns=[*names, "numerator", "denominator", "value"])
    latest = Period(2022, 2022, "occurring")
    return {each.area_code: each for each in changes(rates, [EVENTS_PER_1000], latest)}


def test_two_years_without_events_are_not_tested(found):
    assert found["A"].direction == "cannot be tested"
    of_test = ("rate_ratio", "lower_95", "upper_95", "p_value", "adjusted_p_value")
    assert all(math.isnan(getattr(found["A"], name)) for name in of_test)


def test_what_is_not_tested_adjusts_no_other_p_value(found):
    """Two tests are left: by Benjamini and Hochberg the smaller p doubles, the greater stays as it is."""
    p_values = {code: stats.binomtest(EVENTS[code][1], sum(EVENTS[code])).pvalue for code in "BC"}
    assert found["B"].adjusted_p_value == pytest.approx(2 * p_values["B"])
    assert found["C"].adjusted_p_value == pytest.approx(p_values["C"])


def test_events_after_none_rose_by_no_ratio(found):
    assert (found["B"].direction, found["B"].rate_ratio) == ("rose", math.inf)
