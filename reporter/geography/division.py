"""Divides whole counts between areas by shares.

The results are estimates: nobody counted the events of each part. Numerators and denominators must be divided
alike, or the rate of one part would have all deaths of the area.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path

import pandas as pd

from reporter.errors import InputError, Problem
from reporter.records.csv_file import read_csv

Shares = Mapping[str, Mapping[str, Fraction]]
"""For each divided area, the share of each part; shares add up to 1."""

TOLERANCE = Fraction(1, 200)
"""Greatest distance from 1 of a sum of rounded shares, which are then scaled to 1."""


def divide(count: int, shares: Sequence[Fraction]) -> list[int]:
    """Whole parts of a count in proportion to shares, by Webster's method (also called Sainte-Laguë's).

    The parts add up to the count n. The method picks the n largest of the quotients w_i / (k + 1/2), k = 0,
    1, ..., with share w_i of part i, ties to the earlier part. A smaller count never gives any part more than
    a larger one does, as largest remainders may; so neonatal deaths stay within infant deaths in every part.

    Args:
        count: 0 or more.
        shares: above 0, adding up to 1.

    References:
        Balinski and Young, Fair Representation, 2nd edition, 2001.
    """
    half = Fraction(1, 2)
    parts = [int(count * share + half) for share in shares]
    while (surplus := sum(parts) - count) != 0:
        places = range(len(parts))
        # At equal quotients the earlier part is the first to gain an event and the last to lose one.
        if surplus < 0:
            parts[max(places, key=lambda n: (shares[n] / (parts[n] + half), -n))] += 1
        else:
            giving = [n for n in places if parts[n]]
            parts[min(giving, key=lambda n: (shares[n] / (parts[n] - half), -n))] -= 1
    return parts


def divide_rows(counts: pd.DataFrame, shares: Shares, keys: Sequence[str]) -> pd.DataFrame:
    """Counts with some areas divided between others, added to the counts that these already have.

    Args:
        counts: column `area_code`, the other `keys`, and counts.
        shares: the shares of each area to divide.
        keys: names of the key columns, `area_code` among them.

    Returns:
        The same columns, one row a key, sorted by keys.
    """
    columns = [column for column in counts.columns if column not in keys]
    rows = [counts[~counts["area_code"].isin(list(shares))]]
    for code, parts in shares.items():
        whole = counts[counts["area_code"] == code]
        divided = {
            column: [divide(int(count), list(parts.values())) for count in whole[column]]
            for column in columns
        }
        for place, part in enumerate(parts):
            own = {column: [each[place] for each in divided[column]] for column in columns}
            rows.append(whole.assign(area_code=part, **own))
    together = pd.concat(rows, ignore_index=True).groupby(list(keys), sort=True)[columns].sum()
    return together.reset_index()[list(counts.columns)].astype(counts.dtypes.to_dict())


def scaled(shares: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Shares scaled to add up to exactly 1, the largest first."""
    total = sum(shares.values())
    ordered = sorted(shares.items(), key=lambda each: (-each[1], each[0]))
    return {part: share / total for part, share in ordered}


def read_share(text: str) -> Fraction | None:
    """The share in a text, above 0 and up to 1; None for any other text."""
    try:
        share = Fraction(text) if "/" not in text else None
    except ValueError:
        return None
    return share if share is not None and 0 < share <= 1 else None


def read_split_shares(file: Path) -> Shares:
    """Shares of split areas from a file with the columns `old_code`, `new_code` and `share`.

    Raises:
        InputError: with every problem of the file.
    """
    purpose = {
        "old_code": "the code before the split",
        "new_code": "the code of a part from then on",
        "share": "the part's share, such as 0.62",
    }
    table, problems = read_csv(file, purpose)
    shares: dict[str, dict[str, Fraction]] = {}
    lines: dict[str, int] = {}
    rows = (
        []
        if table is None
        else zip(table.lines.tolist(), *(table.cells[name] for name in purpose), strict=True)
    )
    for line, old, new, text in rows:
        share = read_share(text)
        if not old or not new or share is None:
            message = f"this row has '{old}', '{new}', '{text}'"
            problems.append(Problem(str(file), line, message, "two codes and a share from 0 to 1"))
        elif new in shares.get(old, {}):
            problems.append(Problem(str(file), line, f"{old} to {new} stands twice", "each part once"))
        else:
            shares.setdefault(old, {})[new] = share
            lines.setdefault(old, line)
    problems += not_whole(str(file), shares, lines)
    if problems:
        raise InputError(problems)
    return {old: scaled(parts) for old, parts in shares.items()}


def not_whole(file: str, shares: Shares, lines: Mapping[str, int]) -> list[Problem]:
    """Problems of areas whose shares do not add up to 1, within `TOLERANCE`.

    Args:
        file: the file with the shares.
        shares: the shares of each area.
        lines: the first line of each area.
    """
    return [
        Problem(file, lines[code], f"the shares of {code} add up to {float(total):.3g}", "1")
        for code, parts in shares.items()
        if abs((total := sum(parts.values(), Fraction(0))) - 1) > TOLERANCE
    ]
