"""Change: the latest year against the one before, by an exact test of two rates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import Compared, kind_of
from reporter.findings.schema import PValue, of_records, of_type
from reporter.findings.vocabulary import Direction
from reporter.machine.rows import row_keys, where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import Period
from reporter.statistics.multiplicity import benjamini_hochberg

SIGNIFICANT = 0.05


@dataclass(frozen=True)
class Change:
    """One area's rate in the latest period against the one before, by an exact test of two rates.

    rate_ratio, lower_95, upper_95: the rate ratio, later over earlier, with its 95% limits; p_value: exact,
    two-sided; adjusted_p_value: allowing for the number of areas of this type tested (Benjamini and
    Hochberg); direction: 'rose' or 'fell' only where adjusted_p_value is below 0.05.
    """

    indicator: str
    area_code: str
    period_from: str
    period_to: str
    value_from: float
    value_to: float
    rate_ratio: float
    lower_95: float
    upper_95: float
    p_value: PValue
    adjusted_p_value: PValue
    direction: Direction


@dataclass(frozen=True)
class ShareChange:
    """One area's proportion in the latest period against the one before, by Fisher's exact test.

    difference, lower_95, upper_95: later less earlier in the unit of the values, with Newcombe's 95% limits;
    p_value, adjusted_p_value, direction: as in `Change`.
    """

    indicator: str
    area_code: str
    period_from: str
    period_to: str
    value_from: float
    value_to: float
    difference: float
    lower_95: float
    upper_95: float
    p_value: PValue
    adjusted_p_value: PValue
    direction: Direction


AnyChange: TypeAlias = Change | ShareChange

_KEY = ("indicator", "area_code", "period_from", "period_to")


CHANGES = of_type(of_records("changes", Change, *_KEY), Change)
SHARE_CHANGES = of_type(of_records("proportion-changes", ShareChange, *_KEY), ShareChange)


def direction(ratio: float, p_value: float) -> Direction:
    """Verdict on a ratio: 'rose' or 'fell' only where its p-value is below 0.05."""
    return _direction(ratio - 1, p_value)


def _direction(above: float, p_value: float) -> Direction:
    if np.isnan(p_value) or np.isnan(above):
        return "cannot be tested"
    if p_value >= SIGNIFICANT or above == 0:
        return "no clear change"
    return "rose" if above > 0 else "fell"


def changes(rates: pd.DataFrame, indicators: Iterable[Indicator], latest: Period) -> tuple[AnyChange, ...]:
    """Changes from the year before the latest to the latest, for each area with both rates given.

    Before a window that the source has counted together is the one that ends where it begins, the longest.

    Tested as the indicator's kind has it: rates by their exact ratio (conditional binomial), proportions by
    their difference. P-values are adjusted for the number of areas of the same indicator and level (Benjamini
    and Hochberg).

    Args:
        rates: the table of rates.
        indicators: the indicator records.
        latest: the latest year.
    """
    code, area_type, period = (rates[name].tolist() for name in ("area_code", "area_type", "period"))
    value = rates["value"].to_numpy(dtype=np.float64)
    of = {each.id: each for each in indicators}
    pairs: dict[str, list[tuple[int, int]]] = {}
    names = rates["indicator"].tolist()
    for pair in _pairs(rates, ~np.isnan(value), latest):
        pairs.setdefault(names[pair[1]], []).append(pair)
    found: list[AnyChange] = []
    for name, of_indicator in pairs.items():
        before, after = np.array(of_indicator, dtype=np.intp).T
        test = _tested(rates, of[name], before, after)
        families: dict[str, list[int]] = {}
        for place, row in enumerate(after.tolist()):
            families.setdefault(area_type[row], []).append(place)
        adjusted = np.full(after.size, np.nan)
        for family in families.values():
            adjusted[family] = benjamini_hochberg(test.p_value[family])
        record, none = _RECORDS[kind_of(of[name]).effect]
        for (old, new), *tested, p in zip(
            of_indicator, *(column.tolist() for column in test), adjusted.tolist(), strict=True
        ):
            effect, lower, upper, p_value = tested
            cells: _Cells = (name, code[new], period[old], period[new], float(value[old]), float(value[new]))
            found.append(record(*cells, effect, lower, upper, p_value, p, _direction(effect - none, p)))
    return tuple(found)


_Cells: TypeAlias = tuple[str, str, str, str, float, float]

_RECORDS: Mapping[str, tuple[type[AnyChange], float]] = {
    "ratio": (Change, 1.0),
    "difference": (ShareChange, 0.0),
}
"""The record of a change by the effect that it is told by, and the effect of none."""


def _tested(
    rates: pd.DataFrame, indicator: Indicator, before: NDArray[np.intp], after: NDArray[np.intp]
) -> Compared:
    """The later rows of an indicator compared with the earlier ones."""
    kind = kind_of(indicator)
    earlier, later = (kind.observed(rates.iloc[rows], indicator) for rows in (before, after))
    if not indicator.compares_years:
        nothing = np.full(after.size, np.nan)
        return Compared(*[nothing] * 4)
    return kind.compare(later, earlier, indicator.multiplier)


def _pairs(rates: pd.DataFrame, given: NDArray[np.bool_], latest: Period) -> list[tuple[int, int]]:
    """Pairs of rows, year before the latest and latest, of each area with both rates given."""
    first, last = (rates[name].to_numpy(dtype=np.int64) for name in ("first_year", "last_year"))
    here = given & where(rates, basis=latest.basis)
    # A year has a year before it, a window another window.
    before = here & (last == latest.first_year - 1) & ((first == last) == latest.is_single_year)
    now = here & (first == latest.first_year) & (last == latest.last_year)
    keys = list(row_keys(rates, ("indicator", "area_code")))
    row_of = {keys[row]: row for row in np.flatnonzero(now).tolist()}
    first_of: dict[tuple[str, str], int] = {}
    for row in np.flatnonzero(before).tolist():
        if (other := first_of.setdefault(keys[row], row)) != row and first[row] < first[other]:
            first_of[keys[row]] = row
    return [(row, row_of[key]) for key, row in first_of.items() if key in row_of]
