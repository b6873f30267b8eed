"""How much is withheld or unreliable: the answer to an indicator's caution on small numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import pandas as pd

from reporter.disclosure.released import ReleasedCells
from reporter.findings.schema import of_records
from reporter.findings.vocabulary import EVERYONE
from reporter.machine.rows import row_keys

KEYS = ("indicator", "breakdown", "area_type", "period", "basis")


@dataclass(frozen=True)
class Rules:
    """The marks that stand for numbers and the rules behind them, as the profile words them for readers.

    withheld_mark, withheld_rule: a count that is not released; no_rate_mark, no_rate_below: no rate on fewer
    events than this; unreliable_mark, unreliable_below: a rate on fewer events than this carries the mark;
    reliability_rule: both in words.
    """

    withheld_mark: str
    withheld_rule: str
    no_rate_mark: str
    no_rate_below: int
    unreliable_mark: str
    unreliable_below: int
    reliability_rule: str

    @classmethod
    def of(cls, released: ReleasedCells) -> Rules:
        """The rules by which cells were released."""
        reliability = released.reliability
        return cls(
            withheld_mark=released.mark,
            withheld_rule=released.rule.strip(),
            no_rate_mark=reliability.no_rate_mark,
            no_rate_below=reliability.no_rate_below,
            unreliable_mark=reliability.unreliable_mark,
            unreliable_below=reliability.unreliable_below,
            reliability_rule=reliability.rule.strip(),
        )


@dataclass(frozen=True)
class Withholding:
    """How much of one indicator, breakdown, level and period is withheld or unreliable, from released cells.

    breakdown: a breakdown's id, or `EVERYONE` for counts that are not broken down;
    cells: cells shown in tables; withheld: counts not released; rate_withheld: no rate for reliability (count
    is released); unreliable: rates given with a warning.
    """

    indicator: str
    breakdown: str
    area_type: str
    period: str
    basis: str
    cells: int
    withheld: int
    rate_withheld: int
    unreliable: int


WITHHOLDING = of_records("withholding", Withholding, *KEYS)


def withholding(rates: pd.DataFrame, by_category: pd.DataFrame, rules: Rules) -> tuple[Withholding, ...]:
    """One record an indicator, breakdown, level and period: everyone first, each in the order of its table.

    Args:
        rates: the table of rates.
        by_category: the table of rates by category.
        rules: the marks.
    """
    return tuple(
        Withholding(
            **dict(zip(KEYS, group, strict=True)),
            cells=marks.total(),
            withheld=marks[rules.withheld_mark],
            rate_withheld=marks[rules.no_rate_mark],
            unreliable=marks[rules.unreliable_mark],
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
