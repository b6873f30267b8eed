"""What it costs readers that a count is withheld: of all safe patterns a cheap one is looked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.cells import Cell
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication

LEVEL_COST = 10.0
"""A cell costs this many times as much to withhold as one of the level below, as the levels are listed."""

HEADLINE_COST = 5.0
"""By levels, a cell of the headline indicator costs this many times as much as one of the others."""


def costs(
    publication: Publication, areas: Areas, denominators: Denominators, linked: LinkedCells
) -> NDArray[np.float64]:
    """What withholding each linked cell costs, shape (cells,), by the cost that the producer chose.

    - 'levels': 10 to the power of the place of the area's level, the smallest level being 0, and 5 times as
      much for the headline indicator.
    - 'cells': 1.
    - 'births': the denominator of the count, the largest where indicators share their numerator; at least 1.

    Args:
        publication: settings and indicators.
        areas: the areas.
        denominators: the denominators of all cells that are shown.
        linked: the linked cells; those that are not shown are withheld anyway, whatever they cost.
    """
    match publication.settings.disclosure.cost:
        case "cells":
            return np.ones(len(linked.values))
        case "births":
            return _by_births(denominators, linked)
        case "levels":
            return _by_levels(publication, areas, linked)


def _by_births(denominators: Denominators, linked: LinkedCells) -> NDArray[np.float64]:
    births: dict[Cell, int] = {}
    for planned in linked.planned:
        births[planned.cell] = max(births.get(planned.cell, 1), denominators[planned])
    return np.array([births.get(cell, 1) for cell in linked.values], dtype=np.float64)


def _by_levels(publication: Publication, areas: Areas, linked: LinkedCells) -> NDArray[np.float64]:
    place = {level.area_type: number for number, level in enumerate(publication.settings.levels)}
    of_area = {
        code: LEVEL_COST ** place.get(areas[code].type, 0)
        for code in {cell.area_code for cell in linked.values}
    }
    return np.array(
        [
            of_area[cell.area_code] * (HEADLINE_COST if cell.measure == linked.headline else 1.0)
            for cell in linked.values
        ]
    )
