"""Drawn publications of which some denominators are withheld: built, checked, true, and silent about them."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from reporter.disclosure.released import ReleasedCells
from reporter.publication.periods import label_of
from tests.shapes import over_time
from tests.shapes.csv_tables import Row, Tables
from tests.shapes.oracle import judge
from tests.shapes.run import draw
from tests.shapes.whole import Shape

GROUPS, DRAWS = 4, 12
NAME = ("indicator", "area_code", "period", "basis")
RATES = ("value", "lower_95", "upper_95", "lower_998", "upper_998")


def without_some_denominators(random: np.random.Generator) -> Callable[[ReleasedCells], ReleasedCells]:
    """Withholds the denominators of one cell in several, and of all cells of some areas, at random."""
    share, areas = random.choice([0.05, 0.3, 1.0]), random.choice([0.0, 0.3])

    def without(released: ReleasedCells) -> ReleasedCells:
        codes = [area.code for area in released.areas.areas]
        gone = {code for code in codes if random.random() < areas}

        def some(cells: pd.DataFrame) -> pd.DataFrame:
            if cells.empty:
                return cells
            withheld = cells["area_code"].isin(gone) | (random.random(len(cells)) < share)
            return cells.assign(denominator=cells["denominator"].mask(withheld))

        return replace(released, cells=some(released.cells), by_category=some(released.by_category))

    return without


@pytest.mark.parametrize("group", range(GROUPS))
def test_an_edition_copes_with_denominators_that_are_not_there(group: int) -> None:
    """The final check passes, every claim is true, and no row gives what would follow from a denominator."""
    random, states = np.random.default_rng(group), []

    def built(shape: Shape) -> None:
        with tempfile.TemporaryDirectory() as folder:
            seen = without_some_denominators(random)
            found = judge(shape.write(Path(folder)), archive=shape.archive, seen=seen)
        states.append(found.state)
        assert found.state != "failed", "\n".join(found.said)
        if found.state == "held":
            assert_silent(Tables(found.files, shape.small.publication))

    draw(DRAWS, 500 + group, built)
    assert states.count("held") >= DRAWS / 2


def assert_silent(tables: Tables) -> None:
    """No row of any table has a number that follows from a denominator which the tables of rates lack."""
    alone = {row["indicator"] for row in tables.rows("rates") if row["measure"] == "count"}
    gone = {
        _key(row) for row in tables.rows("rates") if not row["denominator"] and row["indicator"] not in alone
    }
    gone_by_category = {
        (*_key(row), row["breakdown"], row["category"])
        for row in tables.rows("rates-by-category")
        if not row["denominator"] and row["indicator"] not in alone
    }
    with_denominators = [row for row in tables.counts if row["indicator"] not in alone]
    assert gone or gone_by_category or all(row["denominator"] for row in with_denominators)
    for row in with_denominators:
        if not row["denominator"]:
            assert "[c]" in row["symbols"]
            assert not any(row[column] for column in RATES)
            assert not row.get("shrunk_value")
            assert row.get("comparison", "not compared") == "not compared"
            assert not row.get("verdict")
            assert row.get("category_comparison", "reference") in ("reference", "not compared")
    assert not gone & {_key(row) for row in tables.rows("funnel-points")}
    for row in tables.rows("revisions"):
        name = row["breakdown"], row["category"]
        key = _key(row)
        if key in gone if name[0] == "everyone" else (*key, *name) in gone_by_category:
            assert not row["denominator"] + row["denominator_before"] + row["value"] + row["value_before"]
    for row in tables.rows("detectable-change"):
        assert row["denominator"]
    _no_sum_or_test_of(gone, gone_by_category, tables)


def _no_sum_or_test_of(gone: set[tuple[str, ...]], by_category: set[tuple[str, ...]], tables: Tables) -> None:
    """Indices, splits, changes and trends have all of their denominators."""
    groups = {(*key[:4], key[4]) for key in by_category}
    for row in tables.rows("inequalities"):
        assert (*_key(row), row["breakdown"]) not in groups
    for row in tables.rows("coverage"):
        assert (*_key(row), row["breakdown"]) not in groups
        assert _key(row) not in gone
    for row in tables.rows("decompositions"):
        for period in (row["period_from"], row["period_to"]):
            assert (row["indicator"], row["area_code"], period, row["basis"], row["breakdown"]) not in groups
    for row in tables.rows("changes"):
        assert not any((*key[:2], key[2]) in _both(row) for key in gone)
    for row in tables.rows("trends"):
        for label in _labels(row):
            assert (row["indicator"], row["area_code"], label, row["basis"]) not in gone
    for row in tables.rows("inequality-trends"):
        for label in _labels(row):
            key = (row["indicator"], row["area_code"], label, row["basis"], row["breakdown"])
            assert key not in groups


def _labels(run: Row) -> list[str]:
    """The labels of the single periods of a run."""
    first, last = over_time.span(run)
    return [label_of(step) for step in range(first, last + 1)]


def _both(change: Row) -> set[tuple[str, str, str]]:
    ends = change["period_from"], change["period_to"]
    return {(change["indicator"], change["area_code"], period) for period in ends}


def _key(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in NAME)
