"""An attacker of its own: integer programmes over all data sets that agree with what a series prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from tests.series.knowledge import MOST, Knowledge, Sum, Value
from tests.series.plans import AUTHORITY, COUNTY, INDICATORS, NETWORK, TYPE_OF, Plan, Series
from tests.series.published import CellName, PrintedCell


class Attack:
    """Integer programmes over all data sets that fit.

    Args:
        known: what is known.
    """

    def __init__(self, known: Knowledge) -> None:
        self.known = known
        values = {value for total in (*known.bounds, *known.targets) for value in total}
        values |= {value for pair in (*known.never_above, *known.equal) for total in pair for value in total}
        self._place = {value: place for place, value in enumerate(sorted(values))}
        rows: list[tuple[Counter[Value], int, int]] = [
            (Counter(total), low, high) for total, (low, high) in known.bounds.items()
        ]
        rows += [(_less(large, small), 0, MOST) for small, large in known.never_above]
        rows += [(_less(one, other), 0, 0) for one, other in known.equal]
        self._rows = sparse.csr_array(sparse.vstack([self._row(terms) for terms, _, _ in rows]))
        self._low, self._high = (np.array([row[side] for row in rows]) for side in (1, 2))
        truth = np.array([known.plans[value.since].truth[value.key] for value in self._place])
        self._seen = [truth]
        assert self._fits(truth), "the true counts do not agree with what is printed: the attacker is wrong"

    def possible(self, total: Sum, width: int | None = None) -> tuple[int, int]:
        """The least and greatest possible value of a sum, leaving out values that it is known not to have.

        Args:
            total: the sum.
            width: an interval inside is enough if it is at least so wide.
        """
        row = self._row(Counter(total))
        target = self.known.targets.get(total)
        excluded = target.excluded if target else set()
        known = sorted({int((row @ point)[0]) for point in self._seen} - excluded)
        if width is not None and known[-1] - known[0] >= width:
            return known[0], known[-1]
        return self._end(row, 1, excluded), self._end(row, -1, excluded)

    def knows(self, total: Sum) -> bool:
        """Whether a sum has one possible value only; what takes part in nothing printed has several."""
        if not all(value in self._place for value in total):
            return False
        low, high = self.possible(total, 1)
        return low == high

    def _end(self, row: sparse.csr_array, sign: int, excluded: set[int]) -> int:
        """The least value of a sum, or the greatest where the sign is -1."""
        low, high = 0, MOST * row.nnz
        while True:
            limits = LinearConstraint(
                sparse.vstack([self._rows, row]), np.append(self._low, low), np.append(self._high, high)
            )
            found = milp(
                sign * row.toarray()[0],
                constraints=limits,
                bounds=Bounds(0, MOST),
                integrality=np.ones(len(self._place)),
                options={"mip_rel_gap": 0},
            )
            assert found.status == 0, found.message
            point = np.rint(found.x).astype(np.int64)
            assert self._fits(point)
            self._seen.append(point)
            value = int((row @ point)[0])
            if value not in excluded:
                return value
            low, high = (value + 1, high) if sign > 0 else (low, value - 1)

    def _row(self, terms: Counter[Value]) -> sparse.csr_array:
        places = [self._place[value] for value in terms]
        shape = (1, len(self._place))
        return sparse.csr_array(
            (list(terms.values()), ([0] * len(places), places)), shape=shape, dtype=np.int64
        )

    def _fits(self, point: NDArray[np.int64]) -> bool:
        sums = self._rows @ point
        return bool(((sums >= self._low) & (sums <= self._high)).all())


def _less(large: Sum, small: Sum) -> Counter[Value]:
    terms = Counter(large)
    terms.subtract(small)
    return Counter({value: times for value, times in terms.items() if times})


def narrow(known: Knowledge, attack: Attack) -> Iterator[str]:
    """Counts that a series withholds and never prints, and that its reader knows too well; a line each.

    A count that is rounded must not be known where rounding is all the protection.
    """
    profile = known.series.profile
    for total, target in known.targets.items():
        if total in known.printed or (target.is_rounded and profile.withholds):
            continue
        width = 1 if target.is_rounded else profile.minimum_width
        low, high = attack.possible(total, width)
        if high - low < width:
            known_as = f"{low}" if low == high else f"{low} to {high}"
            yield f"{known_as}, a width of {width} wanted: {'; '.join(target.where)}"


def telling(series: Series, cells: Sequence[Mapping[CellName, PrintedCell]]) -> Iterator[str]:
    """Printed bounds that say more than the other figures of their edition; a line each.

    Bounds that every data set keeps which fits the other figures rule none out: with them no count is
    narrower than without, whatever else a reader knows.
    """
    for number, printed in enumerate(cells):
        said = {name: cell for name, cell in printed.items() if cell.numerator is None and cell.least}
        if not said:
            continue
        silent = {name: replace(cell, least=None, greatest=None) for name, cell in printed.items()}
        alone = Knowledge(replace(series, plans=(series.plans[number],)), [silent])
        attack = Attack(alone)
        for name, cell in said.items():
            low, high = attack.possible(alone.sum_of(0, name, INDICATORS[name.indicator]))
            if low < (cell.least or 0) or (cell.greatest is not None and cell.greatest < high):
                bounds = f"{cell.least} to {cell.greatest}"
                yield f"{bounds} is printed, {low} to {high} follows: {name} (edition {number + 1})"


def differences(known: Knowledge, attack: Attack) -> Iterator[str]:
    """Small counts of a year that no table shows and subtraction gives; a line each.

    Of every authority, category and kind of event, where authorities are shown at all, and of what a network
    has and a county in it has not, or a county and a network.
    """
    profile, series = known.series.profile, known.series
    if profile.levels and AUTHORITY not in profile.levels:
        return
    seen = known.printed | known.targets.keys()
    indicators = series.indicators if len(series.indicators) == 1 else tuple(INDICATORS)
    for number, plan in enumerate(known.plans):
        shows_authorities = AUTHORITY in plan.levels
        parts = [frozenset([code]) for code in plan.authorities if shows_authorities]
        parts += [large - small for large, small in permutations(_groups(plan), 2) if small < large]
        cells = product(dict.fromkeys(parts), plan.years, indicators, ("", *series.categories))
        for members, year, indicator, category in cells:
            names = [CellName(indicator, code, year, year, category) for code in sorted(members)]
            total = Sum().union(*(known.sum_of(number, name, INDICATORS[indicator]) for name in names))
            is_small = profile.withhold_from <= known.true(total) <= profile.withhold_to
            if is_small and total not in seen and attack.knows(total):
                where = f"{indicator}, {'+'.join(sorted(members))}, {year} {category}".rstrip()
                yield f"{known.true(total)}, which no table shows: {where} (edition {number + 1})"
            seen |= {total}


def _groups(plan: Plan) -> list[frozenset[str]]:
    """The authorities of each network and county that an edition shows."""
    return [plan.members(area) for area in plan.areas if TYPE_OF[area[0]] in plan.levels & {NETWORK, COUNTY}]
