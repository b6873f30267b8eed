"""Numbers of withheld and unreliable cells: the answer to an indicator's caution on small numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

import pandas as pd

from reporter.findings.schema import of_records
from reporter.findings.vocabulary import EVERYONE
from reporter.machine.rows import row_keys
from reporter.publication.profiles import Profile

KEYS = ("indicator", "breakdown", "area_type", "period", "basis")


@dataclass(frozen=True)
class Withholding:
    """Numbers of withheld and unreliable released cells of one indicator, breakdown, level and period.

    breakdown: a breakdown's id, or `EVERYONE` for counts that are not broken down;
    cells: cells shown in tables; withheld: counts not released; denominators_withheld: denominators not
    released; rate_withheld: no rate for reliability (count and denominator are released); unreliable: rates
    given with a warning.
    """

    indicator: str
    breakdown: str
    area_type: str
    period: str
    basis: str
    cells: int
    withheld: int
    denominators_withheld: int
    rate_withheld: int
    unreliable: int


WITHHOLDING = of_records("withholding", Withholding, *KEYS)

_CELLS, _WITHHELD, _DENOMINATOR_WITHHELD = "cells", "withheld", "denominator withheld"
_VALUE_WITHHELD = "value withheld"


def withholding(
    rates: pd.DataFrame, by_category: pd.DataFrame, rules: Profile, alone: Collection[str] = ()
) -> tuple[Withholding, ...]:
    """Records by indicator, breakdown, level and period: everyone first, each in the order of its table.

    Args:
        rates: the table of rates.
        by_category: the table of rates by category.
        rules: the profile, with the symbols.
        alone: ids of the indicators that have no denominator.
    """
    return tuple(
        Withholding(
            **dict(zip(KEYS, group, strict=True)),
            cells=marks[_CELLS],
            withheld=marks[_WITHHELD],
            denominators_withheld=marks[_DENOMINATOR_WITHHELD],
            # Beside a count that is given, the mark of confidentiality is that of a standardised rate.
            rate_withheld=marks[rules.reliability.no_rate_mark] + marks[_VALUE_WITHHELD],
            unreliable=marks[rules.reliability.unreliable_mark],
        )
        for table in (rates.assign(breakdown=EVERYONE), by_category)
        for group, marks in _marks(table, alone, rules).items()
    )


def _marks(
    table: pd.DataFrame, alone: Collection[str], rules: Profile
) -> dict[tuple[str, ...], Counter[str]]:
    """Numbers of rows by group: all, without count, without denominator; those with both, by symbols."""
    found: dict[tuple[str, ...], Counter[str]] = {}
    no_denominator = table["denominator"].isna() & ~table["indicator"].isin(alone)
    missing = (table["numerator"].isna().tolist(), no_denominator.tolist())
    for group, mark, *gone in zip(row_keys(table, KEYS), table["symbols"].tolist(), *missing, strict=True):
        counted = dict(zip((_WITHHELD, _DENOMINATOR_WITHHELD), gone, strict=True))
        of_value = mark == rules.mark != rules.reliability.no_rate_mark
        name = _VALUE_WITHHELD if of_value else mark
        found.setdefault(group, Counter()).update({_CELLS: 1, name: not any(gone), **counted})
    return found
