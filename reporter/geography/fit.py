"""Checks that counts and a lookup fit together: every area is in both, and areas add up to the whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from reporter.counts.table import KEYS
from reporter.errors import Problem
from reporter.geography.lookup import Lookup


def in_no_network(others: Iterable[str], lookup: Lookup, file: Path) -> list[Problem]:
    """Problems of areas that have counts but are not in the lookup."""
    expected = (
        "a row of it; --to-boundaries where the code was superseded; --leave-out-others where the area is "
        "larger, as a region is"
    )
    return [Problem(lookup.file, 0, f"{code} of {file} is in no network", expected) for code in others]


def without_counts(own: pd.DataFrame, lookup: Lookup) -> list[Problem]:
    """Problems of areas of the lookup without any counts."""
    present = set(own["area_code"])
    expected = "counts on the boundaries of the lookup; --together where it is counted with another area"
    return [
        Problem(lookup.file, rows[0].line, f"{code} has no counts in any year", expected)
        for code, rows in lookup.of_areas().items()
        if code not in present
    ]


def unequal(own: pd.DataFrame, whole: pd.DataFrame, file: Path) -> list[Problem]:
    """Problems of years where areas do not add up to the whole, or lack rows and no whole is given.

    Args:
        own: counts of the areas of the lookup.
        whole: counts of the whole.
        file: the counts file, for messages.
    """
    columns = list(own.columns.drop(list(KEYS)))
    sums = own.groupby(["year", "basis"])[columns].sum()
    problems = []
    for code, year, basis, *given in whole[[*KEYS, *columns]].itertuples(index=False, name=None):
        for column, total in zip(columns, given, strict=True):
            found = int(sums[column].get((year, basis), 0))
            if found != total:
                message = f"{column} of {code}, {basis} {year}: {total:,}"
                expected = f"{found:,}, the sum of the areas of the lookup"
                problems.append(Problem(str(file), 0, message, expected))
    shown = set(whole[["year", "basis"]].itertuples(index=False, name=None))
    for code, years in absent(own).items():
        unshown = [f"{basis} {year}" for year, basis in years if (year, basis) not in shown]
        if unshown:
            message = f"{code} has no counts in {', '.join(unshown)}"
            expected = "counts of every area and year, or of the --whole that the others add up to"
            problems.append(Problem(str(file), 0, message, expected))
    return problems


def absent(own: pd.DataFrame) -> dict[str, tuple[tuple[int, str], ...]]:
    """Years and bases without a row, for each area that has any."""
    groups = sorted(set(own[["year", "basis"]].itertuples(index=False, name=None)))
    present = set(own[list(KEYS)].itertuples(index=False, name=None))
    missing = {
        code: tuple((year, basis) for year, basis in groups if (code, year, basis) not in present)
        for code in dict.fromkeys(own["area_code"])
    }
    return {code: years for code, years in missing.items() if years}
