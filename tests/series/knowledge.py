"""What the editions of a series print, as equations and bounds, without the product.

A data set has a number of births, early and late deaths for each authority, year and category, once for each
value that it had in the series: an attacker may know what was revised. Everything printed is an equation or a
bound on sums of these.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.series.plans import COMPARATOR, IN_NO_CATEGORY, INDICATORS, TYPE_OF, Key, Series
from tests.series.published import CellName, PrintedCell

MOST = 100_000
"""No count of a series is larger."""


class Value(NamedTuple):
    """A count as it was from one edition on, until it was revised."""

    key: Key
    since: int


Sum = frozenset[Value]
"""Values that a printed or withheld count is the sum of; the same count in two editions is the same sum."""


@dataclass
class Target:
    """A count that an edition withholds or rounds.

    Attributes:
        where: the editions and cells, for people.
        is_rounded: whether it is rounded and nowhere withheld.
        excluded: values that it does not have, since it was revised from or to them.
    """

    where: list[str] = field(default_factory=list)
    is_rounded: bool = True
    excluded: set[int] = field(default_factory=set)


class Knowledge:
    """What the printed cells of a series say, as equations and bounds.

    Args:
        series: what is public about it; its true counts only say what was revised, and check the equations.
        cells: the printed cells of each edition that was built, in order.
    """

    def __init__(self, series: Series, cells: Sequence[Mapping[CellName, PrintedCell]]) -> None:
        self.series = series
        self.plans = series.plans[: len(cells)]
        self.bounds: dict[Sum, tuple[int, int]] = {}
        self.never_above: set[tuple[Sum, Sum]] = set()
        self.equal: set[tuple[Sum, Sum]] = set()
        self.printed: set[Sum] = set()
        self.targets: dict[Sum, Target] = defaultdict(Target)
        categories = (
            *series.categories,
            *(() if series.categories and series.complete else (IN_NO_CATEGORY,)),
        )
        self._categories = categories
        for number, printed in enumerate(cells):
            for name, cell in printed.items():
                self._read(number, name, cell)
        for number in range(len(cells)):
            self._read_rules(number)
        self._read_revisions(cells)

    def sum_of(self, number: int, name: CellName, kinds: Iterable[str]) -> Sum:
        """The values that a cell of an edition adds up."""
        categories = (name.category,) if name.category else self._categories
        return frozenset(
            self._value(number, Key(kind, code, year, category))
            for kind in kinds
            for code in self.plans[number].members(name.area)
            for year in range(name.first_year, name.last_year + 1)
            for category in categories
        )

    def true(self, total: Sum) -> int:
        """The true count."""
        return sum(self.plans[value.since].truth[value.key] for value in total)

    def _value(self, number: int, key: Key) -> Value:
        since = number
        while since and self.plans[since - 1].truth[key] == self.plans[number].truth[key]:
            since -= 1
        return Value(key, since)

    def _read(self, number: int, name: CellName, cell: PrintedCell) -> None:
        profile = self.series.profile
        numerator = self.sum_of(number, name, INDICATORS[name.indicator])
        denominator = self.sum_of(number, name, ("births",))
        least = profile.withhold_from if profile.zero_is_shown else 0
        self._count(number, name, numerator, cell.numerator, cell.implied_numerator, least)
        if cell.numerator is None:
            greatest = MOST if cell.greatest is None else cell.greatest
            self._bound(numerator, cell.least or 0, greatest)
        least = profile.withhold_denominators_from
        self._count(number, name, denominator, cell.denominator, cell.implied_denominator, least)
        if self.series.within_denominator:
            self.never_above.add((numerator, denominator))

    def _count(
        self, number: int, name: CellName, total: Sum, count: int | None, implied: int | None, least: int
    ) -> None:
        is_numerator = not any(value.key.kind == "births" for value in total)
        if count is None:
            self._bound(total, least if implied is None else implied, MOST if implied is None else implied)
        elif is_numerator and self._rounds(name.area) and implied in (None, count):
            low, high = self._behind(count)
            self._bound(total, low, high)
        else:
            exact = count if implied is None or not is_numerator else implied
            low, high = exact, exact
            self._bound(total, exact, exact)
        if count is not None and low == high == count:
            self.printed.add(total)
        else:
            place = (
                f"{'deaths' if is_numerator else 'births'} {name.indicator}, {name.area}, {name.first_year}"
            )
            place += (
                f" to {name.last_year}" * (name.last_year > name.first_year) + f" {name.category}".rstrip()
            )
            target = self.targets[total]
            target.where.append(f"{place} (edition {number + 1})")
            target.is_rounded = target.is_rounded and count is not None

    def _rounds(self, area: str) -> bool:
        profile = self.series.profile
        exact = profile.comparator_is_exact and area == COMPARATOR
        return (
            profile.round_to > 1 and not exact and (not profile.levels or TYPE_OF[area[0]] in profile.levels)
        )

    def _behind(self, printed: int) -> tuple[int, int]:
        """The least and greatest count that is rounded to a printed one and not withheld.

        A count that was printed before is printed as it is.
        """
        profile = self.series.profile
        step = profile.round_to
        fits = [
            count
            for count in range(max(0, printed - step), printed + step + 1)
            if (2 * count + step) // (2 * step) * step == printed
            and not profile.withhold_from <= count <= profile.withhold_to
        ]
        return (min(fits), max(fits)) if fits else (printed, printed)

    def _bound(self, total: Sum, low: int, high: int) -> None:
        before = self.bounds.get(total, (0, MOST))
        self.bounds[total] = max(low, before[0]), min(high, before[1])

    def _read_rules(self, number: int) -> None:
        """No more deaths than births among those of one authority, year and category."""
        if self.series.within_denominator:
            for key in self.plans[number].truth:
                if key.kind == "births" and key.year in self.plans[number].years:
                    deaths = frozenset(
                        self._value(number, key._replace(kind=kind)) for kind in ("early", "late")
                    )
                    self.never_above.add((deaths, frozenset([self._value(number, key)])))

    def _read_revisions(self, cells: Sequence[Mapping[CellName, PrintedCell]]) -> None:
        """Counts of the same authorities and years that were not revised, or are not what they were."""
        seen: dict[tuple[object, ...], dict[Sum, int | None]] = defaultdict(dict)
        for number, printed in enumerate(cells):
            for name, cell in printed.items():
                members = self.plans[number].members(name.area)
                for kinds, count in (
                    (INDICATORS[name.indicator], cell.numerator),
                    (("births",), cell.denominator),
                ):
                    total = self.sum_of(number, name, kinds)
                    same = seen[(kinds, members, *name[2:])]
                    same[total] = count if total in self.printed else same.get(total)
        for same in seen.values():
            for first in same:
                for second in same:
                    if first != second and self.true(first) == self.true(second):
                        self.equal.add((first, second))
                    elif first != second and same[second] is not None and first in self.targets:
                        self.targets[first].excluded.add(same[second] or 0)
