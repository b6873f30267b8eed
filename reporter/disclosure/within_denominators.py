"""Numerators within denominators: the greatest count that each can have."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.counts.table import CountKey, in_period
from reporter.disclosure.cells import Cell, measure_name
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.sums import IN_NO_CATEGORY
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.loading import Publication


def greatest_events(
    linked: LinkedCells, publication: Publication, denominators: Denominators
) -> NDArray[np.float64]:
    """The least denominator of each cell whose events are all counted in it, shape (cells,); inf elsewhere.

    The denominator of events in no category is that of everyone less those of the categories.

    Args:
        linked: the linked cells.
        publication: settings and indicators.
        denominators: the denominators of the indicators.
    """
    of_measure: dict[str, list[dict[CountKey, int]]] = {}
    for indicator in publication.indicators:
        if indicator.numerator.within_denominator:
            by_year = denominators.by_indicator[indicator.id]
            of_measure.setdefault(measure_name(indicator.numerator), []).append(by_year)
    categories = {each.id: each.all_categories for each in publication.settings.breakdowns}

    def most(cell: Cell, by_year: dict[CountKey, int]) -> float:
        if cell.category.id != IN_NO_CATEGORY or cell.category == EVERYONE:
            return _over_years(cell, by_year)
        parts = (cell._replace(category=one) for one in categories[cell.category.breakdown])
        in_categories = sum(_over_years(part, by_year) for part in parts)
        everyone = _over_years(cell._replace(category=EVERYONE), by_year)
        return everyone - in_categories if np.isfinite(everyone + in_categories) else np.inf

    found = {
        cell: min((most(cell, by_year) for by_year in of_measure.get(cell.measure, ())), default=np.inf)
        for cell in linked.values
        if not cell.edition
    }
    # Where categories are known of more births than deaths, deaths in none are no part of births in none.
    known_of_fewer = {
        (cell.measure, cell.category) for cell, greatest in found.items() if linked.values[cell] > greatest
    }
    return np.array(
        [
            np.inf if (cell.measure, cell.category) in known_of_fewer else found.get(cell, np.inf)
            for cell in linked.values
        ]
    )


def _over_years(cell: Cell, by_year: dict[CountKey, int]) -> float:
    """The denominator summed over the years of a cell's period; inf where a year has none."""
    found = in_period(by_year, cell.area_code, cell.period, cell.category)
    return sum(np.inf if each is None else each for each in found)
