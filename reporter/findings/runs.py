"""Runs of years: the longest run of consecutive years of one area on one basis, nothing of it withheld.

Years are the single steps of the publication's periods, whatever these are. Of windows that the source has
counted together, a run has those that follow on each other without sharing a step.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import Observed, kind_of
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator
from reporter.publication.periods import in_years, window

FEWEST_POINTS = 5
"""A trend is tested on at least this many years."""


class Run(NamedTuple):
    """One area's longest run of years: `rows` are their places in the table of rates, in order of time.

    first, last: the first and the last step. time: the middle of each year or window, in years; score: the
    same as whole numbers, twice the steps from the first.
    """

    area_code: str
    basis: str
    first: int
    last: int
    time: NDArray[np.float64]
    score: NDArray[np.float64]
    observed: Observed
    rows: list[int]


def of_series(rates: pd.DataFrame, *, windows: bool) -> NDArray[np.bool_]:
    """Mask of the rows of a series over time: single steps, or all windows where the source has these."""
    first, last = (rates[name].to_numpy(dtype=np.int64) for name in ("first_year", "last_year"))
    return (first < last) if windows else (first == last)


def runs(
    rates: pd.DataFrame, indicator: Indicator, area_type: str, *, windows: bool = False
) -> Iterator[Run]:
    """The longest run of each area of a level with `FEWEST_POINTS` years or more.

    A run crosses neither a break in basis nor a missing year nor one whose count or denominator is withheld.

    Args:
        rates: the table of rates.
        indicator: an indicator.
        area_type: the level.
        windows: whether the source has counted several steps together.
    """
    kind = kind_of(indicator)
    observed = kind.observed(rates, indicator)
    annual = (
        where(rates, indicator=indicator.id, area_type=area_type)
        & of_series(rates, windows=windows)
        & ~np.isnan(kind.rests_on(observed))
    )
    names = ("area_code", "basis", "first_year", "last_year")
    codes, bases, firsts, lasts = (rates[name].tolist() for name in names)
    of_area: dict[str, list[int]] = {}
    for row in np.flatnonzero(annual).tolist():
        of_area.setdefault(codes[row], []).append(row)
    for code, rows in of_area.items():
        longest = longest_run([(bases[row], firsts[row], lasts[row]) for row in rows])
        if len(longest) < FEWEST_POINTS:
            continue
        run = [rows[place] for place in longest]
        ends = [(firsts[row], lasts[row]) for row in run]
        time, score = times(ends)
        yield Run(
            area_code=code,
            basis=bases[run[0]],
            first=ends[0][0],
            last=ends[-1][1],
            time=time,
            score=score,
            observed=observed.at(np.array(run, dtype=np.intp)),
            rows=run,
        )


def times(ends: Sequence[tuple[int, int]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The middles of steps or windows in years, and in half steps from the first, which are whole numbers."""
    middle = np.array([first + last for first, last in ends], dtype=np.float64)
    return np.array([in_years(window(*each)) for each in ends]), middle - middle[0]


def longest_run(years: Sequence[tuple[str, int, int]]) -> list[int]:
    """Places of the longest run of consecutive years on one basis; the later one where two are equally long.

    Args:
        years: the basis of each row of one area, and its first and last step.
    """
    ending: dict[tuple[str, int], list[int]] = {}
    for basis, first, last, row in sorted((*year, row) for row, year in enumerate(years)):
        run = [*ending.get((basis, first - 1), ()), row]
        if len(run) > len(ending.get((basis, last), ())):
            ending[basis, last] = run
    return max(ending.values(), key=lambda run: (len(run), years[run[-1]][2]), default=[])


def newest_run(years: Sequence[tuple[str, int, int]], known: Sequence[bool]) -> list[int]:
    """Places of the consecutive years on one basis, all known, that end with the newest known one.

    Windows follow on each other without sharing a step; of several that end in one step, the longest counts.

    Args:
        years: the basis of each row of one area, and its first and last step; no step or window twice.
        known: whether its count and denominator are known.
    """
    ending: dict[tuple[str, int], int] = {}
    for place in sorted(np.flatnonzero(known).tolist(), key=lambda place: years[place][1], reverse=True):
        basis, _, last = years[place]
        ending[basis, last] = place
    if not ending:
        return []
    run = [max(ending.values(), key=lambda place: years[place][2])]
    while (before := ending.get((years[run[0]][0], years[run[0]][1] - 1))) is not None:
        run.insert(0, before)
    return run
