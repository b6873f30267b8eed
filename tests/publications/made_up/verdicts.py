"""Findings with a verdict of one's choice."""

from __future__ import annotations

import math

import pandas as pd

from reporter.findings.change import Change
from reporter.findings.funnels import Funnel
from reporter.findings.inequalities import Decomposition, Inequality, InequalityTrend
from reporter.findings.rare_events import NetworkControlChart
from reporter.findings.trends import Trend
from reporter.findings.vocabulary import Direction, Inequal
from tests.publications.made_up.places import MAIN
from tests.publications.made_up.tables import COMPARISONS, rates


def funnel(indicator: str = "whole", tau2: float = 0.04) -> Funnel:
    """A funnel of the networks whose rate is given."""
    table = rates()
    here = table[
        (table["indicator"] == indicator) & (table["area_type"] == "network") & (table["period"] == MAIN)
    ]
    points = here[here["value"].notna()][["area_code", "area_name", "numerator", "denominator", "value"]]
    points["comparison"] = list(COMPARISONS[: len(points)])
    points["adjusted_comparison"] = ["higher (99.8%)", "lower (95%)", *["similar"] * (len(points) - 2)]
    grid = [20000 + 400 * step for step in range(121)]
    curve = pd.DataFrame({"denominator": grid})
    for width, name in ((1.2, "95"), (1.9, "998")):
        for prefix, wide in (("", 1.0), ("adjusted_", 1.6)):
            half = [
                width * wide * math.sqrt(20000 / at) if tau2 > 0 or not prefix else math.nan for at in grid
            ]
            curve[f"{prefix}lower_{name}"] = [max(0.0, 5 - step) for step in half]
            curve[f"{prefix}upper_{name}"] = [5 + step for step in half]
    return Funnel(
        indicator=indicator,
        area_type="network",
        period=MAIN,
        basis="occurring",
        target=5.0,
        target_code="N",
        phi=4.5,
        calibrated_phi=8.6 if tau2 > 0 else 1.0,
        tau2=tau2,
        dispersion_level="network" if math.isfinite(tau2) else "",
        points=points,
        curve=curve,
        not_drawn=1,
        outside=2,
        adjusted_outside=1,
        expected_false_flags=0.01,
    )


def change(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Change:
    """A change with a verdict."""
    return Change(indicator, area_code, "2021", "2022", 5.04, 4.96, 0.98, 0.9, 1.07, 0.61, 0.8, direction)


def trend(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Trend:
    """A trend with a verdict."""
    numbers = (-2.15, -2.84, -1.46, 0.0004, 0.0012, 0.0005, 1.2)
    return Trend(
        indicator, area_code, "registered", 2010, 2014, 5, *numbers, "No significant change", "", direction
    )


def inequality(verdict: Inequal, area_code: str = "N") -> Inequality:
    """Indices of inequality with a verdict."""
    index = (3, 2.5, 2.1, 2.9, 1.8, 1.6, 2.04, "a value or limit is missing", verdict)
    return Inequality("whole", area_code, "deprivation", "2022", "occurring", *index)


def inequality_trend(direction: Direction) -> InequalityTrend:
    """A trend of the relative index with a verdict."""
    numbers = (2019, 2022, 4, -1.25, -2.5, -0.5, 0.004, 1.3)
    return InequalityTrend("whole", "N", "deprivation", "occurring", *numbers, direction)


def decomposition() -> Decomposition:
    """Kitagawa's split of a change."""
    return Decomposition("whole", "N", "sort", "occurring", "2021", "2022", -0.25, -0.05, -0.2)


def control_chart(outside: int = 1) -> NetworkControlChart:
    """A chart of a network with rare events, of whose years some lie outside the limits."""
    years = list(range(2010, 2015))
    points = pd.DataFrame(
        {
            "period": [str(year) for year in years],
            "first_year": years,
            "last_year": years,
            "numerator": [3, 4, 12, 2, 3],
            "denominator": [1000, 1010, 990, 1005, 1000],
            "rate": [3.0, 3.96, 12.12, 1.99, 3.0],
            "lower": [0.1, 0.1, 0.1, 0.1, 0.1],
            "upper": [11.5, 11.4, 11.6, 11.5, 11.5],
            "flag": [0, 0, 1 if outside else 0, 0, 0],
        }
    )
    return NetworkControlChart("whole", "W1", "registered", 2010, 2014, 4.8, outside, points)
