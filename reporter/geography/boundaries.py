"""Moves counts from earlier area codes to the codes in force on a later day.

The lookup of code changes has one row a pair of old and new code. A new code with several old ones is a
merger: its count is the sum of all of them, so all must have counts. A new code with one old one is a change
of code. An old code with several new ones is a split: it is refused unless shares of the parts are given, and
the counts divided by these are estimates.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pandas as pd

from reporter.errors import InputError, Problem
from reporter.geography.division import Shares, divide_rows
from reporter.records.text_files import read_text

GROUP = ("year", "basis")
"""Key columns within which counts are added up."""


@dataclass(frozen=True)
class CodeChange:
    """The change of an old code, or of part of its area, to a new code.

    Attributes:
        line: line of the lookup.
        date: the day on which the change took effect.
        old_code: code before that day.
        old_name: name before that day.
        new_code: code from that day on.
        new_name: name from that day on.
        order: the statutory order that made the change.
        is_split: whether the lookup marks the old area as split between several new ones.
    """

    line: int
    date: dt.date
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    order: str
    is_split: bool


@dataclass(frozen=True)
class CodeChanges:
    """A lookup of code changes, by date.

    Attributes:
        file: the lookup, for error messages.
        changes: all changes of code, earliest first; rows that change only a name are left out.
    """

    file: str
    changes: tuple[CodeChange, ...]

    @classmethod
    def read(cls, file: Path) -> CodeChanges:
        """Read a lookup with the columns of the Office for National Statistics' orders and codes.

        Columns: `changed_to_code`, `changed_to_name`, `changed_from_code`, `changed_from_name`, `desc`,
        `date` (ISO), `split` (TRUE or FALSE).

        Raises:
            InputError: the file cannot be read, or a column or date is missing or malformed.
        """
        rows = csv.DictReader(io.StringIO(read_text(file), newline=""))
        changes = []
        for row in rows:
            try:
                change = CodeChange(
                    line=rows.line_num,
                    date=dt.date.fromisoformat(row["date"]),
                    old_code=row["changed_from_code"],
                    old_name=row["changed_from_name"],
                    new_code=row["changed_to_code"],
                    new_name=row["changed_to_name"],
                    order=row["desc"],
                    is_split=row["split"] == "TRUE",
                )
            except KeyError as error:
                raise InputError([Problem(str(file), 1, f"missing column {error}", "that column")]) from None
            except (ValueError, TypeError):
                message = f"date is {row['date']!r}"
                raise InputError(
                    [Problem(str(file), rows.line_num, message, "a date such as 2021-04-01")]
                ) from None
            changes.append(change)
        recoded = [change for change in changes if change.old_code != change.new_code]
        return cls(str(file), tuple(sorted(recoded, key=lambda change: (change.date, change.line))))

    def applied(self, codes: Iterable[str], to: dt.date) -> tuple[CodeChange, ...]:
        """The changes that apply to counts on these codes up to and including a day, earliest first."""
        present = set(codes)
        found = []
        for _, on_one_day in groupby(self._until(to), key=lambda change: change.date):
            used = [change for change in on_one_day if change.old_code in present]
            present |= {change.new_code for change in used}
            found += used
        return tuple(found)

    def _until(self, to: dt.date) -> list[CodeChange]:
        return [change for change in self.changes if change.date <= to]

    def move(self, counts: pd.DataFrame, to: dt.date, shares: Shares | None = None) -> pd.DataFrame:
        """Counts moved to the codes in force on a day.

        Args:
            counts: columns `area_code`, `year`, `basis`, and counts; codes may be of any day up to that day.
            to: the day.
            shares: for each split area, the shares of all its new areas.

        Returns:
            The same columns, one row an area, year and basis, sorted by year, basis and area code. Codes that
            the lookup does not have are unchanged.

        Raises:
            InputError: counts of a split area without its shares; of only some parts of a merger; or of both
                a new area and a part of it.
        """
        for _, on_one_day in groupby(self._until(to), key=lambda change: change.date):
            changes = tuple(on_one_day)
            known = {old: parts for old, parts in (shares or {}).items() if _all_parts(old, parts, changes)}
            whole = tuple(change for change in changes if change.old_code not in known)
            problems = [*self._splits_met(whole, counts), *self._broken_mergers(changes, counts)]
            if problems:
                raise InputError(problems)
            counts = divide_rows(counts, known, ("area_code", *GROUP)) if known else counts
            counts = _recode(counts, {change.old_code: change.new_code for change in whole})
        return counts.sort_values([*GROUP, "area_code"], ignore_index=True)

    def _splits_met(self, changes: Sequence[CodeChange], counts: pd.DataFrame) -> Iterator[Problem]:
        present = set(counts["area_code"])
        times_changed = Counter(change.old_code for change in changes)
        for change in changes:
            if change.old_code in present and (change.is_split or times_changed[change.old_code] > 1):
                message = (
                    f"{change.old_code} ({change.old_name}) was split by {change.order}, "
                    f"so its counts cannot be moved to {change.new_code} ({change.new_name})"
                )
                expected = f"counts of {change.new_code} itself, or the shares of all its parts"
                yield Problem(self.file, change.line, message, expected)

    def _broken_mergers(self, changes: Sequence[CodeChange], counts: pd.DataFrame) -> Iterator[Problem]:
        mergers: dict[str, list[CodeChange]] = {}
        for change in changes:
            mergers.setdefault(change.new_code, []).append(change)
        for (year, basis), group in counts.groupby(list(GROUP), sort=True):
            present = set(group["area_code"])
            for new, parts in mergers.items():
                found = [part for part in parts if part.old_code in present]
                place = f"{new} ({parts[0].new_name}), {basis} {year}"
                if found and new in present:
                    codes = ", ".join(part.old_code for part in found)
                    message = f"{place}: counts of the new area and of its former parts {codes}"
                    yield Problem(self.file, found[0].line, message, "one or the other")
                elif found and len(found) < len(parts):
                    for part in parts:
                        if part not in found:
                            message = f"{place}: no counts of its part {part.old_code} ({part.old_name})"
                            yield Problem(self.file, part.line, message, "counts of every part")


@dataclass(frozen=True)
class Combination:
    """Areas that a source counts together in some years, and the code that then stands for all of them.

    Attributes:
        code: the code that stands for all.
        of: the codes of the areas, in the order of the source's double code 'A, B'.
    """

    code: str
    of: tuple[str, ...]

    @property
    def joined(self) -> str:
        """The double code as the source writes it."""
        return ", ".join(self.of)


def combine(counts: pd.DataFrame, combinations: Sequence[Combination]) -> pd.DataFrame:
    """Counts with double codes such as 'E09000012, E09000001' replaced by their declared code.

    Where a source gives some counts of a year for the areas together and others separately (births together,
    deaths separately), all are added up for that year, and the areas have no rows of their own.

    Args:
        counts: columns `area_code`, `year`, `basis`, and counts, missing where the source gives none.
        combinations: the declared code of each double code.

    Returns:
        The same columns, one row an area, year and basis, counts int64, sorted by year, basis and area code.

    Raises:
        InputError: a double code is not declared, or a count is missing or given twice.
    """
    declared = {combination.joined: combination for combination in combinations}
    double = counts["area_code"].str.contains(",")
    undeclared = sorted(set(counts.loc[double, "area_code"]) - set(declared))
    problems = [
        Problem("counts", 0, f"double area code {code!r}", "a declared combination") for code in undeclared
    ]
    code = counts["area_code"].where(
        ~double, counts["area_code"].map({j: c.code for j, c in declared.items()})
    )
    for year, basis, joined in counts.loc[double, ["year", "basis", "area_code"]].itertuples(index=False):
        if joined in declared:
            one_group = (counts["year"] == year) & (counts["basis"] == basis)
            code = code.mask(one_group & counts["area_code"].isin(declared[joined].of), declared[joined].code)
    problems += _given_twice(counts, code, double)
    if problems:
        raise InputError(problems)
    columns = [column for column in counts.columns if column not in ("area_code", *GROUP)]
    keys = [*GROUP, code.rename("area_code")]
    combined = counts.groupby(keys, sort=True)[columns].sum(min_count=1).reset_index()
    problems = [
        Problem("counts", 0, f"no {column} of {area_code}, {basis} {year}", "a count")
        for column in columns
        for year, basis, area_code in combined.loc[combined[column].isna(), [*GROUP, "area_code"]].itertuples(
            index=False
        )
    ]
    if problems:
        raise InputError(problems)
    return combined[list(counts.columns)].astype(dict.fromkeys(columns, "int64"))


def _given_twice(counts: pd.DataFrame, code: pd.Series[str], double: pd.Series[bool]) -> list[Problem]:
    """Problems of counts given both together and separately, or by two rows of one code."""
    problems = []
    for column in counts.columns.drop(["area_code", *GROUP]):
        given = counts[counts[column].notna()].assign(code=code, double=double)
        groups = given.groupby([*GROUP, "code"], sort=True)
        rows, codes, together = groups.size(), groups["area_code"].nunique(), groups["double"].sum()
        repeated = rows[(codes < rows) | ((together > 0) & (together < rows))]
        twice = repeated.reset_index(name="times")
        for year, basis, area_code, times in twice.itertuples(index=False, name=None):
            message = f"{column} of {area_code}, {basis} {year}, given {times} times"
            problems.append(Problem("counts", 0, message, "either together or apart, once"))
    return problems


def _all_parts(old: str, parts: Mapping[str, object], changes: Sequence[CodeChange]) -> bool:
    """Whether shares are given for all new areas of an area that was split on one day."""
    return set(parts) == {change.new_code for change in changes if change.old_code == old}


def _recode(counts: pd.DataFrame, new_codes: Mapping[str, str]) -> pd.DataFrame:
    if counts["area_code"].isin(list(new_codes)).any():
        recoded = counts.assign(area_code=counts["area_code"].replace(dict(new_codes)))
        counts = recoded.groupby(["area_code", *GROUP], sort=False).sum().reset_index()[list(counts.columns)]
    return counts
