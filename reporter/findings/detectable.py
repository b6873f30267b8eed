"""What change a network of this size could show at all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reporter.findings.model import Detectable
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.statistics.power import detectable_change


def detectable(
    rates: pd.DataFrame,
    indicator: Indicator,
    area_type: str,
    latest: int,
    basis: str,
    comparator: str,
    pool_years: int,
) -> tuple[Detectable, ...]:
    """The smallest relative rise over the comparator's rate that each area's denominator could show.

    One-sided test at 5% with 80% power, in one year and in a pool of years of the same size.

    Args:
        rates: the table of rates.
        indicator: the indicator's record.
        area_type: the networks' area type.
        latest: the latest year.
        basis: its basis.
        comparator: area code of the comparator.
        pool_years: years in the pool.
    """
    here = rates[where(rates, indicator=indicator.id, first_year=latest, last_year=latest, basis=basis)]
    targets = here["value"].to_numpy(dtype=np.float64)[where(here, area_code=comparator)]
    if not targets.size or np.isnan(targets).any():
        return ()
    target = float(targets[0])
    networks = here[where(here, area_type=area_type)]
    births = networks["denominator"].to_numpy(dtype=np.float64)
    one_year, pooled = (
        detectable_change(target, births * years, multiplier=indicator.multiplier).increase
        for years in (1, pool_years)
    )
    return tuple(
        Detectable(indicator.id, code, int(count), pool_years, float(single), float(several))
        for code, count, single, several in zip(networks["area_code"], births, one_year, pooled, strict=True)
    )
