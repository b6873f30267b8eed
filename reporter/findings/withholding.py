"""How much is withheld or unreliable: the answer to an indicator's caution on small numbers."""

from __future__ import annotations

import pandas as pd

from reporter.findings.model import Rules, Withholding


def withholding(rates: pd.DataFrame, rules: Rules) -> tuple[Withholding, ...]:
    """One record an indicator, level and period, in the order of the table of rates.

    Args:
        rates: the table of rates.
        rules: the marks.
    """
    keys = ["indicator", "area_type", "period", "basis"]
    return tuple(
        _of_group(*(str(key) for key in group), marks=marks["symbols"], rules=rules)
        for group, marks in rates.groupby(keys, sort=False)
    )


def _of_group(
    indicator: str, area_type: str, period: str, basis: str, *, marks: pd.Series[str], rules: Rules
) -> Withholding:
    return Withholding(
        indicator=indicator,
        area_type=area_type,
        period=period,
        basis=basis,
        cells=len(marks),
        withheld=int((marks == rules.withheld_mark).sum()),
        rate_withheld=int((marks == rules.no_rate_mark).sum()),
        unreliable=int((marks == rules.unreliable_mark).sum()),
    )
