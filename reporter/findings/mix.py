"""Rates adjusted for the mix of categories: the events of an area against those that its mix makes likely."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.against_rest import Differs, differs
from reporter.findings.models import NOTHING, Models
from reporter.findings.schema import PValue, of_records
from reporter.findings.shrunk import FEWEST_KNOWN, count_bounds
from reporter.machine.rows import row_keys
from reporter.statistics.intervals import poisson_p_value
from reporter.statistics.shrinkage import underlying_rates
from reporter.statistics.standardise import observed_expected

COVERED = 0.95
"""The part of the denominator of an area, and of the comparator's events, that must have a known category."""


@dataclass(frozen=True)
class AdjustedForMix:
    """One area's rate adjusted for its mix of the categories of a breakdown (indirect standardisation).

    value: the crude rate; expected: the events that the area would have if each of its categories had the
    comparator's rate; ratio with its 95% limits: the events over those; p_value: exact, of a ratio of 1;
    adjusted_value with its limits: the ratio times the comparator's rate; shrunk_adjusted_value with its
    limits: the same, drawn towards that of all areas of the level; verdict: of the ratio, by p_value.
    """

    indicator: str
    area_code: str
    breakdown: str
    period: str
    basis: str
    numerator: int
    expected: float
    value: float
    ratio: float
    ratio_lower_95: float
    ratio_upper_95: float
    p_value: PValue
    adjusted_value: float
    adjusted_lower_95: float
    adjusted_upper_95: float
    shrunk_adjusted_value: float
    shrunk_adjusted_lower_95: float
    shrunk_adjusted_upper_95: float
    verdict: Differs


MIX = of_records("adjusted-for-mix", AdjustedForMix, "indicator", "area_code", "breakdown", "period", "basis")


def adjusted_for_mix(
    rates: pd.DataFrame,
    cells: pd.DataFrame,
    by_category: pd.DataFrame,
    comparator: str,
    models: Models = NOTHING,
) -> tuple[AdjustedForMix, ...]:
    """Each area whose own rate, and whose denominators of all categories of a breakdown, are released.

    Expected events n·r·(Σ n_c·r_c ÷ Σ n_c) ÷ (Σ N_c·r_c ÷ Σ N_c), with n and n_c the area's denominators,
    N_c the comparator's, r_c the comparator's rates by category and r its rate of all: Σ n_c·r_c where each
    event and each of the denominator has a category. The area's events enter in all alone, so that nothing
    follows for a count by category that is withheld.

    Args:
        rates: the table of rates.
        cells: the released cells that it is made of.
        by_category: the table of rates by category.
        comparator: area code of the comparator.
        models: cache of fitted models.
    """
    row_of = {key: row for row, key in enumerate(row_keys(rates, (*_GROUP, "area_code")))}
    codes, types = rates["area_code"].tolist(), rates["area_type"].tolist()
    value = rates["value"].to_numpy(dtype=np.float64)
    denominator = rates["denominator"].to_numpy(dtype=np.float64, na_value=np.nan)
    lower, upper = count_bounds(rates, cells)
    found: list[AdjustedForMix] = []
    for (breakdown, *group), of_area in _by_group(by_category):
        whole = row_of.get((*group, comparator))
        standard = of_area.pop(comparator, None)
        if whole is None or standard is None or not _is_covered(standard, lower[whole], denominator[whole]):
            continue
        mixes = {row: mix for code, mix in of_area.items() if (row := row_of.get((*group, code))) is not None}
        expected = {
            row: denominator[row] / denominator[whole] * lower[whole] * relative
            for row, mix in mixes.items()
            if not np.isnan(relative := _relative(mix, standard, denominator[row]))
        }
        for area_type in dict.fromkeys(types[row] for row in expected):
            rows = [row for row in expected if types[row] == area_type]
            of_mix = np.array([expected[row] for row in rows])
            numbers = _numbers(lower[rows], upper[rows], of_mix, float(value[whole]), models)
            found += [
                AdjustedForMix(
                    indicator=group[0],
                    area_code=codes[row],
                    breakdown=breakdown,
                    period=group[1],
                    basis=group[2],
                    numerator=int(lower[row]),
                    value=float(value[row]),
                    verdict=differs(of_row["ratio"], of_row["p_value"]),
                    **of_row,
                )
                for row, of_row in zip(rows, numbers, strict=True)
                if not np.isnan(value[row])
            ]
    return tuple(found)


_GROUP = ("indicator", "period", "basis")


class _Mix(NamedTuple):
    """Events and denominators of one area by category, in one order; NaN where they are not released."""

    events: NDArray[np.float64]
    denominator: NDArray[np.float64]


def _by_group(by_category: pd.DataFrame) -> Iterator[tuple[tuple[str, ...], dict[str, _Mix]]]:
    """Breakdown, indicator, period and basis, with the mix of each area that has every category."""
    rows: dict[tuple[str, ...], dict[str, dict[str, tuple[float, float]]]] = {}
    events, denominator = (
        by_category[name].to_numpy(dtype=np.float64, na_value=np.nan) for name in ("numerator", "denominator")
    )
    keys = row_keys(by_category, ("breakdown", *_GROUP, "area_code", "category"))
    for (*group, code, category), *numbers in zip(keys, events.tolist(), denominator.tolist(), strict=True):
        of_area = rows.setdefault(tuple(group), {}).setdefault(code, {})
        of_area[category] = (numbers[0], numbers[1])
    for key, areas in rows.items():
        categories = list(dict.fromkeys(category for area in areas.values() for category in area))
        yield (
            key,
            {
                code: _Mix(*np.array([area[category] for category in categories]).T)
                for code, area in areas.items()
                if len(area) == len(categories)
            },
        )


def _is_covered(standard: _Mix, events: float, denominator: float) -> bool:
    """Whether enough of the comparator's events and of its denominator are of a category that is released."""
    return bool(
        events > 0
        and standard.events.sum() >= COVERED * events
        and standard.denominator.sum() >= COVERED * denominator
    )


def _relative(mix: _Mix, standard: _Mix, denominator: float) -> float:
    """The rate that an area's mix makes likely over the comparator's; NaN where too little of it is known."""
    counted = standard.denominator > 0
    if not mix.denominator.sum() >= COVERED * denominator or (mix.denominator[~counted] > 0).any():
        return np.nan
    rate = standard.events[counted] / standard.denominator[counted]
    own = (mix.denominator[counted] * rate).sum() / mix.denominator.sum()
    return float(own / (standard.events.sum() / standard.denominator.sum()))


def _numbers(
    lower: NDArray[np.float64],
    upper: NDArray[np.float64],
    expected: NDArray[np.float64],
    base: float,
    models: Models,
) -> list[dict[str, float]]:
    """Ratio, test and rates of each area of a level; a ratio of 1 is the rate `base`."""
    count = np.where(lower == upper, lower, np.nan)
    ratio = observed_expected(count, expected, multiplier=1)
    shrunk = np.full((3, count.size), np.nan)
    if (~np.isnan(count)).sum() >= FEWEST_KNOWN and not np.isnan(upper).any():
        fit = models(underlying_rates, lower, upper, expected)
        shrunk = base * np.array([fit.value, fit.lower, fit.upper])
    columns = {
        "expected": expected,
        "ratio": ratio.value,
        "ratio_lower_95": ratio.lower,
        "ratio_upper_95": ratio.upper,
        "p_value": poisson_p_value(count, expected, 1, multiplier=1),
        "adjusted_value": base * ratio.value,
        "adjusted_lower_95": base * ratio.lower,
        "adjusted_upper_95": base * ratio.upper,
        "shrunk_adjusted_value": shrunk[0],
        "shrunk_adjusted_lower_95": shrunk[1],
        "shrunk_adjusted_upper_95": shrunk[2],
    }
    rows = zip(*(column.tolist() for column in columns.values()), strict=True)
    return [dict(zip(columns, row, strict=True)) for row in rows]
