"""The made-up edition with all that tables can hold: infinite, missing, tiny and negative numbers."""

import hashlib
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from reporter.comparison.differences import Difference, Revisions
from reporter.comparison.published import CellName, PublishedCell, PublishedEdition
from reporter.findings import Findings
from reporter.findings.against_rest import AgainstRest
from reporter.findings.change import ShareChange
from reporter.findings.edition import TABLES
from reporter.findings.interval_coverage import IntervalCoverage
from reporter.findings.known_breaks import BrokenTrend, TrendPart
from reporter.findings.mix import AdjustedForMix
from reporter.findings.newest_runs import ShareRun
from reporter.findings.sensitivity import FalseMarks, Marks
from reporter.findings.shrunk import COLUMNS as SHRUNK
from reporter.findings.targets import TargetCourse
from reporter.findings.underlying import LevelReliability, UnderlyingRate
from reporter.publication.loading import Publication
from reporter.report.tables import data_files, from_findings
from tests.publications import made_up, with_sections

SCHEMAS = (
    *(schema for schemas in TABLES.values() for schema in schemas),
    from_findings.AREAS,
    from_findings.INDICATORS,
)
"""Every data table that an edition can have."""


def publication() -> Publication:
    """The made-up publication with a licence and a title that must be escaped."""
    licence = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
    about = {"title": "Made up in <networks>", "licence": licence}
    return with_sections(made_up.publication(), publication=about)


def rates() -> pd.DataFrame:
    """The table of rates, no number of which is another's."""
    table = made_up.rates()
    number = np.arange(len(table))
    value = ((number + 1) / 0.7) + 0 * table["value"]
    few = table["symbols"].eq("") & (number % 3 == 0)
    return table.assign(
        numerator=(3 * number) + 0 * table["numerator"],
        denominator=1000 + 1234 * number,
        value=value,
        lower_95=value / 3,
        upper_95=value * 1.1,
        lower_998=value * 1e-7,
        upper_998=value * 1.7,
        symbols=table["symbols"].mask(few, "[u]"),
        **dict.fromkeys(SHRUNK, value / 2),
    )


def findings() -> Findings:
    """All findings."""
    made = made_up.findings()
    none_before = replace(
        made_up.change("fell", "R0"),
        value_from=0.0,
        rate_ratio=math.inf,
        lower_95=0.3,
        upper_95=math.inf,
        p_value=1e-05,
        adjusted_p_value=2e-05,
    )
    of_a_share = ShareChange(
        *("early", "N", "2021", "2022"), *(94.2, 93.1, -1.1, -2.5, 0.25), *(0.11, 0.2), "no clear change"
    )
    run_of_a_share = ShareRun(
        *("early", "N", "everyone", "occurring"),
        *(2020, 2022, 3),
        *(94.2, 93.1, -1.1, -2.5, 0.25, 0.11, 0.2),
        "no clear change",
        *(-2.5, -6.1, 1.2, 0.21, 0.32),
        trend_direction="no clear change",
    )
    up_to_zero = replace(made_up.trend("no clear change", "R0"), upper_95=-0.0)
    not_estimated = replace(made_up.funnel(tau2=math.nan), phi=math.nan, calibrated_phi=math.nan)
    without_index = replace(made.inequalities[1], sii=math.nan, reason="a quantile has no population")
    return replace(
        made,
        rates=rates(),
        changes=(none_before, *made.changes, of_a_share),
        newest_runs=(*made.newest_runs, run_of_a_share),
        trends=(up_to_zero, *made.trends),
        funnels=(not_estimated,),
        by_category=made.by_category.replace({"category_name": {"Bad": "=1+1"}}),
        inequalities=(made.inequalities[0], without_index),
        revisions=(_revisions(),),
        **_for_analysts(),
    )


def _for_analysts() -> dict[str, Any]:
    """Findings that no page for readers shows; an infinite limit, numbers that are missing."""
    at = ("whole", "W0", "2020 to 2022", "occurring")
    level = ("whole", "network", "2020 to 2022", "occurring")
    missing = (math.nan, math.nan, math.nan)
    return {
        "underlying": (UnderlyingRate(*at, 0.75, 0.25, 0.125, 2.5, 1.0, 5.0, 5),),
        "reliability": (LevelReliability(*level, 6, 5, 5.25, 0.5, 0.75, 0.875),),
        "against_rest": (AgainstRest(*at, 0.15, 5.5, 0.0, math.inf, 0.4, math.inf, 0.03, "higher"),),
        "targets": (
            TargetCourse(
                "whole",
                "N",
                "occurring",
                2010,
                6.0,
                2025,
                3.0,
                2021,
                2022,
                5.0,
                3.45,
                1.55,
                2023,
                3.3,
                *missing,
                "cannot be told",
            ),
        ),
        "broken_trends": (
            BrokenTrend("whole", "N", "registered", 2010, 2014, 1, -1.5, -3.25, 0.25, 0.07, 1.0),
        ),
        "trend_parts": (TrendPart("whole", "N", "registered", 2010, 2012, -2.5, -5.5, 0.5),),
        "adjusted_for_mix": (
            AdjustedForMix(
                "whole",
                "W0",
                "deprivation",
                "2022",
                "occurring",
                36,
                40.5,
                3.6,
                0.89,
                0.62,
                1.23,
                0.5,
                4.4,
                3.1,
                6.1,
                *missing,
                "no clear difference",
            ),
        ),
        "interval_coverage": (IntervalCoverage(*level, 5, 0.953, 0.9463, 0.998, 0.9971),),
        "marks": (Marks(*level, "chance alone", 5, 2, 1, 3),),
        "false_marks": (FalseMarks(*level, 5, 0.04, 0.25, 0.01, 0.2, 0.01, 1e-06, 0.005),),
    }


def _revisions() -> Revisions:
    """One count that the edition before had published otherwise."""
    name = CellName("whole", "W0", "2021", "occurring")
    old, new = (PublishedCell("The Ash Network", "network", count, 2000, count / 2, "") for count in (3, 4))
    since = PublishedEdition(Path("2021"), "made-up", "2021", "Made up", None, True, 0)
    return Revisions(since, (name,), (Difference("revised", name, old, new, ("numerator", "value")),))


def digest(files: dict[str, bytes]) -> str:
    """One hash of all files."""
    joined = hashlib.sha256()
    for name, content in sorted(files.items()):
        joined.update(name.encode() + b"\0" + content)
    return joined.hexdigest()


if __name__ == "__main__":
    print(digest(data_files(publication(), findings(), made_up.areas())))
