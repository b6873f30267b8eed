"""Control charts: which networks get one, and which years lie outside."""

import pandas as pd
import pytest
from scipy import stats

from reporter.findings.rare_events import RARE, control_charts
from tests.publications import EVENTS


def annual(counts: dict[str, list[object]], births: int = 2000) -> pd.DataFrame:
    """Rows of the table of rates of networks, one a year from 2010."""
    rows = [
        ("events", code, "network", str(year), "registered", count, births, year, year)
        for code, series in counts.items()
        for year, count in enumerate(series, start=2010)
    ]
    columns = ["indicator", "area_code", "area_type", "period", "basis", "numerator", "denominator"]
    table = pd.DataFrame(rows, columns=[*columns, "first_year", "last_year"])
    return table.astype({"numerator": "Int64"})


def test_only_networks_with_rare_events_and_a_run_of_years_get_one() -> None:
    table = annual(
        {
            "rare": [3, 2, 4, 3, 3, 2],
            "usual": [30, 25, 31, 28, 27, 33],
            "short": [3, 2, 4],
            "withheld": [3, 2, pd.NA, 3, 3, 2],
            "none": [0, 0, 0, 0, 0, 0],
        }
    )
    assert [found.area_code for found in control_charts(table, EVENTS, "network")] == ["rare"]


def test_a_year_outside_is_found_and_the_rates_are_per_thousand() -> None:
    (found,) = control_charts(annual({"A": [2, 1, 3, 2, 12, 2, 1, 2]}), EVENTS, "network")
    assert found.centre == pytest.approx(1000 * 25 / 16000)
    assert found.points["flag"].tolist() == [0, 0, 0, 0, 1, 0, 0, 0]
    assert found.outside == 1
    # 3.125 expected: 12 or more come by chance less often than the upper tail of three standard deviations.
    assert stats.poisson.sf(11, 25 / 8) < stats.norm.sf(3)


def test_the_threshold_is_where_the_usual_chart_loses_its_lower_limit() -> None:
    assert RARE - 3 * RARE**0.5 == 0
