"""The attacker against data sets counted one by one, and against cases by hand."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import numpy as np
import pytest

from reporter.publication.profiles import shipped
from tests.series.attacker import Attack, differences, narrow
from tests.series.knowledge import Knowledge
from tests.series.plans import AUTHORITY, INDICATORS, NATION, NETWORK, Block, Key, Plan, Series
from tests.series.published import CellName, PrintedCell

YEARS = (2016, 2017)


def made(network: dict[str, str], *counts: dict[tuple[str, int], tuple[int, int, int]]) -> Series:
    """A series of an edition for each table of births, early and late deaths by authority and year."""
    truths = [
        {
            Key(kind, code, year): count
            for (code, year), row in table.items()
            for kind, count in zip(("births", "early", "late"), row, strict=True)
        }
        for table in counts
    ]
    years = sorted({key.year for truth in truths for key in truth})
    block = Block((AUTHORITY, NETWORK, NATION), years[0], years[-1])
    plans = [Plan(str(number), network, {}, (block,), truth) for number, truth in enumerate(truths)]
    return Series((), tuple(plans), shipped("strict"))


def shown(
    series: Series, number: int, names: Iterable[CellName], withheld: Iterable[CellName] = ()
) -> dict[CellName, PrintedCell]:
    """The cells of an edition: those named, some of them withheld."""
    gone = set(withheld)
    return {
        name: PrintedCell(
            None if name in gone else _count(series, number, name), _births(series, number, name)
        )
        for name in names
    }


def _count(series: Series, number: int, name: CellName) -> int:
    return _added(series, number, name, INDICATORS[name.indicator])


def _births(series: Series, number: int, name: CellName) -> int:
    return _added(series, number, name, ("births",))


def _added(series: Series, number: int, name: CellName, kinds: Iterable[str]) -> int:
    plan = series.plans[number]
    years = range(name.first_year, name.last_year + 1)
    return sum(
        plan.truth[Key(kind, code, year)]
        for kind in kinds
        for code in plan.members(name.area)
        for year in years
    )


def test_a_pool_less_a_year_gives_the_year_that_an_earlier_edition_withheld():
    """7 deaths in both years less 6 in the second: 1 in the first."""
    counts = {("A00", 2016): (50, 1, 0), ("A00", 2017): (50, 4, 2)}
    series = made({"A00": "W0"}, counts, counts)
    first, second, pool = (CellName("deaths", "W0", *years) for years in ((2016, 2016), (2017, 2017), YEARS))
    known = Knowledge(series, [shown(series, 0, [first], [first]), shown(series, 1, [second, pool])])
    assert list(narrow(known, Attack(known))) == [
        "1, a width of 1 wanted: deaths deaths, W0, 2016 (edition 1)"
    ]


def test_a_revised_count_is_not_what_it_was():
    """Of 3 births 1 to 3 died; it was 3 and was revised, so it is 1 or 2."""
    before, after = {("A00", 2016): (3, 3, 0)}, {("A00", 2016): (3, 2, 0)}
    series = made({"A00": "W0"}, before, after)
    name = CellName("deaths", "W0", 2016, 2016)
    known = Knowledge(series, [shown(series, 0, [name]), shown(series, 1, [name], [name])])
    (total,) = known.targets
    assert Attack(known).possible(total) == (1, 2)


def test_early_deaths_are_no_more_than_all_and_deaths_no_more_than_births():
    """Of 3 births, 1 to 3 died where 1 is withheld; 0 to 2 of the 2 deaths in W0 were early."""
    series = made({"A00": "W0", "A10": "W1"}, {("A00", 2016): (2, 1, 1), ("A10", 2016): (3, 0, 1)})
    networks = [CellName("deaths", code, 2016, 2016) for code in ("W0", "W1")]
    early = CellName("early", "W1", 2016, 2016)
    known = Knowledge(series, [shown(series, 0, [*networks, early], [networks[1]])])
    attack = Attack(known)
    assert attack.possible(known.sum_of(0, networks[1], INDICATORS["deaths"])) == (1, 3)
    assert attack.possible(known.sum_of(0, CellName("early", "W0", 2016, 2016), ("early",))) == (0, 2)


def test_a_small_count_that_no_table_shows_is_found():
    """6 deaths of a network less 5 of one of its two authorities."""
    counts = {("A00", 2016): (50, 5, 0), ("A01", 2016): (50, 1, 0), ("A10", 2016): (50, 8, 0)}
    series = made({"A00": "W0", "A01": "W0", "A10": "W1"}, counts)
    names = [CellName("deaths", code, 2016, 2016) for code in ("W0", "A00", "W1")]
    known = Knowledge(series, [shown(series, 0, names)])
    assert list(differences(known, Attack(known))) == [
        "1, which no table shows: deaths, A01, 2016 (edition 1)"
    ]


@pytest.mark.parametrize("seed", range(12))
def test_intervals_are_those_of_all_data_sets_counted_one_by_one(seed):
    """Three authorities in one year, deaths of 1 to 3 births each: 1,000 data sets at most, all tried."""
    random = np.random.default_rng(seed)
    network = {"A00": "W0", "A01": "W0", "A10": "W1"}
    births = random.integers(1, 4, 3)
    early = [int(random.integers(0, most + 1)) for most in births]
    late = [int(random.integers(0, most - some + 1)) for most, some in zip(births, early, strict=True)]
    series = made(
        network,
        {(code, 2016): (int(b), e, n) for code, b, e, n in zip(network, births, early, late, strict=True)},
    )
    names = [
        CellName(kind, code, 2016, 2016)
        for kind in ("deaths", "early")
        for code in (*network, "W0", "W1", "N")
    ]
    gone = [name for name in names if _count(series, 0, name) and random.random() < 0.7]
    cells = shown(series, 0, names, gone)
    fitting = [tried for tried in _data_sets(network, births) if _fits(tried, cells)]
    known = Knowledge(series, [cells])
    attack = Attack(known)
    for name in gone:
        counts = {_count(tried, 0, name) for tried in fitting}
        assert attack.possible(known.sum_of(0, name, INDICATORS[name.indicator])) == (
            min(counts),
            max(counts),
        )


def _data_sets(network: dict[str, str], births: np.ndarray) -> list[Series]:
    choices = [[(int(b), e, n) for e in range(b + 1) for n in range(b - e + 1)] for b in births]
    return [
        made(network, {(code, 2016): row for code, row in zip(network, rows, strict=True)})
        for rows in product(*choices)
    ]


def _fits(tried: Series, cells: dict[CellName, PrintedCell]) -> bool:
    counts = {name: _count(tried, 0, name) for name in cells}
    return all(
        count >= 1 if cells[name].numerator is None else count == cells[name].numerator
        for name, count in counts.items()
    )
