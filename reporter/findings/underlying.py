"""Underlying rates: the probability that one is above the comparator's, ranks, and how reliable rates are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.models import NOTHING, Models
from reporter.findings.schema import of_records
from reporter.findings.shrunk import LevelRates
from reporter.machine.rows import where
from reporter.statistics.shrinkage import NO_DIFFERENCE, Underlying, exceedance, ranks, reliability

FAR_ABOVE = 0.1
"""The part of the comparator's rate by which an underlying rate is far above it."""

MOST_RANKED = 100
"""Areas of a larger level are not ranked: intervals of their ranks would span most of the level."""


@dataclass(frozen=True)
class UnderlyingRate:
    """What the distribution of one area's underlying rate says.

    reliability: the part of the variance of its rate that is between areas, 0 to 1; probability_above: that
    its underlying rate is above the comparator's; probability_far_above: that it is more than 10% above it;
    expected_rank with its 95% limits: among the `areas_ranked` of its level whose counts are known, 1 the
    highest. NaN without a rate of the comparator, and in levels that are not ranked.
    """

    indicator: str
    area_code: str
    period: str
    basis: str
    reliability: float
    probability_above: float
    probability_far_above: float
    expected_rank: float
    rank_lower_95: float
    rank_upper_95: float
    areas_ranked: int


@dataclass(frozen=True)
class LevelReliability:
    """How reliable the rates of a level are.

    areas, areas_known: its areas with a denominator, and those whose counts are known; mean: of their
    underlying rates; lowest, median and highest reliability of the latter.
    """

    indicator: str
    area_type: str
    period: str
    basis: str
    areas: int
    areas_known: int
    mean: float
    lowest: float
    median: float
    highest: float


UNDERLYING = of_records("underlying-rates", UnderlyingRate, "indicator", "area_code", "period", "basis")
RELIABILITY = of_records("reliability", LevelReliability, "indicator", "area_type", "period", "basis")


def underlying(
    rates: pd.DataFrame, levels: Iterable[LevelRates], comparator: str, models: Models = NOTHING
) -> tuple[UnderlyingRate, ...]:
    """Exceedance probabilities, ranks and reliability of each area of the levels whose count is known.

    For analysts: pages for readers never rank areas.

    Args:
        rates: the table of rates.
        levels: the distributions of true rates.
        comparator: area code of the comparator.
        models: cache of fitted models.
    """
    codes, denominator = (
        rates["area_code"].tolist(),
        rates["denominator"].to_numpy(np.float64, na_value=np.nan),
    )
    found: list[UnderlyingRate] = []
    for level, fit in _of_rates(levels):
        known = ~np.isnan(fit.shape)
        rows, shape, rate = level.rows[known], fit.shape[known], fit.rate[known]
        named = {"indicator": level.indicator.id, "period": level.period, "basis": level.basis}
        target = rates["value"].to_numpy(np.float64)[where(rates, **named, area_code=comparator)]
        probabilities = (
            exceedance(shape, rate, target, relative=relative, multiplier=level.indicator.multiplier)
            if target.size
            else np.full(rows.size, np.nan)
            for relative in (0.0, FAR_ABOVE)
        )
        ranked = models(ranks, shape, rate) if rows.size <= MOST_RANKED else [np.full(rows.size, np.nan)] * 3
        number_ranked = rows.size if rows.size <= MOST_RANKED else 0
        columns = (reliability(denominator[rows], _level_rate(fit)), *probabilities, *ranked)
        for place, row in enumerate(rows.tolist()):
            reliable, above, far_above, rank, best, worst = (float(column[place]) for column in columns)
            found.append(
                UnderlyingRate(
                    indicator=level.indicator.id,
                    area_code=codes[row],
                    period=level.period,
                    basis=level.basis,
                    reliability=reliable,
                    probability_above=above,
                    probability_far_above=far_above,
                    expected_rank=rank,
                    rank_lower_95=best,
                    rank_upper_95=worst,
                    areas_ranked=number_ranked,
                )
            )
    return tuple(found)


def level_reliability(rates: pd.DataFrame, levels: Iterable[LevelRates]) -> tuple[LevelReliability, ...]:
    """How reliable the rates of each level are.

    Args:
        rates: the table of rates.
        levels: the distributions of true rates.
    """
    denominator = rates["denominator"].to_numpy(np.float64, na_value=np.nan)
    found = []
    for level, fit in _of_rates(levels):
        known = ~np.isnan(fit.shape)
        of_areas = reliability(denominator[level.rows[known]], _level_rate(fit))
        found.append(
            LevelReliability(
                level.indicator.id,
                level.area_type,
                level.period,
                level.basis,
                level.rows.size,
                int(known.sum()),
                fit.level_shape / fit.level_rate * level.indicator.multiplier,
                *_spread(of_areas),
            )
        )
    return tuple(found)


def _of_rates(levels: Iterable[LevelRates]) -> Iterator[tuple[LevelRates, Underlying]]:
    """The levels whose true rates have gamma distributions."""
    yield from ((level, level.found) for level in levels if isinstance(level.found, Underlying))


def _level_rate(found: Underlying) -> float:
    """The rate of the distribution over areas; infinite where areas differ by no more than chance."""
    return found.level_rate if found.level_shape < NO_DIFFERENCE else np.inf


def _spread(values: NDArray[np.float64]) -> tuple[float, float, float]:
    return float(values.min()), float(np.median(values)), float(values.max())
