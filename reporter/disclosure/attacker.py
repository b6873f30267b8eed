"""The linked cells as an attacker reads them under a profile: seen, known, or within bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reporter.areas import Areas
from reporter.disclosure.linked import LinkedCells
from reporter.disclosure.primary import primary
from reporter.disclosure.relations import LinkedTable
from reporter.disclosure.rounding import feasible
from reporter.profiles import Profile
from reporter.publication import Publication

LEVEL_COST = 10.0
"""A cell costs this many times as much to withhold for each level of area below its own."""

HEADLINE_COST = 5.0
"""A cell of the headline indicator costs this many times as much to withhold as one of the others."""


@dataclass(frozen=True, eq=False)
class Standing:
    """How each linked cell stands, one bool a cell.

    shown: planned to be shown; public: known already; changed: published before with another count; small:
    shown and withheld by the rule; rounded: shown, not withheld by the rule, and hidden by its rounding.
    """

    shown: NDArray[np.bool_]
    public: NDArray[np.bool_]
    changed: NDArray[np.bool_]
    small: NDArray[np.bool_]
    rounded: NDArray[np.bool_]


def standing_of(linked: LinkedCells, publication: Publication, profile: Profile) -> Standing:
    """How the linked cells of a publication stand under a profile."""
    values = np.array(list(linked.values.values()), dtype=np.int64)
    shown, public, changed = (
        np.array([cell in some for cell in linked.values], dtype=np.bool_)
        for some in (linked.shown, linked.known, linked.changed)
    )
    comparator = publication.settings.comparator
    exact = np.array(
        [profile.comparator_is_exact and cell.area_code == comparator for cell in linked.values],
        dtype=np.bool_,
    )
    small = primary(values, profile) & shown & ~exact
    low, high = feasible(values, profile)
    rounded = shown & ~exact & ~public & ~small & (low < high)
    return Standing(shown, public, changed, small, rounded)


def linked_table(
    linked: LinkedCells, publication: Publication, areas: Areas, profile: Profile
) -> LinkedTable:
    """The linked cells as an attacker reads them under a profile.

    Where zeros are shown, a withheld count is known to be at least 1, and a zero is never withheld; neither
    is what is public already. A rounded count is known to be one of those that round to it. Larger areas cost
    more to withhold than smaller ones, and the headline indicator more than the others.
    """
    values = np.array(list(linked.values.values()), dtype=np.int64)
    standing = standing_of(linked, publication, profile)
    height = _height(areas)
    low, high = feasible(values, profile)
    at_least = np.where(standing.shown & (values > 0), 1 if profile.zero_is_shown else 0, 0)
    return LinkedTable.build(
        ids=[cell.id for cell in linked.values],
        values=values,
        relations=[{cell.id: sign for cell, sign in relation.items()} for relation in linked.relations],
        lower=np.where(standing.rounded, low, at_least),
        upper=np.where(standing.rounded, high, np.inf),
        weights=[
            LEVEL_COST ** height[cell.area_code] * (HEADLINE_COST if cell.measure == linked.headline else 1.0)
            for cell in linked.values
        ],
        fixed=standing.public | _never_withheld(linked, standing, publication, profile),
    )


def _never_withheld(
    linked: LinkedCells, standing: Standing, publication: Publication, profile: Profile
) -> NDArray[np.bool_]:
    """Shown zeros, and the comparator's counts under a profile that gives them exactly."""
    zero = np.array([count == 0 for count in linked.values.values()], dtype=np.bool_)
    comparator = np.array(
        [cell.area_code == publication.settings.comparator for cell in linked.values], dtype=np.bool_
    )
    return standing.shown & (
        (zero & ~standing.rounded & profile.zero_is_shown) | (comparator & profile.comparator_is_exact)
    )


def _height(areas: Areas) -> dict[str, int]:
    """How many levels lie below each area."""
    height = {area.code: 0 for area in areas.areas}
    for area in areas.smallest_first:
        for parent in area.parents:
            height[parent] = max(height[parent], height[area.code] + 1)
    return height
