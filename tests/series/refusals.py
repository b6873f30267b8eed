"""Whether a refused edition could have been protected: by withholding all that it plans to show."""

from __future__ import annotations

from collections.abc import Iterator

from tests.series.plans import INDICATORS, TYPE_OF, Block, Key, Plan, Series
from tests.series.published import CellName, PrintedCell


def all_withheld(series: Series, number: int) -> dict[CellName, PrintedCell]:
    """The cells of an edition with every count withheld, zeros apart where the rules show them."""
    plan = series.plans[number]
    return {
        name: PrintedCell(
            *(_printed(series, plan, name, kinds) for kinds in (INDICATORS[name.indicator], ("births",)))
        )
        for block in plan.blocks
        for name in _cells(series, plan, block)
    }


def _printed(series: Series, plan: Plan, name: CellName, kinds: tuple[str, ...]) -> int | None:
    true = sum(count for key, count in plan.truth.items() if key.kind in kinds and _is_in(plan, key, name))
    return 0 if true == 0 and series.profile.zero_is_shown else None


def _is_in(plan: Plan, key: Key, name: CellName) -> bool:
    in_years = name.first_year <= key.year <= name.last_year
    return in_years and name.category in ("", key.category) and key.authority in plan.members(name.area)


def _cells(series: Series, plan: Plan, block: Block) -> Iterator[CellName]:
    lengths = (*([1] if block.single_years else []), *block.pools)
    for indicator in block.indicators or series.indicators:
        for area in plan.areas:
            if TYPE_OF[area[0]] in block.levels:
                for length in lengths:
                    for first in range(block.first_year, block.last_year - length + 2):
                        for category in series.categories if block.by_sex else ("",):
                            yield CellName(indicator, area, first, first + length - 1, category)
