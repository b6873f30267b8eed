"""Findings by hand, of the findings' own types: six networks, with every kind of cell and verdict once."""

from __future__ import annotations

import math

from reporter.findings import Findings
from reporter.findings.detectable import Detectable
from reporter.findings.vocabulary import Direction
from reporter.findings.withholding import Withholding
from reporter.publication import profiles
from tests.publications.made_up.places import (
    HOSTILE,
    LATEST,
    MAIN,
    NETWORK_NAMES,
    WITHHELD_NETWORK,
    areas,
    publication,
)
from tests.publications.made_up.tables import by_category, rates
from tests.publications.made_up.verdicts import (
    change,
    control_chart,
    decomposition,
    funnel,
    inequality,
    inequality_trend,
    newest_run,
    trend,
    variation,
)

__all__ = [
    "HOSTILE",
    "MAIN",
    "NETWORK_NAMES",
    "WITHHELD_NETWORK",
    "areas",
    "change",
    "control_chart",
    "decomposition",
    "findings",
    "funnel",
    "inequality",
    "inequality_trend",
    "newest_run",
    "publication",
    "rates",
    "trend",
    "variation",
]


def findings() -> Findings:
    """All findings of the made-up edition."""
    directions: tuple[Direction, ...] = ("rose", "fell", "no clear change", "cannot be tested")
    tested = ["N", *(f"W{n}" for n in range(6))]
    return Findings(
        rates=rates(),
        changes=tuple(change(directions[n % 4], code) for n, code in enumerate(tested)),
        newest_runs=tuple(newest_run(directions[n % 4], code) for n, code in enumerate(tested)),
        trends=tuple(trend(directions[(n + 1) % 4], code) for n, code in enumerate(tested)),
        variation=tuple(
            variation(level, indicator)
            for indicator in ("whole", "early")
            for level in ("network", "region", "district")
        ),
        funnels=(funnel(), funnel("early")),
        detectable=tuple(
            Detectable("whole", f"W{n}", LATEST, "occurring", 10000, 0.33 if n else math.nan, math.nan)
            for n in range(6)
        ),
        control_charts=(control_chart(),),
        by_category=by_category(),
        inequalities=(inequality("higher"), inequality("no clear difference", "W0")),
        inequality_trends=(inequality_trend("fell"),),
        decompositions=(decomposition(),),
        withholding=tuple(
            Withholding(
                "whole", "everyone", level, period, "occurring", cells, withheld, 0, 1 if withheld else 0, 2
            )
            for level, cells, withheld in (
                ("district", 18, 3),
                ("network", 6, 1),
                ("region", 2, 0),
                ("nation", 1, 0),
            )
            for period in (LATEST, MAIN)
        ),
        rules=profiles.shipped("strict"),
        main_period=MAIN,
        latest_year=LATEST,
        main_basis="occurring",
    )
