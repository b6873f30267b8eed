"""The rules on counts of an earlier edition: as its manifest states them, else as its counts show them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reporter.comparison.manifest import StatedRules
from reporter.comparison.published import CellName, PublishedCell
from reporter.comparison.published_tables import PublishedTables
from reporter.disclosure.rounding import rounded_from
from reporter.publication.profiles import Profile
from reporter.publication.units import held


@dataclass(frozen=True)
class EarlierRules:
    """Rules by which an edition printed its counts, as far as a reader knows them.

    Attributes:
        least_withheld: the least count that is withheld.
        round_to: the multiple to which counts are rounded; 1 rounds none.
        withheld: whether a count of that size would have been withheld.
        is_exact: whether the count of a cell is printed as it is.
        unit: how many units make one event.
    """

    least_withheld: int
    round_to: int
    withheld: Callable[[int], bool]
    is_exact: Callable[[CellName, PublishedCell], bool]
    unit: int = 1

    @property
    def rounds(self) -> bool:
        """Whether any count is rounded."""
        return self.round_to > 1

    def behind(self, name: CellName, cell: PublishedCell) -> tuple[int, int]:
        """Least and greatest feasible count of a cell that is printed, in units."""
        assert cell.numerator is not None
        if not self.rounds or self.is_exact(name, cell):
            return held(cell.numerator, self.unit), held(cell.numerator, self.unit)
        low, high = rounded_from(round(cell.numerator), self.round_to)
        fits = [count for count in range(low, high + 1) if not self.withheld(count)]
        return (fits[0], fits[-1]) if fits else (low, high)


def earlier_rules(published: PublishedTables, today: Profile, comparator: str) -> EarlierRules:
    """The rules of an edition.

    Args:
        published: the edition.
        today: the present rules, which an edition whose manifest is silent is taken to have followed where
            its counts allow it.
        comparator: code of the comparator of today.
    """
    cells = published.edition.cells
    stated = published.rules or StatedRules(rounded_to=today.round_to, rates_from=today.rates_from)
    if stated.withheld_from is None and stated.rounded_to == today.round_to:
        stated = stated.model_copy(
            update={
                "withheld_from": today.withhold_from,
                "withheld_to": today.withhold_to,
                "levels": today.levels,
                "exact_area": comparator if today.comparator_is_exact else None,
            }
        )
    # Every count of a type that is rounded is a multiple; types of which one count is none are not rounded.
    exact_types = {
        cell.area_type
        for name, cell in cells.items()
        if cell.numerator is not None
        and cell.numerator % stated.rounded_to
        and name.area_code != stated.exact_area
    }
    smallest, largest = stated.withheld_from, stated.withheld_to
    zero_is_shown = stated.zero_is_shown
    if zero_is_shown is None:
        zero_is_shown = today.zero_is_shown or any(cell.numerator == 0 for cell in cells.values())

    def withheld(count: int) -> bool:
        return smallest is not None and largest is not None and smallest <= count <= largest

    def is_exact(name: CellName, cell: PublishedCell) -> bool:
        spared = bool(stated.levels) and cell.area_type not in stated.levels
        return spared or name.area_code == stated.exact_area or cell.area_type in exact_types

    return EarlierRules(int(zero_is_shown), stated.rounded_to, withheld, is_exact)
