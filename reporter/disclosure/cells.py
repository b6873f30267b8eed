"""The counts that the gate protects: a measure of an area in a period, of everyone or of one category."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reporter.publication.areas import Areas
from reporter.publication.breakdowns import EVERYONE, Category
from reporter.publication.indicator import Indicator, Measure
from reporter.publication.loading import Publication
from reporter.publication.periods import Period


class Cell(NamedTuple):
    """One count: a measure of an area in a period, of everyone or of one category."""

    measure: str
    area_code: str
    period: Period
    category: Category = EVERYONE

    @property
    def id(self) -> str:
        """The cell in words, for records and errors."""
        of = f" | {self.category.breakdown} {self.category.id}" if self.category != EVERYONE else ""
        return f"{self.measure} | {self.area_code} | {self.period.label} | {self.period.basis}{of}"


def measure_name(measure: Measure) -> str:
    """A measure's name by its columns, so that indicators with the same numerator share their cells."""
    return "+".join(sorted(measure.add)) + "".join(f"-{column}" for column in sorted(measure.subtract))


class ShownCell(NamedTuple):
    """A cell of an indicator that the publication plans to show."""

    indicator: Indicator
    cell: Cell


def shown_cells(publication: Publication, areas: Areas) -> tuple[ShownCell, ...]:
    """Every cell that the publication plans to show.

    By indicator, then everyone before the categories in order, basis, period, then area in file order.
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
    return tuple(
        ShownCell(indicator, Cell(name, code, period, category))
        for indicator in publication.indicators
        for name in [measure_name(indicator.numerator)]
        for category in dict.fromkeys((EVERYONE, *_categories(categories, categories)))
        for period in by_time
        for code in codes.get(frozenset(levels.get((indicator.id, category, period), ())), ())
    )


def _categories(
    breakdowns: Iterable[str], categories: dict[str, tuple[Category, ...]]
) -> tuple[Category, ...]:
    """Categories of the breakdowns that a block shows; everyone where it shows none."""
    return tuple(category for name in breakdowns for category in categories[name]) or (EVERYONE,)


def measures(indicators: Iterable[Indicator]) -> dict[str, Measure]:
    """Every numerator and every column that one is made of, by name."""
    found: dict[str, Measure] = {}
    for indicator in indicators:
        numerator = indicator.numerator
        for column in numerator.columns:
            found.setdefault(column, Measure(description=column, add=(column,)))
        found.setdefault(measure_name(numerator), numerator)
    return found
