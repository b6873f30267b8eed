"""Released cells: what the gate lets through; statistics, reports and checks accept nothing else."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reporter.publication.areas import Areas
from reporter.publication.profiles import Reliability

COLUMNS = (
    "indicator",
    "area_code",
    "area_type",
    "first_year",
    "last_year",
    "period",
    "basis",
    "numerator",
    "denominator",
    "withheld",
    "rate_numerator",
)
"""Columns of the released cells."""


@dataclass(frozen=True)
class ReleasedCells:
    """Cells that passed the gate; a withheld numerator is not in here in any form.

    Only `release` and `released_with` in `reporter.disclosure.gate` make one.

    Attributes:
        cells: one row an indicator, area and period, in a fixed order (indicator as in the settings, basis
            and period by time, areas as in the areas file). Columns `COLUMNS`: `numerator` is Int64 and
            missing where withheld, `denominator` is int64, `withheld` is bool and is the same for primary and
            secondary, `rate_numerator` is what the rate is made from: the numerator, but for a profile that
            rounds counts and makes rates from exact ones, which the producer has to acknowledge.
        by_category: the same by category of a breakdown, with the columns `breakdown` and `category` after
            those.
        areas: the areas.
        mark: the symbol that stands for a withheld count, such as '[c]'.
        rule: the profile's wording of what is withheld and why, for readers.
        reliability: when a rate is not given, or given with a warning, by its released count.
    """

    cells: pd.DataFrame
    by_category: pd.DataFrame
    areas: Areas
    mark: str
    rule: str
    reliability: Reliability
