"""Cells: the counts that the gate protects, by measure, area, period and category."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import Calendar, Period
from reporter.publication.validity import existed


class Cell(NamedTuple):
    """A count: one measure of one area in one period, of everyone or of one category.

    `edition` names the earlier edition whose count it is, where that count differs from today's.
    """

    measure: str
    area_code: str
    period: Period
    category: Category = EVERYONE
    edition: str = ""

    @property
    def id(self) -> str:
        """The cell as text, such as 'deaths | E12 | 2022 | occurring', with category and edition if any."""
        of = f" | {self.category.breakdown} {self.category.id}" if self.category != EVERYONE else ""
        in_edition = f" | as in {self.edition}" if self.edition else ""
        return (
            f"{self.measure} | {self.area_code} | {self.period.label} | {self.period.basis}{of}{in_edition}"
        )


def measure_name(measure: Measure) -> str:
    """Name of a measure, made of its columns, so that indicators with the same numerator share cells."""
    return "+".join(sorted(measure.add)) + "".join(f"-{column}" for column in sorted(measure.subtract))


class ShownCell(NamedTuple):
    """A cell together with an indicator that the publication plans to show it for."""

    indicator: Indicator
    cell: Cell


def shown_cells(publication: Publication, areas: Areas) -> tuple[ShownCell, ...]:
    """Every cell that the publication plans to show, once for each indicator.

    Of an area that opened or closed, those of periods in each part of which it existed. Order: indicator;
    everyone before the categories in their order; basis and period; areas in file order.
    """
    settings = publication.settings
    categories = {each.id: each.all_categories for each in settings.breakdowns}
    levels: dict[tuple[str, Category, Period], set[str]] = {}
    for block in settings.show:
        for category in _categories(block.breakdowns, categories):
            for indicator in publication.indicators:
                if not block.indicators or indicator.id in block.indicators:
                    for period in block.periods:
                        levels.setdefault((indicator.id, category, period), set()).update(block.levels)
    by_time = sorted({place[2] for place in levels}, key=lambda p: (p.last_year, p.first_year, p.basis))
    codes = {
        types: [area.code for area in areas.areas if area.type in types]
        for types in {frozenset(types) for types in levels.values()}
    }
    absent = _absent(areas, by_time, settings.periods)
    return tuple(
        ShownCell(indicator, Cell(name, code, period, category))
        for indicator in publication.indicators
        for name in [measure_name(indicator.numerator)]
        for category in dict.fromkeys((EVERYONE, *_categories(categories, categories)))
        for period in by_time
        for code in codes.get(frozenset(levels.get((indicator.id, category, period), ())), ())
        if (code, period) not in absent
    )


def _absent(areas: Areas, periods: Iterable[Period], calendar: Calendar) -> set[tuple[str, Period]]:
    """The areas and periods in some step of which the area did not exist."""
    changed = [area for area in areas.areas if area.opened_or_closed]
    return {
        (area.code, period)
        for area in changed
        for period in periods
        if not all(existed(area, step, calendar) for step in period.years)
    }


def _categories(
    breakdowns: Iterable[str], categories: dict[str, tuple[Category, ...]]
) -> tuple[Category, ...]:
    """The categories of the breakdowns that a block names; `(EVERYONE,)` where it names none."""
    return tuple(category for name in breakdowns for category in categories[name]) or (EVERYONE,)


def denominator_cells(planned: Iterable[ShownCell]) -> Iterator[Cell]:
    """The denominator of each shown cell."""
    names: dict[str, str] = {}
    for indicator, cell in planned:
        if indicator.id not in names:
            names[indicator.id] = measure_name(indicator.denominator)
        yield Cell(names[indicator.id], *cell[1:])


def measures(indicators: Iterable[Indicator]) -> dict[str, Measure]:
    """Measures by name: every numerator, and each column of a numerator as a measure of its own."""
    return with_columns(indicator.numerator for indicator in indicators)


def with_columns(wholes: Iterable[Measure]) -> dict[str, Measure]:
    """Measures by name, each after its columns as measures of their own."""
    found: dict[str, Measure] = {}
    for measure in wholes:
        for column in measure.columns:
            found.setdefault(column, Measure(description=column, add=(column,)))
        found.setdefault(measure_name(measure), measure)
    return found
