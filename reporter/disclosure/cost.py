"""What it costs readers that a count is withheld: the least costly safe pattern is looked for."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.areas import Areas
from reporter.disclosure.linked import LinkedCells

LEVEL_COST = 10.0
"""A cell costs this many times as much to withhold for each level of area below its own."""

HEADLINE_COST = 5.0
"""A cell of the headline indicator costs this many times as much to withhold as one of the others."""


def costs(linked: LinkedCells, areas: Areas) -> NDArray[np.float64]:
    """What withholding each cell costs, shape (cells,).

    Larger areas cost more to withhold than smaller ones, and the headline indicator more than the others.
    """
    height = _height(areas)
    return np.array(
        [
            LEVEL_COST ** height[cell.area_code] * (HEADLINE_COST if cell.measure == linked.headline else 1.0)
            for cell in linked.values
        ]
    )


def _height(areas: Areas) -> dict[str, int]:
    """How many levels lie below each area."""
    height = {area.code: 0 for area in areas.areas}
    for area in areas.smallest_first:
        for parent in area.parents:
            height[parent] = max(height[parent], height[area.code] + 1)
    return height
