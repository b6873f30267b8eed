"""Findings with a verdict of one's choice."""

from __future__ import annotations

import math

import pandas as pd

from reporter.findings.change import Change
from reporter.findings.coverage import Coverage
from reporter.findings.decompositions import Decomposition
from reporter.findings.funnels import Funnel
from reporter.findings.inequalities import Inequality
from reporter.findings.inequality_trends import InequalityTrend
from reporter.findings.newest_runs import NewestRun
from reporter.findings.rare_events import NetworkControlChart
from reporter.findings.trends import Trend
from reporter.findings.verdicts import Variation
from reporter.findings.vocabulary import Direction, GapDirection, Inequal
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
    points["verdict"] = here.loc[points.index, "verdict"]
    points["adjusted_comparison"] = ["higher (99.8%)", "lower (95%)", *["similar"] * (len(points) - 2)]
    grid = [20000 + 400 * step for step in range(121)]
    curve = pd.DataFrame({"denominator": grid})
    for width, name in ((1.2, "95"), (1.9, "998")):
        half = [width * math.sqrt(20000 / at) for at in grid]
        curve[f"lower_{name}"] = [max(0.0, 5 - step) for step in half]
        curve[f"upper_{name}"] = [5 + step for step in half]
    wide = [1.6 * (each - 5) if tau2 > 0 else each - 5 for each in curve["upper_95"]]
    curve["verdict_lower"] = [max(0.0, 5 - step) for step in wide]
    curve["verdict_upper"] = [5 + step for step in wide]
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
        points=points,
        curve=curve,
        not_drawn=1,
        outside=2,
        expected_false_flags=0.01,
    )


def change(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Change:
    """A change with a verdict."""
    return Change(indicator, area_code, "2021", "2022", 5.04, 4.96, 0.98, 0.9, 1.07, 0.61, 0.8, direction)


def newest_run(direction: Direction, area_code: str = "N", indicator: str = "whole") -> NewestRun:
    """A newest run of years with a verdict on its ends, and no clear trend."""
    return NewestRun(
        *(indicator, area_code, "everyone", "occurring"),
        *(2020, 2022, 3),
        *(5.2, 4.96, 0.95, 0.88, 1.03, 0.2, 0.3),
        direction,
        *(-2.5, -6.1, 1.2, 0.21, 0.32),
        trend_direction="no clear change",
    )


def variation(area_type: str = "network", indicator: str = "whole") -> Variation:
    """How much the areas of a level vary, by the verdicts of the table of rates."""
    table = rates()
    here = table[
        (table["indicator"] == indicator)
        & (table["area_type"] == area_type)
        & (table["period"] == MAIN)
        & (table["verdict"] != "")
    ]
    said = here["verdict"].tolist()
    higher, lower = (sum(word in verdict for verdict in said) for word in ("higher", "lower"))
    few = area_type == "region"
    estimate = (math.nan, math.nan, math.nan, math.nan) if few else (0.04, 0.0, 0.12, 0.002)
    return Variation(
        *(indicator, area_type, MAIN, "occurring"),
        *(len(here), len(here), 1),
        *estimate,
        limits=95.0,
        allows_for="chance" if few else "chance and variation",
        reason="few areas" if few else "",
        higher=higher,
        lower=lower,
        expected_higher=0.12,
        expected_lower=0.03,
    )


def trend(direction: Direction, area_code: str = "N", indicator: str = "whole") -> Trend:
    """A trend with a verdict."""
    numbers = (-2.15, -2.84, -1.46, 0.0004, 0.0012, 0.0005, 1.2)
    return Trend(
        indicator, area_code, "registered", 2010, 2014, 5, *numbers, "No significant change", "", direction
    )


def inequality(verdict: Inequal, area_code: str = "N") -> Inequality:
    """Indices of inequality with a verdict."""
    index = (3, 2.5, 2.1, 2.9, 1.8, 1.6, 2.04, 0.0004, "no events", verdict)
    published = (2.4, 2.0, 2.8, 1.75, 1.55, 1.98, "")
    return Inequality("whole", area_code, "deprivation", "2022", "occurring", *index, *published)


def inequality_trend(direction: GapDirection) -> InequalityTrend:
    """A trend of both indices with a verdict."""
    numbers = (2019, 2022, 4, -1.25, -2.5, -0.5, 0.004, 1.3, -0.15, -0.25, -0.05, 0.01, 1.0)
    return InequalityTrend("whole", "N", "deprivation", "occurring", *numbers, direction)


def decomposition() -> Decomposition:
    """Kitagawa's split of a change."""
    return Decomposition("whole", "N", "sort", "occurring", "2021", "2022", -0.25, -0.05, -0.2, "")


def coverage(outside: int = 5) -> Coverage:
    """Coverage of a breakdown that some events are in no category of."""
    share = 100 - outside
    return Coverage("whole", "N", "sort", "2022", "occurring", 100, outside, share, 10000, 0, 100.0)


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
