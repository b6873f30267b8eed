"""How much is withheld or unreliable: the answer to an indicator's caution on small numbers."""

from __future__ import annotations

import pandas as pd

from reporter.findings.model import EVERYONE, Rules, Withholding

KEYS = ["indicator", "breakdown", "area_type", "period", "basis"]


def withholding(rates: pd.DataFrame, by_category: pd.DataFrame, rules: Rules) -> tuple[Withholding, ...]:
    """One record an indicator, breakdown, level and period: everyone first, each in the order of its table.

    Args:
        rates: the table of rates.
        by_category: the table of rates by category.
        rules: the marks.
    """
    return tuple(
        _of_group(*(str(key) for key in group), marks=marks["symbols"], rules=rules)
        for table in (rates.assign(breakdown=EVERYONE), by_category)
        for group, marks in table.groupby(KEYS, sort=False)
    )


def _of_group(
    indicator: str,
    breakdown: str,
    area_type: str,
    period: str,
    basis: str,
    *,
    marks: pd.Series[str],
    rules: Rules,
) -> Withholding:
    return Withholding(
        indicator=indicator,
        breakdown=breakdown,
        area_type=area_type,
        period=period,
        basis=basis,
        cells=len(marks),
        withheld=int((marks == rules.withheld_mark).sum()),
        rate_withheld=int((marks == rules.no_rate_mark).sum()),
        unreliable=int((marks == rules.unreliable_mark).sum()),
    )
