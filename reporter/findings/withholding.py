"""How much is withheld or unreliable: the answer to an indicator's caution on small numbers."""

from __future__ import annotations

from collections import Counter

import pandas as pd

from reporter.findings.model import EVERYONE, Withholding
from reporter.machine.rows import row_keys
from reporter.publication.profiles import Profile

KEYS = ["indicator", "breakdown", "area_type", "period", "basis"]


def withholding(rates: pd.DataFrame, by_category: pd.DataFrame, rules: Profile) -> tuple[Withholding, ...]:
    """One record an indicator, breakdown, level and period: everyone first, each in the order of its table.

    Args:
        rates: the table of rates.
        by_category: the table of rates by category.
        rules: the profile, with the symbols.
    """
    return tuple(
        Withholding(
            **dict(zip(KEYS, group, strict=True)),
            cells=marks.total(),
            withheld=marks[rules.mark],
            rate_withheld=marks[rules.reliability.no_rate_mark],
            unreliable=marks[rules.reliability.unreliable_mark],
        )
        for table in (rates.assign(breakdown=EVERYONE), by_category)
        for group, marks in _marks(table).items()
    )


def _marks(table: pd.DataFrame) -> dict[tuple[str, ...], Counter[str]]:
    """How often each text of symbols stands in each group."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    for group, mark in zip(row_keys(table, KEYS), table["symbols"].tolist(), strict=True):
        found.setdefault(group, Counter())[mark] += 1
    return found
