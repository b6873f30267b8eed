"""Counts that the source withholds: the interval that it gives for each, and a possible count in its place.

What was counted nobody here knows. The gate needs some counts that add up, and takes any that are possible:
an attacker knows no more of them either. Nothing of them is ever shown, since the gate keeps them withheld.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from reporter.counts.table import KEYS, AtSource, Counts, Interval, RowKey
from reporter.counts.terms import never_below_zero
from reporter.machine.rows import row_keys
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator

Place: TypeAlias = tuple[int, int]
"""Row and column of a count."""


class NoneFit(ValueError):  # noqa: N818 -- names what the counts hold
    """No counts within the intervals of a year and basis add up to the larger areas that are given."""

    def __init__(self, year: int, basis: str) -> None:
        self.year, self.basis = year, basis
        super().__init__(f"{basis} {year}")


def with_possible_counts(
    rows: pd.DataFrame,
    at_source: AtSource,
    areas: Areas,
    columns: Sequence[str],
    indicators: Sequence[Indicator],
    parts: Mapping[str, Sequence[str]],
) -> pd.DataFrame:
    """The rows with a possible count wherever the source withholds one, as near as may be to mid-interval.

    Args:
        rows: the rows of a file, the columns `KEYS` and `columns`; any number where the source withholds one.
        at_source: the intervals of its rows.
        areas: the areas.
        columns: names of the count columns.
        indicators: the indicators.
        parts: columns that each column is a part of.

    Raises:
        NoneFit: no counts add up.
    """
    if not at_source:
        return rows
    keys = list(row_keys(rows, KEYS))
    known = rows[list(columns)].to_numpy(np.float64)
    place = {name: number for number, name in enumerate(columns)}
    for row, key in enumerate(keys):
        for column in at_source.get(key, ()):
            known[row, place[column]] = np.nan
    leaves = {area.code for area in areas.leaves}
    is_leaf = np.array([key[0] in leaves for key in keys], dtype=np.bool_)
    of_leaves = pd.DataFrame(known[is_leaf], columns=list(columns))
    # What holds of all known rows is no more than likely of the others.
    by_certainty = [
        [
            {place[name]: sign for name, sign in term.items()}
            for term in never_below_zero(of_leaves, columns, indicators, parts, as_seen=as_seen)
        ]
        for as_seen in (True, False)
    ]
    within = _leaves_within(areas)
    possible = rows[list(columns)].to_numpy(np.int64).copy()
    for year, basis in dict.fromkeys(key[1:] for key in keys if key in at_source):
        here = [row for row, key in enumerate(keys) if key[1:] == (year, basis)]
        group = known[here], [keys[row] for row in here], list(columns), at_source, within
        solutions = (_possible(*group, terms) for terms in by_certainty)
        found = next((each for each in solutions if each is not None), None)
        if found is None:
            raise NoneFit(year, basis)
        possible[here] = found
    return rows.assign(**dict(zip(columns, possible.T, strict=True)))


def _leaves_within(areas: Areas) -> dict[str, list[str]]:
    """The smallest areas that each larger area holds."""
    found: dict[str, list[str]] = {}
    for area in areas.smallest_first:
        for parts in list(areas.parts(area.code).values())[:1]:
            found[area.code] = [leaf for part in parts for leaf in found.get(part.code, [part.code])]
    return found


def _possible(
    known: NDArray[np.float64],
    keys: Sequence[RowKey],
    columns: Sequence[str],
    at_source: AtSource,
    within: Mapping[str, Sequence[str]],
    terms: Sequence[Mapping[int, int]],
) -> NDArray[np.int64] | None:
    """Whole counts of one year and basis, shape (rows, columns); None where none fit.

    Each row of a larger area is the sum of the smallest areas in it, and no sum of columns is below 0 that is
    0 or more in every true row.

    Args:
        known: the counts, NaN where the source withholds one.
        keys: the rows.
        columns: names of the columns.
        at_source: the intervals.
        within: the smallest areas in each larger one.
        terms: sums of columns, by number, that are 0 or more.
    """
    row_of = {key[0]: row for row, key in enumerate(keys)}
    parts = {
        row: [row_of[leaf] for leaf in within[key[0]] if leaf in row_of]
        for row, key in enumerate(keys)
        if key[0] in within
    }
    ends = {
        (row, column): at_source[keys[row]][columns[column]]
        for row, column in np.argwhere(np.isnan(known)).tolist()
    }
    of_leaves = {place: interval for place, interval in ends.items() if place[0] not in parts}
    variable = {place: number for number, place in enumerate(of_leaves)}
    ties: list[tuple[dict[Place, int], float, float]] = []
    for row in dict.fromkeys(row for row, _ in of_leaves):
        ties += [({(row, column): sign for column, sign in term.items()}, 0.0, np.inf) for term in terms]
    for row, below in parts.items():
        for column in range(len(columns)):
            total = float(known[row, column])
            ties.append(({(part, column): 1 for part in below}, *ends.get((row, column), (total, total))))
    solved = _solved(known, variable, list(of_leaves.values()), ties)
    if solved is None:
        return None
    counts = known.copy()
    for place, number in variable.items():
        counts[place] = solved[number]
    for row, column in ends.keys() - of_leaves.keys():
        counts[row, column] = counts[parts[row], column].sum()
    return counts.astype(np.int64)


def _solved(
    known: NDArray[np.float64],
    variable: Mapping[Place, int],
    ends: Sequence[Interval],
    ties: Sequence[tuple[Mapping[Place, int], float, float]],
) -> NDArray[np.float64] | None:
    """Whole numbers within their ends, as near the middle as the ties allow; None where there are none.

    Variables are the counts, then how far each lies above and below the middle of its interval.
    """
    many = len(variable)
    entries: list[tuple[int, int, float]] = []
    low: list[float] = []
    high: list[float] = []
    for places, least, greatest in ties:
        given = sum(sign * known[place] for place, sign in places.items() if place not in variable)
        if variable.keys().isdisjoint(places):
            # That known counts are not the sum of known counts is told by their lines.
            if least < greatest and not least <= given <= greatest:
                return None
            continue
        entries += [(len(low), variable[place], sign) for place, sign in places.items() if place in variable]
        low.append(least - given)
        high.append(greatest - given)
    for number, (least, greatest) in enumerate(ends):
        entries += [(len(low), number, 1), (len(low), many + number, -1), (len(low), 2 * many + number, 1)]
        low.append((least + greatest) // 2)
        high.append((least + greatest) // 2)
    if not many:
        return np.zeros(0)
    row, column, sign = np.array(entries).T
    matrix = sparse.csr_array((sign, (row.astype(int), column.astype(int))), shape=(len(low), 3 * many))
    bounds = np.array(ends, dtype=np.float64).reshape(-1, 2)
    found = milp(
        np.repeat([0.0, 1.0, 1.0], many),
        integrality=np.repeat([1, 0, 0], many),
        bounds=Bounds(
            np.concatenate([bounds[:, 0], np.zeros(2 * many)]),
            np.concatenate([bounds[:, 1], np.full(2 * many, np.inf)]),
        ),
        constraints=LinearConstraint(matrix, low, high),
    )
    return None if found.x is None else np.rint(found.x[:many])


def of_all_areas(at_source: AtSource, given: pd.DataFrame, counts: Counts, areas: Areas) -> AtSource:
    """The intervals of the file's rows, and of larger areas that need them and have no count of their own.

    Args:
        at_source: the intervals of the file's rows.
        given: the rows of the file, the columns `KEYS`.
        counts: counts of all areas, possible ones where the source withholds them.
        areas: the areas.
    """
    own, rows = set(row_keys(given, KEYS)), counts.by_key()
    found: dict[RowKey, Mapping[str, Interval]] = dict(at_source)
    for year, basis in dict.fromkeys(key[1:] for key in at_source):
        for area in areas.smallest_first:
            key = (area.code, year, basis)
            parts_by_type = areas.parts(area.code).values()
            if key in own or key not in rows or not parts_by_type:
                continue
            sums = [
                _sums([(part.code, year, basis) for part in parts], rows, found) for parts in parts_by_type
            ]
            # An area is known where the parts of any of its types are.
            found[key] = {
                column: interval
                for column, interval in sums[0].items()
                if all(column in each for each in sums)
            }
    return {key: each for key, each in found.items() if each}


def _sums(
    parts: Sequence[RowKey], rows: Mapping[RowKey, Mapping[str, int]], found: AtSource
) -> dict[str, Interval]:
    """The interval of the sum of parts, by column of which any of them has an interval."""
    parts = [part for part in parts if part in rows]
    sums = {}
    for column in dict.fromkeys(name for part in parts for name in found.get(part, ())):
        ends = [found.get(part, {}).get(column, (rows[part][column],) * 2) for part in parts]
        sums[column] = (sum(low for low, _ in ends), sum(high for _, high in ends))
    return sums
