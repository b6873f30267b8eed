"""Random hierarchies with pools of years and splits by age, small enough to try every table there can be."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reporter.disclosure.audit import audit
from reporter.disclosure.certificate import certify
from reporter.disclosure.protect import CannotBeProtected, protect
from reporter.disclosure.relations import LinkedTable

MOST = 3
"""No count of one area, year and age is greater, and the attacker knows it; so all tables can be tried."""

YEARS, AGES = {"1": "1", "2": "2", "pool": "12"}, {"e": "e", "l": "l", "all": "el"}
"""Of which single years a period is the sum, and of which single ages an age."""


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Areas in networks by two years and their pool by two ages and their sum.

    `sums` says of every cell, a row, which counts of one area, year and age it adds up, the columns.
    """

    table: LinkedTable
    sums: NDArray[np.int8]

    def feasible(self, withheld: NDArray[np.bool_]) -> NDArray[np.int8]:
        """Every table that fits what is shown, shape (cells, tables), by trying all."""
        single = self.sums.sum(axis=1) == 1
        leaf = self.sums[single].argmax(axis=1)
        low = np.zeros(self.sums.shape[1], dtype=np.int64)
        high = np.full(low.shape, MOST)
        low[leaf] = np.where(withheld, self.table.lower, self.table.values)[single]
        high[leaf] = np.where(withheld[single], MOST, self.table.values[single])
        axes = [np.arange(a, b + 1, dtype=np.int8) for a, b in zip(low, high, strict=True)]
        single_counts = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
        every: NDArray[np.int8] = self.sums @ single_counts
        shown = (every == self.table.values[:, None]) | withheld[:, None]
        fits: NDArray[np.bool_] = (shown & (every >= self.table.lower[:, None])).all(axis=0)
        return np.compress(fits, every, axis=1)


def hierarchy(networks: tuple[int, ...], counts: list[int]) -> Hierarchy:
    """Networks of so many areas each, counts by area, year and age; zeros are shown."""
    districts = [(f"{n}{a}", f"{n}") for n, size in enumerate(networks) for a in range(size)]
    leaves = list(product([name for name, _ in districts], "12", "el"))
    parts = {name: [name] for name, _ in districts}
    parts |= {f"N{n}": [name for name, of in districts if of == str(n)] for n in range(len(networks))}
    parts["all"] = [name for name, _ in districts]
    cells = {
        f"{area} {year} {age}": [leaf in product(names, years, ages) for leaf in leaves]
        for area, names in parts.items()
        for (year, years), (age, ages) in product(YEARS.items(), AGES.items())
    }
    sums = np.array(list(cells.values()), dtype=np.int8)
    values = sums @ np.array(counts, dtype=np.int64)
    below = {"all": [f"N{n}" for n in range(len(networks))]}
    below |= {f"N{n}": parts[f"N{n}"] for n in range(len(networks))}
    relations = [
        (f"{whole} {y} {a}", [f"{part} {y} {a}" for part in some])
        for whole, some in below.items()
        for y, a in product(YEARS, AGES)
    ]
    relations += [(f"{area} pool {a}", [f"{area} {y} {a}" for y in "12"]) for area, a in product(parts, AGES)]
    relations += [(f"{area} {y} all", [f"{area} {y} {a}" for a in "el"]) for area, y in product(parts, YEARS)]
    single = sums.sum(axis=1) == 1
    table = LinkedTable.build(
        cells,
        values,
        relations,
        lower=np.where(values > 0, 1, 0),
        upper=np.where(single, MOST, np.inf),
        fixed=values == 0,
    )
    return Hierarchy(table, sums)


hierarchies = st.sampled_from([(2,), (3,), (1, 1), (1, 2), (1, 1, 1)]).flatmap(
    lambda networks: st.lists(
        st.integers(0, MOST), min_size=4 * sum(networks), max_size=4 * sum(networks)
    ).map(lambda counts: hierarchy(networks, counts))
)


def intervals_tried(made: Hierarchy, withheld: NDArray[np.bool_]) -> list[list[int]]:
    every = made.feasible(withheld)[withheld]
    return [[int(row.min()), int(row.max())] for row in every]


@settings(max_examples=40)
@given(hierarchies, st.randoms(use_true_random=False), st.floats(0.1, 1.0))
def test_intervals_are_those_of_trying_every_table(made, random, share):
    withheld = np.array([random.random() < share for _ in made.table.ids]) & ~made.table.fixed
    found = audit(made.table, withheld)
    if withheld.any():
        intervals = [[low, high] for low, high in zip(found.low, found.high, strict=True)]
        assert intervals == intervals_tried(made, withheld)


@settings(max_examples=25)
@given(hierarchies)
def test_protected_patterns_disclose_nothing_whatever_is_tried(made):
    """Counts of 1 and 2 are primary; what cannot be hidden is disclosed with all withheld that may be."""
    primary = np.isin(made.table.values, [1, 2])
    try:
        withheld = protect(made.table, primary).withheld
    except CannotBeProtected as error:
        everything = ~made.table.fixed
        stuck = np.isin(made.table.ids, error.cells)[everything]
        assert stuck.any()
        assert all(low == high for low, high in np.array(intervals_tried(made, everything))[stuck])
        return
    assert withheld[primary].all()
    assert certify(made.table, withheld).safe
    if withheld.any():
        assert all(low < high for low, high in intervals_tried(made, withheld))


@pytest.mark.parametrize("hide_total", [False, True])
def test_trying_every_table_finds_what_arithmetic_does(hide_total: bool) -> None:
    """Two areas of one network with 1 and 2 early deaths in year 1, nothing else: 3 in all, or 2 to 6."""
    made = hierarchy((2,), [1, 0, 0, 0, 2, 0, 0, 0])
    of_year_1 = np.array([name.split()[0] in ("00", "01") or hide_total for name in made.table.ids])
    withheld = of_year_1 & ~made.table.fixed
    found = made.feasible(withheld)
    areas = [made.table.ids.index(name) for name in ("00 1 e", "01 1 e", "N0 pool all")]
    expected = (
        [[1, 2, 3], [2, 1, 3]] if not hide_total else [[a, b, a + b] for a in (1, 2, 3) for b in (1, 2, 3)]
    )
    assert sorted(found[areas].T.tolist()) == sorted(expected)
