"""The linked cells of an earlier edition from its published files alone, as any reader can link them.

Denominators are among them where some were withheld. What its manifest does not state, rules and columns, is
read from the present settings where these fit what it printed. Counts that it withheld or never showed are
whole numbers that fit all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reporter.comparison.published import CellName, PublishedCell
from reporter.comparison.published_tables import PublishedTables
from reporter.disclosure.cells import Cell, measure_name, with_columns
from reporter.disclosure.earlier_rules import earlier_rules
from reporter.disclosure.earlier_table import UNBOUNDED, Bounds, EarlierTable, both_bounds
from reporter.disclosure.earlier_values import Printed, fitting, open_relations
from reporter.disclosure.linked import values_of_category
from reporter.disclosure.parts import rest_measures
from reporter.disclosure.present import Present
from reporter.disclosure.sums import IN_NO_CATEGORY, divided, holds, in_no_category, sums
from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Breakdown, Category
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.periods import Period, period_of
from reporter.publication.units import event_unit, held

LEAST_SEEN = 3
"""Times that categories must be seen to add up to everyone, and never not to, to be taken to do so."""


@dataclass(frozen=True)
class PublishedCells:
    """Linked cells of an edition from its published files, before counts are chosen for those without.

    Attributes:
        source: its name.
        printed: bounds and relations of its cells.
        withheld: the cells that it withheld.
        today: today's counts of the same cells, where there are any.
    """

    source: str
    printed: Printed
    withheld: frozenset[Cell]
    today: Mapping[Cell, int]


def published_cells(published: PublishedTables, source: str, present: Present) -> PublishedCells:
    """Linked cells of an edition from its published files.

    Args:
        published: the edition.
        source: its name.
        present: the edition to come.
    """
    areas = replace(published.areas or present.areas, apart=present.areas.apart)
    measures = {
        indicator: _measures(indicator, published, present)
        for indicator in dict.fromkeys(name.indicator for name in published.edition.cells)
    }
    told = _Told(published, present, areas, measures)
    measured = _measured(measures, present, told)
    values = _all_cells(told, areas, measured)
    breakdowns = tuple(_breakdowns(told, present))
    by_category = tuple(divided(values, breakdowns))
    values |= in_no_category(values, by_category)
    relations = sums(values, by_category, areas, measured)
    bounds = {cell: told.bounds.get(cell, UNBOUNDED) for cell in (*values, *told.bounds)}
    today = present.counts_of(bounds, measured)
    for whole, parts in ((each.cell, each.parts) for each in by_category):
        known = [today.get(cell) for cell in (whole, *parts)]
        given = [count for count in known if count is not None]
        rest = whole._replace(category=Category(parts[0].category.breakdown, IN_NO_CATEGORY))
        if rest in values and len(given) == len(known):
            today[rest] = given[0] - sum(given[1:])
    printed = Printed(bounds, relations)
    return PublishedCells(source, printed, frozenset(told.withheld), today)


def with_counts(tables: Iterable[EarlierTable | PublishedCells]) -> tuple[EarlierTable, ...]:
    """Tables of editions, those from published files with counts that fit them and one another.

    Args:
        tables: the tables, the earliest first.
    """
    given = tuple(tables)
    today: dict[Cell, int] = {}
    for table in given:
        today |= table.today if isinstance(table, PublishedCells) else {}
    known = (
        each.printed
        if isinstance(each, PublishedCells)
        else Printed({cell: (count, count) for cell, count in each.values.items()})
        for each in given
    )
    counts = fitting(tuple(known), today)
    return tuple(
        EarlierTable(each.source, values, each.printed.bounds, each.withheld, _holding(each.printed, values))
        if isinstance(each, PublishedCells)
        else each
        for each, values in zip(given, counts, strict=True)
    )


def _holding(printed: Printed, values: Mapping[Cell, int]) -> tuple[Mapping[Cell, int], ...]:
    """The relations that say something and hold: what was printed with mistakes ties nothing."""
    return tuple(one for one in open_relations(printed) if holds(one, values))


@dataclass(frozen=True)
class _Measures:
    """Numerator and denominator of an indicator; `within`: each event is one of those counted there."""

    numerator: Measure
    denominator: Measure
    within: bool


def _measures(indicator: str, published: PublishedTables, present: Present) -> _Measures:
    """The measures of an indicator: as stated, else those of today, else columns that nothing else has."""
    today = next((each for each in present.publication.indicators if each.id == indicator), None)
    stated = published.measures.get(indicator)
    if stated is not None:
        numerator, denominator = (
            # A count alone has no denominator, and so no column of one.
            Measure.model_construct(
                description=indicator, add=each.add, subtract=each.subtract, decimal=each.decimal
            )
            for each in (stated.numerator, stated.denominator)
        )
        return _Measures(numerator, denominator, within=_is_within(today, numerator, denominator))
    if today is not None:
        return _Measures(today.numerator, today.denominator, today.numerator.within_denominator)
    column = "".join(sign if sign.isalnum() else "_" for sign in indicator.lower())
    events, counted = (Measure(description=indicator, add=(name,)) for name in (f"n_{column}", f"d_{column}"))
    return _Measures(events, counted, within=False)


def _is_within(today: Indicator | None, numerator: Measure, denominator: Measure) -> bool:
    if today is None or not today.numerator.within_denominator:
        return False
    same = (
        (one.add, one.subtract) == (other.add, other.subtract)
        for one, other in ((today.numerator, numerator), (today.denominator, denominator))
    )
    return all(same)


class _Told:
    """Bounds of each cell by its own row of an edition, and the cells withheld there.

    Attributes:
        bounds: least and greatest feasible count of every cell in its tables.
        withheld: the cells whose count is not given.
        has_denominators: whether denominators are among the cells, because some are withheld: where all are
            printed, they are no news, and cells that nothing ties to those of today.
    """

    def __init__(
        self, published: PublishedTables, present: Present, areas: Areas, measures: Mapping[str, _Measures]
    ) -> None:
        self.bounds: dict[Cell, Bounds] = {}
        self.withheld: set[Cell] = set()
        today = {each.id: each.multiplier for each in present.publication.indicators}
        self._multipliers = today | dict(published.multipliers)
        self._unit = event_unit(present.publication.indicators)
        rules = earlier_rules(published, present.profile, present.publication.settings.comparator)
        self._rules = replace(rules, unit=self._unit)
        cells = published.edition.cells
        self.has_denominators = any(
            cell.denominator is None and measures[name.indicator].denominator.counts_people
            for name, cell in cells.items()
        )
        for name, cell in cells.items():
            period = period_of(name.period, name.basis)
            if period is not None and name.area_code in areas:
                self._add(name, cell, period, measures[name.indicator])

    def _add(self, name: CellName, cell: PublishedCell, period: Period, measures: _Measures) -> None:
        place = name.area_code, period, Category(name.breakdown, name.category)
        numerator = Cell(measure_name(measures.numerator), *place)
        denominator = Cell(measure_name(measures.denominator), *place)
        if cell.numerator is None:
            within = measures.within and cell.denominator is not None
            most = held(cell.denominator, self._unit) if within and cell.denominator else None
            self._narrow(numerator, self._rules.least_withheld, most)
            greatest = None if cell.greatest is None else held(cell.greatest, self._unit)
            self._narrow(numerator, held(cell.least or 0, self._unit), greatest)
            self.withheld.add(numerator)
        else:
            exact = self._exact(name, cell)
            self._narrow(numerator, *self._rules.behind(name, cell) if exact is None else (exact, exact))
        if not measures.denominator.counts_people:
            return
        if cell.denominator is None:
            self._narrow(denominator, self._rules.least_withheld, None)
            self.withheld.add(denominator)
        elif self.has_denominators:
            whole = held(cell.denominator, self._unit)
            self._narrow(denominator, whole, whole)

    def _exact(self, name: CellName, cell: PublishedCell) -> int | None:
        """The count that a rate gives away although the count is rounded."""
        multiplier = self._multipliers.get(name.indicator)
        if not self._rules.rounds or cell.value is None or not cell.denominator or not multiplier:
            return None
        count = cell.value * cell.denominator / multiplier
        is_whole = abs(count - round(count)) < 1e-6
        return round(count) if is_whole and round(count) != cell.numerator else None

    def _narrow(self, cell: Cell, low: int, high: int | None) -> None:
        self.bounds[cell] = both_bounds(self.bounds.get(cell, UNBOUNDED), (low, high))


def _measured(measures: Mapping[str, _Measures], present: Present, told: _Told) -> dict[str, Measure]:
    """Measures by name: of all indicators, their columns, and what these leave of each other."""
    numerators = with_columns(each.numerator for each in measures.values())
    found = numerators | {
        name: measure for name, measure in present.parts.items() if numerators.keys() >= {*measure.columns}
    }
    if told.has_denominators:
        within = (each for each in present.publication.indicators if each.id in measures)
        found |= with_columns(
            each.denominator for each in measures.values() if each.denominator.counts_people
        )
        found |= rest_measures(each for each in within if measures[each.id].within)
    return found


def _all_cells(told: _Told, areas: Areas, measured: Mapping[str, Measure]) -> dict[Cell, int]:
    """The cells of an edition's tables with the virtual ones that tie them, each with 0 for a count.

    Where a table shows counts of a kind for a type of area, an area of the type without one has none.
    """
    shown: dict[Category, list[Cell]] = {}
    for cell in told.bounds:
        shown.setdefault(cell.category, []).append(cell)
    nothing = dict.fromkeys(areas.by_code, 0)
    types = {area.code: area.type for area in areas.areas}
    values: dict[Cell, int] = {}
    for category, cells in shown.items():
        of_measures = {cell.measure for cell in cells}
        needed = {
            name: measure
            for name, measure in measured.items()
            if name in of_measures or any(name in measured[other].columns for other in of_measures)
        } | {name: measure for name, measure in measured.items() if of_measures >= {*measure.columns}}
        years = {(year, cell.period.basis, category): nothing for cell in cells for year in cell.period.years}
        kinds = {(cell.measure, types[cell.area_code], cell.period) for cell in cells}
        for cell in values_of_category(category, cells, areas, dict.fromkeys(needed, years)):
            if cell in told.bounds or (cell.measure, types[cell.area_code], cell.period) not in kinds:
                values[cell] = 0
    return values


def _breakdowns(told: _Told, present: Present) -> Iterable[Breakdown]:
    """The breakdowns of an edition: those of today with the same categories, others as they add up."""
    categories: dict[str, dict[str, str]] = {}
    for cell in told.bounds:
        if cell.category != EVERYONE:
            categories.setdefault(cell.category.breakdown, {})[cell.category.id] = cell.category.id
    today = {each.id: each for each in present.publication.settings.breakdowns}
    for name, found in categories.items():
        if name in today and today[name].categories.keys() == found.keys():
            yield today[name]
        elif len(found) > 1:
            made = Breakdown.model_construct(id=name, title=name, kind="groups", categories=found)
            yield made.model_copy(update={"complete": _adds_up(told, made)})


def _adds_up(told: _Told, breakdown: Breakdown) -> bool:
    """Whether printed categories add up to everyone wherever all are printed, and several times."""
    printed = {cell: low for cell, (low, high) in told.bounds.items() if low == high}
    seen = [
        printed[each.cell] - sum(printed[part] for part in each.parts)
        for each in divided(printed, [breakdown])
    ]
    return len(seen) >= LEAST_SEEN and not any(seen)
