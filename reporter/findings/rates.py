"""The table of rates: every released cell with its rate, intervals, symbols and comparison."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.disclosure.released import ReleasedCells
from reporter.findings.kinds import kind_of
from reporter.findings.possible_counts import POSSIBLE, columns_with_possible
from reporter.findings.schema import CalendarYear, of_frame
from reporter.findings.shrunk import COLUMNS as SHRUNK
from reporter.findings.vocabulary import RATE_COLUMNS, Comparison, Verdict
from reporter.publication.indicator import Indicator
from reporter.publication.profiles import Reliability

COMPARISON = {
    (-1, -1): "lower (99.8%)",
    (-1, 0): "lower (95%)",
    (0, 0): "similar",
    (1, 0): "higher (95%)",
    (1, 1): "higher (99.8%)",
}
"""Verdict by the flags at 95% and 99.8%."""

_OF_THE_GATE = ["withheld", "rate_numerator", "least", "greatest", "standardised", "variance"]

NOT_COMPARED = "not compared"

RATES = of_frame(
    "rates",
    columns_with_possible(
        {
            **RATE_COLUMNS,
            "adjusted_comparison": Comparison,
            "verdict": Verdict,
            "first_year": CalendarYear,
            "last_year": CalendarYear,
            **dict.fromkeys(SHRUNK, float),
            "measure": str,
            "unit": str,
        }
    ),
    *("indicator", "area_code", "period", "basis"),
    optional=POSSIBLE,
)


def comparison(
    flag_95: NDArray[np.int64], flag_998: NDArray[np.int64], compared: NDArray[np.bool_]
) -> list[str]:
    """The verdict of each point from its flags: -1 below, 0 inside, 1 above the control limits."""
    return [
        COMPARISON[inner, outer] if is_compared else NOT_COMPARED
        for inner, outer, is_compared in zip(
            flag_95.tolist(), flag_998.tolist(), compared.tolist(), strict=True
        )
    ]


def rates(released: ReleasedCells, indicators: tuple[Indicator, ...], comparator: str) -> pd.DataFrame:
    """Table of rates: one row a released cell, `RATE_COLUMNS`, then `first_year` and `last_year`.

    Rates are per the indicator's multiplier with 95% and 99.8% intervals: exact Poisson limits below 10
    events, Byar's approximation from 10; no limit is above one event for each of those counted. A rate is not
    given where its count or its denominator is withheld or, for reliability, below `no_rate_below` events.
    The comparison is with exact control limits about the comparator's rate of the same period.

    Args:
        released: the released cells.
        indicators: the indicator records, in the order of the settings.
        comparator: area code of the comparator.

    Returns:
        The table, in the order of the released cells.
    """
    cells, ids = released.cells, released.cells["indicator"].to_numpy(dtype=object)
    parts = [
        _of_indicator(cells[here], released, indicator, comparator)
        for indicator in indicators
        if (here := ids == indicator.id).any()
    ]
    return pd.concat(parts, ignore_index=True)


def _of_indicator(
    cells: pd.DataFrame, released: ReleasedCells, indicator: Indicator, comparator: str
) -> pd.DataFrame:
    table = with_rates(cells, released, indicator)
    table["comparison"] = _compared(table, indicator, comparator)
    table = table.assign(measure=indicator.measure, unit=kind_of(indicator).unit(indicator))
    return table[[*RATE_COLUMNS, "first_year", "last_year", "measure", "unit"]]


def with_rates(cells: pd.DataFrame, released: ReleasedCells, indicator: Indicator) -> pd.DataFrame:
    """Released cells of one indicator with area name, rate, both intervals, method and symbols."""
    table = cells.drop(columns=_OF_THE_GATE)
    kind, reliability = kind_of(indicator), released.profile.reliability
    observed = kind.observed(cells.assign(numerator=cells["rate_numerator"]), indicator)
    rests_on = kind.rests_on(observed)
    no_rate_below = max(reliability.no_rate_below, kind.fewest_events)
    narrow = kind.estimate(observed, indicator.multiplier, 0.95)
    # A rounded count above its denominator has no share: as far as is known, too few for one.
    beyond = np.isnan(narrow.value) & (observed.events > observed.denominator)
    rests_on = np.where(beyond, -1.0, rests_on)
    given = rests_on >= no_rate_below
    wide = kind.estimate(observed, indicator.multiplier, 0.998)
    # No true rate is above one event each where events are some of those counted, whatever a method allows.
    within = indicator.numerator.within_denominator and indicator.denominator.counts_people
    most = indicator.multiplier if within else np.inf
    numbers = {
        "value": narrow.value,
        "lower_95": narrow.lower,
        "upper_95": np.minimum(narrow.upper, most),
        "lower_998": wide.lower,
        "upper_998": np.minimum(wide.upper, most),
    }
    return table.assign(
        area_name=[released.areas[code].name for code in table["area_code"].tolist()],
        **{column: np.where(given, number, np.nan) for column, number in numbers.items()},
        method=np.where(given, np.array(kind.method(observed), dtype=object), ""),
        symbols=symbols(rests_on, released.profile.mark, reliability, no_rate_below),
    )


def symbols(
    count: NDArray[np.float64], withheld_mark: str, reliability: Reliability, no_rate_below: int
) -> list[str]:
    """The symbol of each rate: withheld (`count` is NaN), no rate, unreliable, or none."""

    def symbol(value: float) -> str:
        if math.isnan(value):
            return withheld_mark
        if value < no_rate_below:
            return reliability.no_rate_mark
        return reliability.unreliable_mark if value < reliability.unreliable_below else ""

    return [symbol(value) for value in count.tolist()]


def _compared(table: pd.DataFrame, indicator: Indicator, comparator: str) -> list[str]:
    """Verdict on each row against the comparator's rate of the same period and basis."""
    codes, periods, bases = (table[name].tolist() for name in ("area_code", "period", "basis"))
    value = table["value"].to_numpy(dtype=np.float64)
    is_comparator = np.array([code == comparator for code in codes])
    of_comparator = {(periods[row], bases[row]): value[row] for row in np.flatnonzero(is_comparator).tolist()}
    target = np.array([of_comparator.get(key, np.nan) for key in zip(periods, bases, strict=True)])
    kind, multiplier = kind_of(indicator), indicator.multiplier
    observed = kind.observed(table, indicator)
    target = kind.target(target, multiplier)
    limits = kind.limits(observed, target, multiplier, 0.95)
    compared = ~np.isnan(value) & ~np.isnan(limits.upper) & ~is_comparator
    inner, outer = (kind.flags(observed, target, multiplier, confidence) for confidence in (0.95, 0.998))
    return comparison(inner, outer, compared)
