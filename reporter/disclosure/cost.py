"""Suppression costs: the weight of withholding each cell, which the search for a safe pattern minimises."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.cells import Cell
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.linked import LinkedCells
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication

LEVEL_COST = 10.0
"""Ratio of the cost of a cell to that of a cell one level below, in the order in which levels are listed."""

HEADLINE_COST = 5.0
"""With the cost 'levels', ratio of the cost of a headline indicator's cell to that of another indicator's."""


DENOMINATOR_COST = 20.0
"""Ratio of the cost of a denominator to that of a numerator of the same area: the rate goes with it."""


def costs(
    publication: Publication, areas: Areas, denominators: Denominators, linked: LinkedCells
) -> NDArray[np.float64]:
    """Cost of withholding each linked cell, shape (cells,), above 0.

    The producer chooses the kind of cost in the settings:

    - 'levels': 10 to the power of the level's position, counted from 0 at the smallest level; 5 times as much
      for the headline indicator.
    - 'cells': 1.
    - 'births': the denominator of the count, at least 1; the largest where indicators share their numerator.

    A denominator costs 20 times as much.

    Args:
        publication: settings and indicators.
        areas: the areas.
        denominators: the denominators of all shown cells.
        linked: the linked cells; the cost of a virtual cell has no effect, because it is withheld anyway.
    """
    match publication.settings.disclosure.cost:
        case "cells":
            numerators = np.ones(len(linked.values))
        case "births":
            numerators = _by_births(denominators, linked)
        case "levels":
            numerators = _by_levels(publication, areas, linked)
    wholes = linked.denominators - {planned.cell for planned in linked.planned}
    return numerators * [DENOMINATOR_COST if cell in wholes else 1.0 for cell in linked.values]


def _by_births(denominators: Denominators, linked: LinkedCells) -> NDArray[np.float64]:
    births: dict[Cell, int] = {}
    for planned in linked.planned:
        births[planned.cell] = max(births.get(planned.cell, 1), denominators[planned])
    return np.array([births.get(cell, 1) for cell in linked.values], dtype=np.float64)


def _by_levels(publication: Publication, areas: Areas, linked: LinkedCells) -> NDArray[np.float64]:
    place = {level.area_type: number for number, level in enumerate(publication.settings.levels)}
    of_area = {
        code: LEVEL_COST ** (place.get(areas[code].type, 0) if code in areas else 0)
        for code in {cell.area_code for cell in linked.values}
    }
    return np.array(
        [
            of_area[cell.area_code] * (HEADLINE_COST if cell.measure == linked.headline else 1.0)
            for cell in linked.values
        ]
    )
