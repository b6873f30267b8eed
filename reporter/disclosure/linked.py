"""Linked cells of a publication: every count that it plans to show, and the relations that tie them.

Counts of areas add up to larger areas, years to pools, categories to everyone, and columns to the numerators
that are made of them; an attacker uses all of these relations. Virtual cells are counts that are not shown
but take part in relations (a year of a pool, a column of a numerator, events in no category). They are never
published and need no protection. Of windows that the source has counted together every step is virtual, so
that windows that overlap are tied to each other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.counts.table import Counts
from reporter.disclosure.cells import (
    Cell,
    ShownCell,
    denominator_cells,
    measure_name,
    measures,
    shown_cells,
    with_columns,
)
from reporter.disclosure.parts import part_measures, rest_measures
from reporter.disclosure.public_counts import NO_PUBLIC_COUNTS, PublicCounts
from reporter.disclosure.sums import divided, holds, in_no_category, sums, within_rounding
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.indicator import Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import Period
from reporter.publication.units import event_unit


@dataclass(frozen=True)
class LinkedCells:
    """Shown and virtual cells with their true counts, and the relations between them.

    Attributes:
        values: the true count of every cell.
        planned: the cells that the publication plans to show and has counts of, with their indicators, in the
            order of `shown_cells`.
        public: the cells whose count is public already, shown or not.
        changed: the cells that were published with another count.
        relations: coefficients by cell; the sum of coefficient times count is 0.
        headline: the measure of the headline indicator's numerator.
        events: the measures that count events: numerators, their columns and what these leave of each other.
        denominators: denominators of the planned cells, where they are among the linked cells.
        bounds: least and greatest feasible count of cells by what earlier editions told of each alone.
        withheld_before: the cells that an earlier edition withheld and none printed.
        unit: how many units make one event.
        decimal: the measures that need not be whole numbers of events.
    """

    values: dict[Cell, int]
    planned: tuple[ShownCell, ...]
    public: frozenset[Cell]
    changed: frozenset[Cell]
    relations: tuple[dict[Cell, int], ...]
    headline: str
    events: frozenset[str]
    denominators: frozenset[Cell] = frozenset()
    bounds: Mapping[Cell, tuple[int, int | None]] = field(default_factory=dict)
    withheld_before: frozenset[Cell] = frozenset()
    unit: int = 1
    decimal: frozenset[str] = frozenset()

    @cached_property
    def shown(self) -> frozenset[Cell]:
        """The cells planned to be shown that have counts, and their denominators where these are linked."""
        return frozenset(planned.cell for planned in self.planned) | self.denominators

    @cached_property
    def ids(self) -> dict[Cell, str]:
        """Name of every cell, in the order of `values`."""
        return {cell: cell.id for cell in self.values}

    @cached_property
    def steps(self) -> NDArray[np.int64]:
        """The least difference of two counts of each cell, in units, in the order of `values`."""
        if not self.decimal:
            return np.full(len(self.values), self.unit, dtype=np.int64)
        return np.array([self.step(cell) for cell in self.values], dtype=np.int64)

    def step(self, cell: Cell) -> int:
        """The least difference of two counts of a cell, in units."""
        return 1 if cell.measure in self.decimal else self.unit

    @cached_property
    def counts(self) -> NDArray[np.int64]:
        """True counts in the order of `values`, shape (cells,)."""
        return np.array(list(self.values.values()), dtype=np.int64)

    @cached_property
    def matrix(self) -> sparse.csr_array:
        """The relations as a sparse signed matrix, relations x cells, in the order of `values`."""
        place = {cell: number for number, cell in enumerate(self.values)}
        cells = [place[cell] for relation in self.relations for cell in relation]
        signs = [sign for relation in self.relations for sign in relation.values()]
        starts = np.cumsum([0, *map(len, self.relations)])
        shape = len(self.relations), len(place)
        return sparse.csr_array((np.array(signs, dtype=np.int64), np.array(cells), starts), shape=shape)


def link(
    publication: Publication,
    areas: Areas,
    counts: Counts,
    public_counts: PublicCounts = NO_PUBLIC_COUNTS,
    tied: Collection[Cell] = (),
    *,
    with_denominators: bool = False,
) -> LinkedCells:
    """Linked cells of a publication, in a fixed order.

    On each basis, levels below every shown level are left out, because their counts can be chosen to fit any
    larger areas, unless slivers of theirs tie the shown groupings. Levels between two shown ones, or above
    them, are kept as virtual cells. Public counts are kept with the levels and years that they add up with,
    even where the tables of counts lack them; a relation with such a cell is left out where it does not hold,
    because the count was revised.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: complete counts.
        public_counts: counts that are public already; those of other areas are left out.
        tied: further cells to keep with the levels and years that they add up with.
        with_denominators: whether the denominators are among the linked cells.
    """
    planned = shown_cells(publication, areas)
    shown = frozenset(each.cell for each in planned)
    wholes = [each for each in planned if with_denominators and each.indicator.denominator.counts_people]
    of_wholes = list(zip((each.cell for each in wholes), denominator_cells(wholes), strict=True))
    shown |= {denominator for _, denominator in of_wholes}
    tied_here = frozenset(cell for cell in tied if cell.area_code in areas)
    public = {cell: count for cell, count in public_counts.counts.items() if cell.area_code in areas}
    breakdowns = publication.settings.breakdowns
    events = measures(publication.indicators) | part_measures(publication, counts)
    rests = rest_measures(publication.indicators) if with_denominators else {}
    denominators = [each.denominator for each in publication.indicators if each.denominator.counts_people]
    measured = events | rests | (with_columns(denominators) if with_denominators else {})
    values = _values(shown | public.keys() | tied_here, areas, counts, measured)
    counted = frozenset(values)
    without_counts = {cell: public[cell] for cell in sorted(public) if cell not in values}
    by_category = tuple(divided(values | without_counts, breakdowns))
    values |= in_no_category(values, by_category) | without_counts
    roundings = within_rounding(values, areas, measured)
    values |= {cell: count for cell, (count, _) in roundings.items()}
    relations = sums(values, by_category, areas, measured, rests.keys() - events.keys())
    return LinkedCells(
        values=values,
        planned=tuple(each for each in planned if each.cell in counted),
        public=frozenset(cell for cell, count in public.items() if values[cell] == count),
        changed=frozenset(cell for cell, count in public.items() if values[cell] != count),
        relations=tuple(
            one for one in relations if not one.keys() & without_counts.keys() or holds(one, values)
        ),
        headline=measure_name(publication.headline.numerator),
        events=frozenset(events),
        bounds={cell: (0, most) for cell, (_, most) in roundings.items()},
        unit=event_unit(publication.indicators),
        decimal=_decimal(measured, publication),
        denominators=frozenset(denominator for cell, denominator in of_wholes if cell in counted),
    )


def _decimal(measured: Mapping[str, Measure], publication: Publication) -> frozenset[str]:
    """Names of the measures with a column of decimal events."""
    columns = {
        name for each in publication.indicators if each.numerator.decimal for name in each.numerator.columns
    }
    return frozenset(name for name, measure in measured.items() if columns.intersection(measure.columns))


CountsByMeasure: TypeAlias = dict[str, dict[tuple[int, str, Category], dict[str, int]]]
"""Counts by measure, then by year, basis and category, then by area code."""


def _values(
    shown: frozenset[Cell], areas: Areas, counts: Counts, measured: dict[str, Measure]
) -> dict[Cell, int]:
    """True counts of shown and virtual cells: of everyone first, then category by category."""
    counts_by_measure: CountsByMeasure = {}
    for name, measure in measured.items():
        by_year = counts_by_measure.setdefault(name, {})
        for (area, year, basis, category), count in (counts.steps or counts).of(measure).items():
            by_year.setdefault((year, basis, category), {})[area] = count
    everyone = values_of_category(EVERYONE, shown, areas, counts_by_measure)
    own: dict[Category, set[Cell]] = {}
    for cell in shown:
        own.setdefault(cell.category, set()).add(cell)
    of_categories = sorted(cell for cell in shown if cell.category != EVERYONE)
    for category in dict.fromkeys(cell.category for cell in of_categories):
        everyone |= values_of_category(category, own[category], areas, counts_by_measure)
    return everyone


def values_of_category(
    category: Category, shown: Collection[Cell], areas: Areas, counts_by_measure: CountsByMeasure
) -> dict[Cell, int]:
    """Counts of one category at the levels of the shown cells and above, in all their periods and years."""
    levels = {
        (basis, area.type)
        for basis, code in {(cell.period.basis, cell.area_code) for cell in shown}
        for area in (areas[code], *areas.ancestors(code))
    }
    levels |= _levels_that_tie(levels, areas)
    spans = {cell.period for cell in shown}
    spans |= {Period(year, year, span.basis) for span in spans for year in span.years}
    codes = {
        basis: [area.code for area in areas.areas if (basis, area.type) in levels]
        for basis in {span.basis for span in spans}
    }
    values: dict[Cell, int] = {}
    for period in sorted(spans, key=lambda p: (p.basis, p.first_year, p.last_year)):
        by_measure = {
            name: years
            for name, by_year in counts_by_measure.items()
            if all(years := [by_year.get((year, period.basis, category), {}) for year in period.years])
        }
        for code in codes[period.basis] if by_measure else ():
            for name, years in by_measure.items():
                counts = [year[code] for year in years if code in year]
                if len(counts) == len(years):
                    values[Cell(name, code, period, category)] = sum(counts)
    return values


def _levels_that_tie(levels: set[tuple[str, str]], areas: Areas) -> set[tuple[str, str]]:
    """Pairs of basis and level that tie the groupings shown on a basis to each other.

    An area with several parents is a sliver between groupings. Where at least two of its parents lead to one
    of the given levels, its own level and all levels above it are included.
    """
    types: dict[str, set[str]] = {}
    for basis, area_type in levels:
        types.setdefault(basis, set()).add(area_type)
    return {
        (basis, area.type)
        for small in areas.areas
        if len(small.parents) > 1
        for basis, shown in types.items()
        if sum(_leads_to(parent, shown, areas) for parent in small.parents) > 1
        for area in (small, *areas.ancestors(small.code))
    }


def _leads_to(code: str, types: set[str], areas: Areas) -> bool:
    return any(area.type in types for area in (areas[code], *areas.ancestors(code)))
