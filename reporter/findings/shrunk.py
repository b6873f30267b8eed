"""Shrunk rates: each area's rate drawn towards that of its level, the more the smaller the area."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import Floats, kind_of
from reporter.findings.models import NOTHING, Models
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.shrinkage import (
    ShrunkShares,
    Underlying,
    beta_binomial_shares,
    underlying_rates,
)

COLUMNS = ("shrunk_value", "shrunk_lower_95", "shrunk_upper_95")

FEWEST_KNOWN = 5
"""How far true rates differ is judged from at least this many areas whose counts are known."""


class LevelRates(NamedTuple):
    """The distributions of the true rates of one level.

    Attributes:
        indicator: the indicator's record.
        area_type, period, basis: the level and the period.
        rows: places of its areas in the table of rates.
        found: their distributions, per unit of denominator, in the order of `rows`; of shares what is drawn
            towards the share of the level.
    """

    indicator: Indicator
    area_type: str
    period: str
    basis: str
    rows: NDArray[np.intp]
    found: Underlying | ShrunkShares


def level_rates(
    rates: pd.DataFrame,
    cells: pd.DataFrame,
    indicators: Iterable[Indicator],
    area_types: Sequence[str],
    periods: Sequence[Period],
    models: Models = NOTHING,
) -> tuple[LevelRates, ...]:
    """The distributions of true rates of each level that has `FEWEST_KNOWN` areas whose counts are known.

    A withheld count enters as the interval that a reader of the edition can work out: small counts are
    withheld first, so that without them the others would be drawn too high. A level has no distribution
    where a reader knows no greatest value of a withheld count, or where there is no event.

    Args:
        rates: the table of rates.
        cells: the released cells that it is made of.
        indicators: the indicator records.
        area_types: the levels.
        periods: the periods.
        models: cache of fitted models.
    """
    lower, upper = count_bounds(rates, cells)
    denominator = rates["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    known = lower == upper
    found = []
    for indicator in indicators:
        fitted = _FITTED.get(kind_of(indicator).shrinks)
        if fitted is None:
            continue
        for period in periods:
            named = {"indicator": indicator.id, "period": period.label, "basis": period.basis}
            here = where(rates, **named) & ~np.isnan(denominator)
            for area_type in area_types:
                rows = np.flatnonzero(here & where(rates, area_type=area_type))
                if known[rows].sum() < FEWEST_KNOWN or np.isnan(upper[rows]).any():
                    continue
                fit = fitted(lower[rows], upper[rows], denominator[rows], models)
                if fit is not None:
                    found.append(LevelRates(indicator, area_type, period.label, period.basis, rows, fit))
    return tuple(found)


def _rates(lower: Floats, upper: Floats, denominator: Floats, models: Models) -> Underlying | None:
    found = models(underlying_rates, lower, upper, denominator)
    return None if np.isnan(found.level_shape) else found


def _shares(lower: Floats, upper: Floats, denominator: Floats, models: Models) -> ShrunkShares | None:
    """Shrunk shares of a level whose counts are all known: a beta-binomial fit takes no intervals."""
    if (lower < upper).any():
        return None
    found = models(beta_binomial_shares, lower, denominator)
    return None if np.isnan(found.mean) else found


_FITTED: Mapping[str, Callable[[Floats, Floats, Floats, Models], Underlying | ShrunkShares | None]] = {
    "poisson": _rates,
    "binomial": _shares,
}
"""The distributions of a level by the model of its kind of measure."""


def count_bounds(rates: pd.DataFrame, cells: pd.DataFrame) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The least and the greatest count of each row for a reader: the count itself where it is given.

    The greatest is NaN where a reader knows none.

    Args:
        rates: the table of rates.
        cells: the released cells that it is made of; of each indicator in the same order.
    """
    of_indicator = cells["indicator"].to_numpy(dtype=object)
    places = [np.flatnonzero(of_indicator == each) for each in dict.fromkeys(rates["indicator"].tolist())]
    order = np.concatenate(places) if places else np.zeros(0, dtype=np.intp)
    least, greatest = (
        cells[name].to_numpy(dtype=np.float64, na_value=np.nan)[order] for name in ("least", "greatest")
    )
    count = rates["numerator"].to_numpy(dtype=np.float64, na_value=np.nan)
    is_given = ~np.isnan(count)
    return np.where(is_given, count, np.nan_to_num(least)), np.where(is_given, count, greatest)


def with_shrunk(rates: pd.DataFrame, levels: Iterable[LevelRates]) -> pd.DataFrame:
    """The table of rates with the columns `COLUMNS`; NaN for areas whose level has no distribution.

    Empirical Bayes by the gamma-Poisson model, of shares by the beta-binomial one; nothing for an area
    whose own count is withheld.
    """
    columns = {name: np.full(len(rates), np.nan) for name in COLUMNS}
    for level in levels:
        fit = level.found
        for column, number in zip(COLUMNS, (fit.value, fit.lower, fit.upper), strict=True):
            columns[column][level.rows] = number * level.indicator.multiplier
    return rates.assign(**columns)
