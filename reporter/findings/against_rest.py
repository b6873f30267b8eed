"""Areas against the rest: a large area's rate against that of all others of the comparator together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from reporter.findings.change import SIGNIFICANT
from reporter.findings.schema import PValue, of_records
from reporter.machine.rows import row_keys
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.intervals import rate_against_rest

LARGE = 0.05
"""The share of the comparator's denominator from which on an area moves the rate that it is compared with."""

Differs = Literal["higher", "lower", "no clear difference", "cannot be tested"]
"""Verdict on one rate against another."""


@dataclass(frozen=True)
class AgainstRest:
    """One large area's rate against that of the rest: the comparator's counts less the area's.

    share: the area's part of the comparator's denominator; value, rest_value: both rates; rate_ratio with its
    exact 95% limits, and p_value: of two independent counts; verdict: 'higher' or 'lower' only where p is
    below 0.05.
    """

    indicator: str
    area_code: str
    period: str
    basis: str
    share: float
    value: float
    rest_value: float
    rate_ratio: float
    lower_95: float
    upper_95: float
    p_value: PValue
    verdict: Differs


AGAINST_REST = of_records("against-the-rest", AgainstRest, "indicator", "area_code", "period", "basis")


def against_rest(
    rates: pd.DataFrame,
    indicators: Iterable[Indicator],
    periods: Iterable[Period],
    areas: Areas,
    comparator: str,
) -> tuple[AgainstRest, ...]:
    """Each area within the comparator that holds `LARGE` of its denominator, against the rest of it.

    Where both rates are given. The rest follows from two released counts; it has one of its own nowhere.

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        periods: the periods.
        areas: the areas.
        comparator: area code of the comparator.
    """
    multiplier = {indicator.id: indicator.multiplier for indicator in indicators}
    wanted = {(period.label, period.basis) for period in periods}
    within = {
        area.code for area in areas.areas if comparator in {each.code for each in areas.ancestors(area.code)}
    }
    keys = list(row_keys(rates, ("indicator", "period", "basis")))
    codes = rates["area_code"].tolist()
    value, count, denominator = (
        rates[name].to_numpy(dtype=np.float64, na_value=np.nan)
        for name in ("value", "numerator", "denominator")
    )
    whole = {key: row for row, key in enumerate(keys) if codes[row] == comparator}
    pairs = [
        (row, whole[key])
        for row, key in enumerate(keys)
        if key[1:] in wanted
        and key in whole
        and codes[row] in within
        and not np.isnan(value[row] + value[whole[key]])
        and LARGE * denominator[whole[key]] <= denominator[row] < denominator[whole[key]]
    ]
    if not pairs:
        return ()
    area, total = np.array(pairs, dtype=np.intp).T
    test = rate_against_rest(count[area], denominator[area], count[total], denominator[total])
    test = test.where_there_is_a_ratio()
    rest = (count[total] - count[area]) / (denominator[total] - denominator[area])
    return tuple(
        AgainstRest(
            indicator=keys[row][0],
            area_code=codes[row],
            period=keys[row][1],
            basis=keys[row][2],
            share=float(denominator[row] / denominator[of_all]),
            value=float(value[row]),
            rest_value=float(rest[place]) * multiplier[keys[row][0]],
            rate_ratio=float(test.ratio[place]),
            lower_95=float(test.lower[place]),
            upper_95=float(test.upper[place]),
            p_value=float(test.p_value[place]),
            verdict=differs(float(test.ratio[place]), float(test.p_value[place])),
        )
        for place, (row, of_all) in enumerate(pairs)
        if rest[place] >= 0
    )


def differs(ratio: float, p_value: float) -> Differs:
    """Verdict on a ratio of two rates: 'higher' or 'lower' only where its p-value is below 0.05."""
    if np.isnan(p_value) or np.isnan(ratio):
        return "cannot be tested"
    if p_value >= SIGNIFICANT or ratio == 1:
        return "no clear difference"
    return "higher" if ratio > 1 else "lower"
