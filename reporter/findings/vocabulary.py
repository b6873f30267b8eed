"""The vocabulary of results: the columns of the tables of rates, and the verdicts of tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from reporter.findings.schema import CalendarYear, PValue

Comparison = Literal[
    "lower (99.8%)", "lower (95%)", "similar", "higher (95%)", "higher (99.8%)", "not compared"
]
"""Verdict on a rate against the control limits about the comparator's rate."""

Verdict = Literal[
    "clearly higher",
    "within expected variation",
    "clearly lower",
    "higher than the comparator",
    "close to the comparator",
    "lower than the comparator",
    "",
]
"""The verdict on an area's rate; empty where no rate is given or there is nothing to compare it with."""

CategoryComparison = Literal["reference", "higher", "lower", "similar", "not compared"]
"""Verdict on a category's rate against that of the reference category."""

Inequal = Literal["higher", "lower", "no clear difference", "cannot be tested"]
"""Verdict on rates among the more deprived against those among the less deprived."""

Direction = Literal["rose", "fell", "no clear change", "cannot be tested"]
"""Verdict on change over time."""

EVERYONE = "everyone"
"""Takes the place of a breakdown where counts are not broken down."""

_AREA = dict.fromkeys(("indicator", "area_code", "area_name", "area_type"), str)
_RATE: dict[str, type] = {
    "period": str,
    "basis": str,
    "numerator": int,
    "denominator": int,
    "value": float,
    "lower_95": float,
    "upper_95": float,
    "lower_998": float,
    "upper_998": float,
    "method": str,
    "symbols": str,
}

RATE_COLUMNS: Mapping[str, Any] = {**_AREA, **_RATE, "comparison": Comparison}
"""First columns of every table of rates, in this order, with their types."""

CATEGORY_COLUMNS: Mapping[str, Any] = {
    **_AREA,
    "breakdown": str,
    "category": str,
    "category_name": str,
    **_RATE,
    "rate_ratio": float,
    "ratio_lower_95": float,
    "ratio_upper_95": float,
    "adjusted_p_value": PValue,
    "category_comparison": CategoryComparison,
    "first_year": CalendarYear,
    "last_year": CalendarYear,
}
"""Columns of the table of rates by category, with their types."""
