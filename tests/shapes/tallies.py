"""Counts of drawn publications: periods with gaps and two bases, rare and ordinary events, breakdowns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from hypothesis import strategies as st

from reporter.counts.files.count_rows import MOST_WHOLE_DIGITS
from reporter.counts.table import Counts
from reporter.publication.units import Units, column_units, held
from tests.publications import added_up
from tests.shapes.bands import Row, by_band
from tests.shapes.choices import now_and_then, one_of
from tests.shapes.names import CATEGORIES
from tests.shapes.places import Places
from tests.shapes.subjects import Drawn

Run = tuple[str, int, int]
"""Consecutive years of one basis: the basis, the first year, the last year."""


def runs(draw: st.DrawFn) -> list[Run]:
    """Runs of years, the latest first; earlier ones may have another basis."""
    last = one_of(draw, 2022, 2024, 2011, 2009, odds=3)
    lengths = [draw(st.integers(1, 8))]
    basis = one_of(draw, "occurring", "registered", "financial year / start", odds=4)
    found = [(basis, last - lengths[0] + 1, last)]
    if lengths[0] <= 4 and now_and_then(draw, 3):
        gap, many = draw(st.integers(0, 3)), draw(st.integers(1, 7))
        other = (
            basis if gap and draw(st.booleans()) else ("registered" if basis != "registered" else "occurring")
        )
        first = found[0][1] - gap - many
        found.append((other, first, first + many - 1))
    return found


@dataclass(frozen=True)
class Broken:
    """A breakdown as a section of the settings, the level that has it, and the indicators shown by it."""

    section: dict[str, Any]
    level: str
    indicators: tuple[str, ...]


def broken(draw: st.DrawFn, places: Places, indicators: Sequence[Drawn]) -> Broken | None:
    """A breakdown, in about a quarter of the publications."""
    if not now_and_then(draw, 4):
        return None
    shown = [each.record.id for each in indicators if each.record.standardisation is None]
    if not shown:
        return None
    kind, title, categories = draw(st.sampled_from(CATEGORIES))
    ids = [f"c{n}" for n in range(1, len(categories) + 1)]
    section: dict[str, Any] = {
        "id": "by",
        "title": title,
        "kind": kind,
        "categories": dict(zip(ids, categories, strict=True)),
    }
    if kind == "groups" and len(ids) > 2 and now_and_then(draw, 3):
        section |= {"reference": ids[0], "unknown": ids[-1]}
    if now_and_then(draw, 5):
        section["note"] = "Groups by the index of 2019; 3 in 100 are left out."
    whole = places.areas[places.comparator].type
    level = one_of(draw, whole, places.network, odds=2)
    return Broken(section, level, tuple(shown if draw(st.booleans()) else shown[:1]))


def counts(
    draw: st.DrawFn,
    places: Places,
    years: Sequence[Run],
    indicators: Sequence[Drawn],
    by: Broken | None,
    *,
    gaps: bool = True,
) -> Counts:
    """Counts by chance about rates that are drawn: everywhere zero, rare, ordinary, huge or all of them.

    With gaps, some of the smallest areas may lack a row in some years.
    """
    random = np.random.default_rng(draw(st.integers(0, 999)))
    leaves = [area.code for area in places.areas.leaves]
    columns = list(dict.fromkeys(name for each in indicators for name in (each.denominator, each.numerator)))
    expected = {
        each.numerator: one_of(draw, 40.0, 8.0, 2.0, 0.3, 0.0, 400.0, 6000.0, 300_000.0, odds=2)
        for each in indicators
    }
    chance = {each.numerator: one_of(draw, each.chance, 1.0, odds=30) for each in indicators}
    spread = one_of(draw, 0.3, 0.0, 1.0, 2.5)
    unlike = one_of(draw, 0.0, 0.1, 0.03, 0.4)
    trend = one_of(draw, 0.0, -0.04, 0.03)
    drifting = one_of(draw, 0.02, 0.0)
    sizes = {leaf: float(np.exp(random.normal(0, spread))) for leaf in leaves}
    own = {(leaf, name): float(np.exp(random.normal(0, unlike))) for leaf in leaves for name in expected}
    absent = _absent(draw, places, years[0]) if by is None and gaps else frozenset()
    units = column_units([each.record for each in indicators])
    decimal = units.others > 1 or units.of_denominators
    largest = 0.9 * 10**MOST_WHOLE_DIGITS if decimal else np.inf
    rows: list[Row] = []
    for basis, first, last in reversed(years):
        for year in range(first, last + 1):
            for leaf in leaves:
                if (leaf, year) in absent:
                    continue
                cells: dict[str, float] = {}
                for each in indicators:
                    size = max(expected[each.numerator], 1.0) / each.chance * sizes[leaf]
                    size = min(size, largest)
                    drift = 1 + float(random.uniform(-drifting, drifting))
                    among = max(1, round(size * drift))
                    if each.record.denominator.decimal:
                        among = max(0.01, round(size * drift, 2))
                    people = cells.setdefault(each.denominator, among)
                    rate = 0.0 if expected[each.numerator] == 0 else chance[each.numerator]
                    rate *= own[leaf, each.numerator] * (1 + trend) ** (year - last)
                    cells[each.numerator] = _events(random, each, people, rate)
                rows.append([leaf, year, basis, *(held(cells[name], units.of(name)) for name in columns)])
    plain = added_up(places.areas, rows, columns)
    categories: list[Row] = []
    names: list[str] = []
    if by is not None:
        shared = [each for each in indicators if each.record.id in by.indicators]
        names = list(dict.fromkeys(name for each in shared for name in (each.denominator, each.numerator)))
        slope = one_of(draw, 0.1, 0.0, 0.5)
        categories = _categories(plain, places, years[0], by, names, random, slope, units)
    banded = [(each.denominator, each.numerator) for each in indicators if each.record.standardisation]
    if banded:
        further = [name for name in chain.from_iterable(banded) if name not in names]
        categories = [row + [None] * len(further) for row in categories]
        names = [*names, *further]
        categories += by_band(plain, places.areas, banded, names, units.others)
    if not categories:
        return plain
    return added_up(places.areas, rows, columns, categories=categories, category_columns=names)


def _events(random: np.random.Generator, each: Drawn, people: float, rate: float) -> float:
    """Events by chance: of some of the people, or more than these where they can happen again."""
    numerator = each.record.numerator
    if numerator.within_denominator:
        return people if rate >= 1 else int(random.binomial(int(people), rate))
    if each.record.standardisation is not None:
        return int(random.binomial(int(people), min(rate, 1.0)))
    events = float(random.poisson(people * rate))
    return round(events * random.uniform(0.2, 1.0), 3) if numerator.decimal else int(events)


def _absent(draw: st.DrawFn, places: Places, run: Run) -> frozenset[tuple[str, int]]:
    """Smallest areas without a row in some years, each beside one with a row in the same network."""
    networks = (
        places.areas.within(each.code, places.types[0]) for each in places.areas.of_type(places.network)
    )
    several = [parts for parts in networks if len(parts) > 1]
    if not several or places.types[0] == places.network or not now_and_then(draw, 4):
        return frozenset()
    first = draw(st.integers(run[1], run[2]))
    last = draw(st.integers(first, run[2]))
    return frozenset((parts[-1].code, year) for parts in several[:2] for year in range(first, last + 1))


def _categories(
    plain: Counts,
    places: Places,
    run: Run,
    by: Broken,
    names: Sequence[str],
    random: np.random.Generator,
    slope: float,
    units: Units,
) -> list[Row]:
    """Rows by category of the latest years: each count of an area divided, some of it in no category."""
    ids = list(by.section["categories"])
    weights = np.exp(-slope * np.arange(len(ids)))
    found: list[Row] = []
    of_all = plain.by_key()
    for year in range(run[1], run[2] + 1):
        for area in places.areas.of_type(by.level):
            # In ones: events of no category are what a unit leaves over.
            whole = {name: count // units.of(name) for name, count in of_all[area.code, year, run[0]].items()}
            shares = {}
            for name in names:
                even = name.startswith("den")
                parts = np.full(len(ids), 1 / len(ids)) if even else weights / weights.sum()
                shares[name] = (
                    np.full(len(ids), max(1, whole[name] // len(ids)))
                    if even
                    else random.multinomial(whole[name], parts)
                )
            for n, category in enumerate(ids):
                cells = {name: int(shares[name][n]) for name in names}
                below = [cells[name] for name in names if name.startswith("den")]
                cells = {
                    name: min(cell, min(below)) if name.startswith("num") else cell
                    for name, cell in cells.items()
                }
                counts = (count * units.of(name) for name, count in cells.items())
                found.append([area.code, year, run[0], by.section["id"], category, *counts])
    return found
