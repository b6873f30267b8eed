"""The vocabulary of results: the columns of the tables of rates, and what a test can say."""

from __future__ import annotations

from typing import Literal

_AREA = ("indicator", "area_code", "area_name", "area_type")
_RATE = (
    "period",
    "basis",
    "numerator",
    "denominator",
    "value",
    "lower_95",
    "upper_95",
    "lower_998",
    "upper_998",
    "method",
    "symbols",
)

RATE_COLUMNS = (*_AREA, *_RATE, "comparison")
"""The vocabulary of results, in this order, first in every table of rates."""

CATEGORY_COLUMNS = (
    *_AREA,
    "breakdown",
    "category",
    "category_name",
    *_RATE,
    "rate_ratio",
    "ratio_lower_95",
    "ratio_upper_95",
    "adjusted_p_value",
    "category_comparison",
    "first_year",
    "last_year",
)
"""Columns of the table of rates by category."""

Comparison = Literal[
    "lower (99.8%)", "lower (95%)", "similar", "higher (95%)", "higher (99.8%)", "not compared"
]
"""Where a rate lies against the control limits about the comparator's rate."""

CategoryComparison = Literal["reference", "higher", "lower", "similar", "not compared"]
"""What a test says of a category's rate against that of the reference category."""

Inequal = Literal["higher", "lower", "no clear difference", "cannot be tested"]
"""What a test says of rates among the more deprived against those among the less deprived."""

Direction = Literal["rose", "fell", "no clear change", "cannot be tested"]
"""What a test says of change over time."""
