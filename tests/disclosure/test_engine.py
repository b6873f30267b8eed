"""The disclosure engine against known answers and against every combination tried by hand."""

import itertools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.disclosure.audit import audit
from reporter.disclosure.certificate import certify
from reporter.disclosure.instance import read_instance
from reporter.disclosure.protect import protect
from reporter.disclosure.protection.errors import CannotBeProtected
from reporter.disclosure.relations import LinkedTable, RelationsDoNotAddUp
from reporter.errors import DisclosureError

AUDITED = (
    "fischetti-salazar-3x3",
    "sdctable-problemdata-safe",
    "sdctable-problemdata-unsafe",
    "synthetic-2icb-10y-rolling3-gauss-intervals",
    "zeros-ones-1",
    "zeros-ones-2",
    "zeros-ones-3",
)


@pytest.mark.parametrize("name", AUDITED)
def test_intervals_are_those_of_the_source_of_each_instance(reference, name):
    """Each file names its source: Fischetti and Salazar 2001, sdcTable, GaussSuppression, sdcTools.

    Those are intervals of real numbers; ours are of whole numbers, the whole numbers within them.
    """
    path = reference / "disclosure" / f"{name}.json"
    instance, content = read_instance(path), json.loads(path.read_text("utf-8"))
    known = content["expected"]["intervals"]
    if not known.keys() <= content["attackers"].keys():
        known = {"x>=0": known}
    for attacker, expected in known.items():
        found = instance.audit(attacker)["intervals"]
        assert expected
        for cell, (low, high) in expected.items():
            assert found[cell] == [np.ceil(low - 1e-6), np.floor(high + 1e-6)]


@pytest.mark.parametrize("name", ["ons2021-table3", "synthetic-42icb-1y"])
@pytest.mark.parametrize("attacker", ["x>=0", "x>=1"])
def test_protection_of_one_year_is_safe_and_near_the_proved_optimum(reference, name, attacker):
    """Never below the proved optimum of the file, at most a twentieth above it, and safe by the audit."""
    path = reference / "disclosure" / f"{name}.json"
    instance, content = read_instance(path), json.loads(path.read_text("utf-8"))
    optimum = content["expected"][f"optimum_count_{attacker}"]
    found = instance.protect(attacker)
    assert optimum <= found["secondary"] <= optimum * 1.05
    assert found["lower_bound"] <= optimum
    table = instance.table(attacker)
    withheld = np.isin(table.ids, found["suppressed"])
    assert not audit(table, withheld).exactly_disclosed


def hierarchy(values: np.ndarray, lower: int) -> LinkedTable:
    """Areas by years: each area's years add up to its pool, the areas of each year to the whole."""
    areas, years = values.shape
    cells = {f"{a}/{y}": int(values[a, y]) for a in range(areas) for y in range(years)}
    cells |= {f"{a}/pool": int(values[a].sum()) for a in range(areas)}
    cells |= {f"all/{y}": int(values[:, y].sum()) for y in range(years)} | {"all/pool": int(values.sum())}
    relations = [(f"{a}/pool", [f"{a}/{y}" for y in range(years)]) for a in [*range(areas), "all"]]
    relations += [(f"all/{y}", [f"{a}/{y}" for a in range(areas)]) for y in [*range(years), "pool"]]
    numbers = np.array(list(cells.values()))
    return LinkedTable.build(
        cells, numbers, relations, lower=np.where(numbers > 0, lower, 0), fixed=numbers == 0
    )


def tried(table: LinkedTable, withheld: np.ndarray, most: int) -> list[list[int]]:
    """Every value that each withheld cell takes in any table that fits, by trying all up to `most`."""
    unknown = np.flatnonzero(withheld)
    matrix = table.relations.toarray()
    values = table.values.copy()
    found: list[set[int]] = [set() for _ in unknown]
    ranges = [range(int(table.lower[i]), most + 1) for i in unknown]
    for guess in itertools.product(*ranges):
        values[unknown] = guess
        if not (matrix @ values).any():
            for seen, value in zip(found, guess, strict=True):
                seen.add(value)
    return [[min(seen), max(seen)] for seen in found]


@settings(max_examples=40)
@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.integers(0, 2**9 - 1), st.integers(0, 1))
def test_intervals_are_those_of_trying_everything(numbers, pattern, lower):
    """Two areas, two years and their sums; at most five of the nine cells withheld, every sum published."""
    table = hierarchy(np.array(numbers).reshape(2, 2), lower)
    withheld = np.array([bool(pattern >> i & 1) for i in range(9)]) & (table.values > 0)
    withheld[np.flatnonzero(withheld)[5:]] = False
    withheld[8] = False  # the whole is known, so that no count can exceed it
    if not withheld.any():
        return
    intervals = audit(table, withheld)
    expected = tried(table, withheld, int(table.values.max()))
    assert [[low, high] for low, high in zip(intervals.low, intervals.high, strict=True)] == expected


@settings(max_examples=25)
@given(st.lists(st.integers(0, 9), min_size=12, max_size=12))
def test_protected_patterns_disclose_nothing_in_any_order_of_the_cells(numbers):
    table = hierarchy(np.array(numbers).reshape(4, 3), lower=1)
    primary = np.isin(table.values, [1, 2])
    try:
        found = protect(table, primary)
    except CannotBeProtected as error:
        stuck = np.isin(table.ids, error.cells)
        assert stuck.any()
        # Not even withholding everything that may be withheld would hide them.
        assert (
            certify(table, ~table.fixed).low[stuck].tolist()
            == certify(table, ~table.fixed).high[stuck].tolist()
        )
        return
    assert (found.withheld | ~primary).all()
    assert not found.withheld[table.fixed].any()
    assert certify(table, found.withheld).safe
    assert not audit(table, found.withheld).exactly_disclosed

    order = np.random.default_rng(1).permutation(len(table.ids))
    matrix = table.relations.toarray()
    shuffled = LinkedTable.build(
        [table.ids[i] for i in order],
        table.values[order],
        [{table.ids[i]: int(row[i]) for i in np.flatnonzero(row)} for row in matrix],
        lower=table.lower[order],
        fixed=table.fixed[order],
    )
    again = protect(shuffled, primary[order])
    assert {table.ids[i] for i in np.flatnonzero(found.withheld)} == {
        shuffled.ids[i] for i in np.flatnonzero(again.withheld)
    }


def test_relations_that_do_not_add_up_name_their_cells():
    with pytest.raises(RelationsDoNotAddUp, match="total"):
        LinkedTable.build(["total", "a", "b"], [5, 2, 2], [("total", ["a", "b"])])


def test_a_primary_that_cannot_be_protected_is_named():
    """The only part of a published whole: nothing else can be withheld to hide it."""
    table = LinkedTable.build(["whole", "part"], [2, 2], [("whole", ["part"])], fixed=[True, False])
    with pytest.raises(DisclosureError, match="part"):
        protect(table, np.array([False, True]))
