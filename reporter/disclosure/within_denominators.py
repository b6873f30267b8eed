"""Numerators within denominators: the greatest count of each, and groups in which most had the event."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.counts.table import CountKey
from reporter.disclosure.cells import Cell, measure_name
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.primary import primary
from reporter.disclosure.sums import IN_NO_CATEGORY
from reporter.publication.breakdowns import EVERYONE
from reporter.publication.loading import Publication
from reporter.publication.profiles import Profile


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
    period = cell.period
    return sum(
        by_year.get((cell.area_code, year, period.basis, cell.category), np.inf) for year in period.years
    )


def gives_group_away(
    counts: NDArray[np.int64], greatest: NDArray[np.float64], profile: Profile
) -> NDArray[np.bool_]:
    """Mask of the counts that tell of few people without the event, or that all or none of a group had it.

    With 49 events among 50 people, the one without is as rare as the one of 50. All or none are protected
    where the profile says so.

    Args:
        counts: numbers of events, shape (cells,).
        greatest: the denominator that they lie within, inf where there is none, shape (cells,).
        profile: the rules.
    """
    without = np.where(np.isfinite(greatest), greatest - counts, -1)
    few: NDArray[np.bool_] = (counts > 0) & (without > 0) & primary(without, profile)
    if profile.withhold_all_or_none:
        few |= (without == 0) | ((counts == 0) & (without > 0))
    return few
