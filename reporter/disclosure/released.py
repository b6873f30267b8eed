"""Released cells: the output of the gate, and the only counts that statistics, reports and checks accept."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from reporter.publication.areas import Areas
from reporter.publication.profiles import Profile

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
    "least",
    "greatest",
    "standardised",
    "variance",
)
"""Columns of `ReleasedCells.cells`, in order."""


@dataclass(frozen=True)
class ReleasedCells:
    """Cells that passed the gate; withheld counts are missing, so their values cannot leak.

    Only `released_with` in `reporter.disclosure.seen` makes one.

    Attributes:
        cells: one row an indicator, area and period, in a fixed order (indicator as in the settings, basis
            and period by time, areas as in the areas file). Columns `COLUMNS`: `numerator` is Int64 and
            missing where withheld, and so is `denominator`; `withheld` is bool, says so of the numerator
            alone, and does not distinguish primary from secondary; `rate_numerator` (Int64) is the count
            that the rate is made from. It equals the numerator, except under a profile that rounds counts
            and makes rates from exact ones, which the producer has to acknowledge. `least` and `greatest`
            (Int64) are the interval of the numerator for a reader of the edition: of a withheld one what
            follows from all its figures, missing where there is no bound; of a rounded one what rounds to
            it; of any other the numerator itself. `standardised` and `variance` (float, NaN elsewhere) are
            the released rate per unit of denominator of a directly standardised indicator, rounded, and its
            variance.
        by_category: the same cells by category of a breakdown, with `breakdown` and `category` as last
            columns.
        areas: the areas.
        profile: the rules that they were released by.
    """

    cells: pd.DataFrame
    by_category: pd.DataFrame
    areas: Areas
    profile: Profile
