"""Detectable change: the smallest rise that a network of a given size could show."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from reporter.findings.schema import of_records
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.power import detectable_change


@dataclass(frozen=True)
class Detectable:
    """Detectable change of one area: the smallest relative rise that its denominator could show.

    denominator: births a year of the latest single year; detectable_one_year, detectable_pooled: smallest
    relative increase of the comparator's rate that a one-sided test at 5% finds with 80% power, in one year
    and in `pool_years` years, as a fraction (0.20 is 20%).
    """

    indicator: str
    area_code: str
    denominator: int
    pool_years: int
    detectable_one_year: float
    detectable_pooled: float


DETECTABLE = of_records("detectable-change", Detectable, "indicator", "area_code")


def detectable(
    rates: pd.DataFrame,
    indicator: Indicator,
    area_type: str,
    latest: Period,
    comparator: str,
    pool_years: int,
) -> tuple[Detectable, ...]:
    """The smallest relative rise over the comparator's rate that each area's released denominator could show.

    One-sided test at 5% with 80% power, in one year and in a pool of years of the same size.

    Args:
        rates: the table of rates.
        indicator: the indicator's record.
        area_type: the networks' area type.
        latest: the latest year.
        comparator: area code of the comparator.
        pool_years: years in the pool.
    """
    here = rates[where(rates, indicator=indicator.id, **latest._asdict())]
    targets = here["value"].to_numpy(dtype=np.float64)[where(here, area_code=comparator)]
    if not targets.size or np.isnan(targets).any():
        return ()
    target = float(targets[0])
    networks = here[where(here, area_type=area_type) & here["denominator"].notna().to_numpy()]
    births = networks["denominator"].to_numpy(dtype=np.float64)
    one_year, pooled = (
        detectable_change(target, births * years, multiplier=indicator.multiplier).increase
        for years in (1, pool_years)
    )
    return tuple(
        Detectable(indicator.id, code, int(count), pool_years, float(single), float(several))
        for code, count, single, several in zip(networks["area_code"], births, one_year, pooled, strict=True)
    )
