"""Runs of years: the longest run of consecutive years of one area on one basis, nothing of it withheld."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reporter.findings.kinds import Observed, kind_of
from reporter.machine.rows import where
from reporter.publication.indicator import Indicator

FEWEST_POINTS = 5
"""A trend is tested on at least this many years."""


class Run(NamedTuple):
    """One area's longest run of years: `rows` are their places in the table of rates, in order of time."""

    area_code: str
    basis: str
    year: NDArray[np.float64]
    observed: Observed
    rows: list[int]


def runs(rates: pd.DataFrame, indicator: Indicator, area_type: str) -> Iterator[Run]:
    """The longest run of each area of a level with `FEWEST_POINTS` years or more.

    A run crosses neither a break in basis nor a missing year nor one whose count or denominator is withheld.

    Args:
        rates: the table of rates.
        indicator: an indicator.
        area_type: the level.
    """
    kind = kind_of(indicator)
    observed = kind.observed(rates, indicator)
    year = rates["last_year"].to_numpy(dtype=np.int64)
    annual = (
        where(rates, indicator=indicator.id, area_type=area_type)
        & (rates["first_year"].to_numpy(dtype=np.int64) == year)
        & ~np.isnan(kind.rests_on(observed))
    )
    codes, bases, years = (rates[name].tolist() for name in ("area_code", "basis", "last_year"))
    of_area: dict[str, list[int]] = {}
    for row in np.flatnonzero(annual).tolist():
        of_area.setdefault(codes[row], []).append(row)
    for code, rows in of_area.items():
        longest = longest_run([bases[row] for row in rows], [years[row] for row in rows])
        if len(longest) < FEWEST_POINTS:
            continue
        run = [rows[place] for place in longest]
        places = np.array(run, dtype=np.intp)
        yield Run(code, bases[run[0]], year[run].astype(np.float64), observed.at(places), run)


def longest_run(bases: Sequence[str], years: Sequence[int]) -> list[int]:
    """Places of the longest run of consecutive years on one basis; the later one where two are equally long.

    Args:
        bases: the basis of each row of one area.
        years: its year.
    """
    found: list[list[int]] = []
    before = None
    for basis, year, row in sorted(zip(bases, years, range(len(years)), strict=True)):
        if before == (basis, year - 1):
            found[-1].append(row)
        else:
            found.append([row])
        before = basis, year
    return max(found, key=lambda run: (len(run), years[run[-1]]), default=[])
