"""Plausibility of the counts before a build: does each fit its area's other years and the other areas?

In 2012 a national producer published deaths under 16 as infant deaths for one borough: 8 per 1,000. A count
as odd as that stops a build until the producer has checked it and acknowledged it by name in the settings.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.counts.table import KEYS, Counts, measured
from reporter.errors import Problem
from reporter.machine.rows import row_keys, where
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import ends_of, is_window, label_of
from reporter.records.csv_file import read_csv
from reporter.statistics.plausibility import plausibility

IMPLAUSIBLE = 0.001
"""A count is questioned where chance gives one so extreme in any area with a probability below this."""

JUMP = 0.2
"""The comparator is questioned where its rate changes in a year by more than this share and chance."""

_YEAR = ("basis", "year")


def implausible(publication: Publication, counts: Counts) -> list[Problem]:
    """Problems of the implausible counts that are not acknowledged.

    The count of an area is questioned where it is too high, or too low, in two comparisons: with the area's
    own other years of the same basis, and with the rest of the comparator in the same year. Both use exact
    tail probabilities, adjusted for the number of counts tested. An area without other years is compared with
    the rest alone. The comparator itself is questioned where its rate jumps from one year to the next.

    Args:
        publication: settings; `checks.acknowledged` names the counts that the producer has checked.
        counts: complete counts.
    """
    file = str(publication.path(publication.settings.data.counts))
    acknowledged = set(publication.settings.checks.acknowledged)
    found: dict[str, Problem] = {}
    for indicator in publication.indicators:
        table = _measured(counts, indicator)
        for name, message in (
            *_odd_areas(table, publication, indicator),
            *_jumps(table, publication, indicator),
        ):
            expected = f'a count that was checked and acknowledged = ["{name}"] under [checks]'
            found.setdefault(name, Problem(file, 0, message, expected))
    told = {name: problem for name, problem in found.items() if name not in acknowledged}
    lines = _lines(Path(file)) if told else {}
    return [replace(problem, line=lines.get(name.rpartition(" ")[0], 0)) for name, problem in told.items()]


def _lines(file: Path) -> dict[str, int]:
    """The line of each area and year that has one in the counts file, by code and year."""
    table, _ = read_csv(file, {"area_code": ""})
    if table is None:
        return {}
    time = "period" if "period" in table.cells else "year"
    keys = (f"{area} {label}" for area, label in row_keys(table.cells, ("area_code", time)))
    return dict(zip(keys, table.lines.tolist(), strict=True))


def _measured(counts: Counts, indicator: Indicator) -> pd.DataFrame:
    """Table of area, year, basis, and the count and denominator of an indicator."""
    table = counts.table[list(KEYS)].copy()
    for name, measure in (("count", indicator.numerator), ("denominator", indicator.denominator)):
        table[name] = measured(counts.table, measure)
    return table


def _odd_areas(
    table: pd.DataFrame, publication: Publication, indicator: Indicator
) -> Iterator[tuple[str, str]]:
    is_whole = where(table, area_code=publication.settings.comparator)
    whole, part = table[is_whole], table[~is_whole]
    numbers = ["count", "denominator"]
    count, denominator = part[numbers].to_numpy(dtype=np.float64).T
    together = dict(zip(row_keys(whole, _YEAR), whole[numbers].to_numpy(dtype=np.float64), strict=True))
    unknown = np.full(2, np.nan)
    everything = np.array([together.get(key, unknown) for key in row_keys(part, _YEAR)]).reshape(-1, 2).T
    rest_count, rest_denominator = everything[0] - count, everything[1] - denominator
    series = _numbered(row_keys(part, ("area_code", "basis")))
    past_count, past_denominator = (
        np.bincount(series, weights=own)[series] - own for own in (count, denominator)
    )
    with_past = past_denominator > 0
    against_rest = plausibility(count, denominator, rest_count, rest_denominator)
    against_past = plausibility(count, denominator, past_count, past_denominator)
    above = _odd(
        against_rest.p_above, against_rest.p_below, against_past.p_above, against_past.p_below, with_past
    )
    codes, years = part["area_code"].tolist(), part["year"].tolist()
    for row in np.flatnonzero(above != 0):
        area, year = codes[row], label_of(years[row])
        side = "more" if above[row] > 0 else "fewer"
        usual = against_past.expected[row] if with_past[row] else against_rest.expected[row]
        yield (
            f"{area} {year} {indicator.id}",
            f"area {area}, {year}, {indicator.id}: {side} than can be expected, "
            f"which is {usual:.0f} at the usual rate",
        )


def _numbered(keys: Iterable[Hashable]) -> NDArray[np.int64]:
    """Group number of each key, from 0 in the order of first appearance, shape (keys,)."""
    number: dict[Hashable, int] = {}
    return np.array([number.setdefault(key, len(number)) for key in keys], dtype=np.int64)


def _odd(
    rest_above: NDArray[np.float64],
    rest_below: NDArray[np.float64],
    past_above: NDArray[np.float64],
    past_below: NDArray[np.float64],
    with_past: NDArray[np.bool_],
) -> NDArray[np.int64]:
    """1 where a count is too high in both comparisons, -1 where it is too low in both, else 0."""
    looked_at = max(int((~np.isnan(rest_above)).sum()), 1)
    limit = IMPLAUSIBLE / (2 * looked_at)
    high = (rest_above < limit) & (~with_past | (past_above < limit))
    low = (rest_below < limit) & (~with_past | (past_below < limit))
    return high.astype(np.int64) - low.astype(np.int64)


def _in_time(keys: pd.Series) -> pd.Series:
    """Keys of rows in the order of time: windows by their end."""
    return keys.map(lambda number: ends_of(number)[::-1]) if keys.name == "year" else keys


def _jumps(table: pd.DataFrame, publication: Publication, indicator: Indicator) -> Iterator[tuple[str, str]]:
    code = publication.settings.comparator
    whole = table[table["area_code"] == code].sort_values(["basis", "year"], key=_in_time)
    before, after = whole.iloc[:-1], whole.iloc[1:]
    calendar = publication.settings.periods
    test = plausibility(after["count"], after["denominator"], before["count"], before["denominator"])
    same_basis = after["basis"].to_numpy() == before["basis"].to_numpy()
    for row in np.flatnonzero(same_basis & (test.p_value < IMPLAUSIBLE)).tolist():
        number = int(after["year"].iloc[row])
        year, expected = label_of(number), test.expected[row]
        step = "one period" if is_window(number) else f"one {calendar.step_name(number)}"
        change = after["count"].iloc[row] / expected - 1 if expected > 0 else 0.0
        if abs(change) > JUMP:
            yield (
                f"{code} {year} {indicator.id}",
                f"area {code}, {year}, {indicator.id}: the rate changed by {change:+.0%} in {step}",
            )
