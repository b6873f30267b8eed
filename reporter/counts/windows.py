"""Windows that a source has counted together, such as 2018/19 to 2020/21, divided into their single steps.

What a source counted in the steps of a window nobody here knows, and nothing of it is ever shown. But windows
that overlap give away differences of steps, and so the gate needs some counts of steps that add up to every
window: any that are possible, since an attacker knows no more of them either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts, add_up
from reporter.counts.terms import Terms, never_below_zero
from reporter.machine.rows import row_keys
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.periods import ends_of, is_window


class Contradiction(ValueError):  # noqa: N818 -- names what the counts hold
    """No counts of steps add up to the windows of an area on one basis."""

    def __init__(self, area_code: str, basis: str) -> None:
        self.area_code, self.basis = area_code, basis
        super().__init__(f"{area_code}, {basis}")


def overlap(numbers: Sequence[int]) -> bool:
    """Whether any two of several different windows share a step."""
    ends = sorted(map(ends_of, numbers))
    return any(later[0] <= earlier[1] for earlier, later in pairwise(ends))


def with_steps(
    counts: Counts, areas: Areas, indicators: Sequence[Indicator], parts: Mapping[str, Sequence[str]]
) -> Counts:
    """Counts of windows with counts of their steps; counts of single steps unchanged.

    Args:
        counts: complete counts.
        areas: the areas.
        indicators: the indicators.
        parts: columns that each column is a part of.

    Raises:
        Contradiction: the windows of an area leave no counts that their steps could have.
    """
    leaves = counts.table[counts.table["area_code"].isin([area.code for area in areas.leaves])]
    if not any(map(is_window, set(leaves["year"]))):
        return counts
    terms = never_below_zero(leaves, counts.columns, indicators, parts)
    columns = list(counts.columns)
    divided: list[tuple[str | int, ...]] = []
    for (area, basis), rows in leaves.groupby(["area_code", "basis"], sort=False):
        windows = rows["year"].tolist()
        values = rows[columns].to_numpy(np.int64)
        found = _possible(windows, values, columns, terms) if overlap(windows) else _first(windows, values)
        if found is None:
            raise Contradiction(str(area), str(basis))
        divided += ((str(area), step, str(basis), *row) for step, row in found.items())
    return replace(counts, steps=add_up(pd.DataFrame(divided, columns=[*KEYS, *columns]), areas, columns))


def categories_in_steps(by_category: pd.DataFrame) -> pd.DataFrame:
    """Counts by category of windows, none of which overlap, with all events in the first step of each."""
    parts = []
    counted = [name for name in by_category.columns if name not in CATEGORY_KEYS]
    for number in dict.fromkeys(by_category["year"].tolist()):
        rows = by_category[by_category["year"] == number]
        first, last = ends_of(number)
        parts.append(rows.assign(year=first))
        nothing = rows.assign(**{name: rows[name].where(rows[name].isna(), 0) for name in counted})
        parts += [nothing.assign(year=step) for step in range(first + 1, last + 1)]
    return pd.concat(parts, ignore_index=True) if parts else by_category


def _first(windows: Sequence[int], values: NDArray[np.int64]) -> dict[int, list[int]]:
    """Counts of steps by step, shape (columns,): all events of a window in its first step."""
    found: dict[int, list[int]] = {}
    for window, row in zip(windows, values.tolist(), strict=True):
        first, last = ends_of(window)
        found[first] = row
        found |= {step: [0] * len(row) for step in range(first + 1, last + 1)}
    return found


def _possible(
    windows: Sequence[int], values: NDArray[np.int64], columns: Sequence[str], terms: Sequence[Terms]
) -> dict[int, list[int]] | None:
    """Whole counts of steps that add up to every window; None where there are none.

    Args:
        windows: the windows of one area.
        values: their counts, shape (windows, columns).
        columns: names of the columns.
        terms: sums of columns that are 0 or more in every step.
    """
    steps = sorted({step for first, last in map(ends_of, windows) for step in range(first, last + 1)})
    in_window = np.array([[first <= step <= last for step in steps] for first, last in map(ends_of, windows)])
    many, each = len(columns), np.eye(len(columns))
    adds_up = np.kron(each, in_window.astype(np.float64))
    signs = np.array([[float(term.get(name, 0)) for name in columns] for term in terms]).reshape(-1, many)
    never_below = np.kron(signs, np.eye(len(steps)))
    total = values.T.reshape(-1).astype(np.float64)
    found = milp(
        np.zeros(many * len(steps)),
        integrality=np.ones(many * len(steps)),
        bounds=Bounds(0, np.inf),
        constraints=[
            LinearConstraint(adds_up, total, total),
            LinearConstraint(never_below, 0, np.inf),
        ],
    )
    if found.x is None:
        return None
    counts = np.rint(found.x).astype(np.int64).reshape(many, len(steps))
    if not (counts @ in_window.T.astype(np.int64) == values.T).all() or (counts < 0).any():
        return None
    return {step: counts[:, place].tolist() for place, step in enumerate(steps)}


def lacking_windows(counts: Counts, areas: Areas) -> Iterator[tuple[str, str, int, int]]:
    """Area, basis and window without a row, and a window with one that it overlaps: its steps are unknown."""
    leaves = counts.table[counts.table["area_code"].isin([area.code for area in areas.leaves])]
    held: dict[tuple[str, str], set[int]] = {}
    of_basis: dict[str, set[int]] = {}
    for area, number, basis in row_keys(leaves, KEYS):
        held.setdefault((area, basis), set()).add(number)
        of_basis.setdefault(basis, set()).add(number)
    for (area, basis), own in held.items():
        for missing in sorted(of_basis[basis] - own):
            beside = [each for each in sorted(own) if overlap([missing, each])]
            if beside:
                yield area, basis, missing, beside[0]
