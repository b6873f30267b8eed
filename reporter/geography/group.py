"""Groups counts into networks: areas counted together, later boundaries, then best fit or shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from reporter.counts.table import KEYS
from reporter.errors import InputError, Problem
from reporter.geography.boundaries import CodeChange, CodeChanges, Combination
from reporter.geography.counts_file import read_plain_counts
from reporter.geography.division import Shares, divide_rows, read_split_shares
from reporter.geography.fit import absent, in_no_network, unequal, without_counts
from reporter.geography.lookup import Lookup, LookupRow, read_lookup
from reporter.machine.progress import Progress
from reporter.publication.areas import Area

TYPES = {"area": "authority", "network": "network", "region": "region", "whole": "country"}
"""Default area types of the written areas."""


@dataclass(frozen=True)
class GroupingRequest:
    """Options of a grouping.

    Attributes:
        counts: the counts file.
        lookup: the lookup of areas to networks.
        columns: names of the lookup's columns that differ from the usual names, by usual name.
        to: the day of the lookup's boundaries; None where the counts are on them already.
        changes: the lookup of code changes, required with `to`.
        split_shares: file of the shares of split areas; None for none.
        together: areas that the counts count together.
        whole: code and name of the area that all networks make up; None for none.
        types: area types, in place of those of `TYPES`.
        divided: divide areas in several networks by shares. Networks alone are then written: beside areas
            that are not parts of them, the gate could not know that a withheld count of an area is its
            network's count less the others'.
        leave_out_others: leave out areas that are not in the lookup.
    """

    counts: Path
    lookup: Path
    columns: Mapping[str, str] = field(default_factory=dict)
    to: dt.date | None = None
    changes: Path | None = None
    split_shares: Path | None = None
    together: tuple[Combination, ...] = ()
    whole: tuple[str, str] | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    divided: bool = False
    leave_out_others: bool = False


@dataclass(frozen=True)
class Grouped:
    """Grouped counts and areas, and the changes made to the figures.

    Attributes:
        counts: columns `KEYS` and counts; by year, basis and area code.
        areas: the areas, larger ones first.
        names: names of all areas by code.
        applied: the code changes applied to the counts.
        splits: shares of the split areas.
        together: areas counted together, each with the years in which they are; None for every year.
        straddling: lookup rows of areas that lie in several networks: the row of the network that each counts
            towards, or all of its rows where it was divided.
        divided: whether areas were divided by shares; then only networks have counts.
        absent: years and bases without counts, by code of the area.
        left_out: codes of areas with counts that are not in the lookup.
        checked: years and bases in which areas add up to the whole in the counts file.
    """

    counts: pd.DataFrame
    areas: tuple[Area, ...]
    names: Mapping[str, str]
    applied: tuple[CodeChange, ...]
    splits: Shares
    together: Mapping[Combination, tuple[int, ...] | None]
    straddling: tuple[LookupRow, ...]
    divided: bool
    absent: Mapping[str, tuple[tuple[int, str], ...]]
    left_out: tuple[str, ...]
    checked: tuple[tuple[int, str], ...]


def group(request: GroupingRequest, progress: Progress) -> Grouped:
    """Counts grouped into networks.

    Raises:
        InputError: with every problem of the files, and everything in which they do not fit together.
    """
    progress.stage("Reading counts and lookup")
    lookup = read_lookup(request.lookup, request.columns)
    counts = read_plain_counts(request.counts, request.together)
    together = _years_together(request, counts)
    progress.stage("Moving counts to the boundaries of the lookup")
    counts, applied, splits = _moved(request, counts)
    progress.stage("Grouping")
    names = _names(lookup, applied, request, together)
    lookup = _without_combined(lookup, counts, request.together)
    own, whole, others = _fitted(request, counts, lookup)
    chosen = {} if request.divided else lookup.best_fit()
    kept = divide_rows(own, lookup.shares(), KEYS) if request.divided else own
    rows = pd.concat([kept, whole]).sort_values(["year", "basis", "area_code"], ignore_index=True)
    return Grouped(
        rows,
        tuple(_areas(lookup, chosen, names, request)),
        names,
        applied,
        splits,
        together,
        _straddling(lookup, chosen),
        request.divided,
        absent(own),
        others,
        tuple(whole[["year", "basis"]].itertuples(index=False, name=None)),
    )


def _moved(
    request: GroupingRequest, counts: pd.DataFrame
) -> tuple[pd.DataFrame, tuple[CodeChange, ...], Shares]:
    """The counts on the requested boundaries, the code changes applied, and the shares used."""
    if (request.to is None) != (request.changes is None):
        given = "--to-boundaries" if request.to else "--changes"
        raise InputError([Problem(given, 0, "is given alone", "--to-boundaries and --changes together")])
    if request.to is None or request.changes is None:
        if request.split_shares:
            expected = "--to-boundaries and --changes too"
            raise InputError([Problem("--split-shares", 0, "is given alone", expected)])
        return counts, (), {}
    splits = read_split_shares(request.split_shares) if request.split_shares else {}
    changes = CodeChanges.read(request.changes)
    applied = changes.applied(counts["area_code"], request.to)
    old = {change.old_code for change in applied}
    used = {code: parts for code, parts in splits.items() if code in old}
    return changes.move(counts, request.to, splits), applied, used


def _fitted(
    request: GroupingRequest, counts: pd.DataFrame, lookup: Lookup
) -> tuple[pd.DataFrame, pd.DataFrame, tuple[str, ...]]:
    """Counts of the lookup's areas, counts of the whole, and the codes of all other areas."""
    code = request.whole[0] if request.whole else ""
    is_whole, in_lookup = counts["area_code"] == code, counts["area_code"].isin(lookup.areas)
    others = tuple(dict.fromkeys(counts.loc[~is_whole & ~in_lookup, "area_code"]))
    own, whole = counts[in_lookup], counts[is_whole]
    problems = [] if request.leave_out_others else in_no_network(others, lookup, request.counts)
    problems += without_counts(own, lookup)
    problems += unequal(own, whole, request.counts)
    if problems:
        raise InputError(problems)
    return own, whole, others


def _years_together(
    request: GroupingRequest, counts: pd.DataFrame
) -> dict[Combination, tuple[int, ...] | None]:
    """Years in which each combination's other areas have no counts of their own; None for every year."""
    found: dict[Combination, tuple[int, ...] | None] = {}
    problems = []
    for each in request.together:
        years = sorted(set(counts.loc[counts["area_code"] == each.code, "year"]))
        own = set(counts.loc[counts["area_code"].isin(set(each.of) - {each.code}), "year"])
        found[each] = tuple(year for year in years if year not in own) if own else None
        if not years:
            option = f"--together {','.join(each.of)}"
            problems.append(Problem(option, 0, f"{each.code} has no counts", "the code that has them, first"))
    if problems:
        raise InputError(problems)
    return found


def _without_combined(lookup: Lookup, counts: pd.DataFrame, together: Sequence[Combination]) -> Lookup:
    """The lookup without areas that are always counted together with another, in the same network."""
    present = set(counts["area_code"])
    networks = {row.area_code: row.network_code for row in lookup.rows}
    problems = []
    gone = set()
    for each in together:
        for part in set(each.of) & set(networks):
            if networks[part] != networks.get(each.code):
                message = f"{part} is counted with {each.code}, and is in another network ({networks[part]})"
                problems.append(Problem(lookup.file, 0, message, f"one network for {each.joined}"))
            if part not in present:
                gone.add(part)
    if problems:
        raise InputError(problems)
    return Lookup(lookup.file, tuple(row for row in lookup.rows if row.area_code not in gone))


def _straddling(lookup: Lookup, chosen: Mapping[str, LookupRow]) -> tuple[LookupRow, ...]:
    if chosen:
        return tuple(row for row in chosen.values() if row.share is not None and row.share < 1)
    return tuple(row for rows in lookup.of_areas().values() if len(rows) > 1 for row in rows)


def _names(
    lookup: Lookup,
    applied: Sequence[CodeChange],
    request: GroupingRequest,
    together: Mapping[Combination, tuple[int, ...] | None],
) -> dict[str, str]:
    """Names by code: from the lookup, else from the code changes; joint names for combined areas."""
    moved = {change.old_code: change.old_name for change in applied}
    moved |= {change.new_code: change.new_name for change in applied}
    given = lookup.names()
    names = {**moved, **{code: name for code, name in given.items() if name != code or code not in moved}}
    for each, years in together.items():
        if years is None:
            names[each.code] = " and ".join(names.get(code, code) for code in each.of)
    return {**names, **({request.whole[0]: request.whole[1]} if request.whole else {})}


def _areas(
    lookup: Lookup, chosen: Mapping[str, LookupRow], names: Mapping[str, str], request: GroupingRequest
) -> Iterable[Area]:
    """The written areas, larger ones first, by name within a type."""
    types = {**TYPES, **request.types}
    whole = (request.whole[0],) if request.whole else ()
    above: dict[str, dict[str, tuple[str, ...]]] = {"region": {}, "network": {}}
    for row in chosen.values() or lookup.rows:
        if row.region_code:
            above["region"][row.region_code] = whole
        above["network"][row.network_code] = (row.region_code,) if row.region_code else whole
    above["area"] = {code: (row.network_code,) for code, row in chosen.items()}
    if request.whole:
        yield Area(request.whole[0], request.whole[1], types["whole"])
    for kind, parents in above.items():
        for code in sorted(parents, key=lambda each: (names.get(each, each), each)):
            yield Area(code, names.get(code, code), types[kind], parents[code])
