"""What makes large publications cheap to protect and to audit gives them the same protection."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.disclosure import pattern as patterns
from reporter.disclosure.audit import audit, bracket
from reporter.disclosure.certificate import certify
from reporter.disclosure.gate import release
from reporter.disclosure.protect import CannotBeProtected, protect
from reporter.disclosure.protection import across, programme, twins
from reporter.disclosure.protection import blocks as dividing
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.relations import LinkedTable
from reporter.publication import profiles
from tests.disclosure.engine.test_random_hierarchies import hierarchies
from tests.publications import areas, counts, publication


@settings(max_examples=40)
@given(hierarchies, st.randoms(use_true_random=False), st.floats(0.1, 1.0))
def test_a_bracket_holds_the_exact_interval(made, random, share):
    withheld = np.array([random.random() < share for _ in made.table.ids]) & ~made.table.fixed
    exact, outer = audit(made.table, withheld), bracket(made.table, withheld, withheld)
    assert outer.ids == exact.ids
    assert (outer.low <= exact.low).all()
    assert (outer.high >= exact.high).all()


@settings(max_examples=40)
@given(hierarchies)
def test_twins_of_protection_agree_with_all_that_is_published(made):
    try:
        found = protect(made.table, np.isin(made.table.values, [1, 2]))
    except CannotBeProtected:
        return
    shown = ~found.withheld
    spread = [made.table.values]
    for twin in found.twins:
        assert (twin[shown] == made.table.values[shown]).all()
        assert not (made.table.relations @ twin).any()
        assert ((twin >= made.table.lower) & (twin <= made.table.upper))[found.withheld].all()
        spread.append(twin)
    width = np.max(spread, axis=0) - np.min(spread, axis=0)
    assert (width[found.withheld] >= 1).all()


def is_protected(table: LinkedTable, small: np.ndarray) -> bool:
    """Whether the table can be protected; if so, the audit finds every withheld count safe."""
    try:
        withheld = protect(table, small).withheld
    except CannotBeProtected:
        return False
    assert withheld[small].all()
    assert (audit(table, withheld).width >= 1).all()
    return True


@settings(max_examples=40)
@given(hierarchies)
def test_small_tables_are_safe_when_they_are_protected_as_large_ones_are(made):
    """Blocks of a few cells, larger ones about stuck cells, the primal method, all cells moved together."""
    small = np.isin(made.table.values, [1, 2])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dividing, "FEW", 0)
        patch.setattr(dividing, "LARGEST", 5)
        patch.setattr(across, "LARGEST_AT_ALL", 12)
        patch.setattr(programme, "LARGE", 0)
        patch.setattr(twins, "FEW_LACKING", 0)
        as_large = is_protected(made.table, small)
    assert as_large == is_protected(made.table, small)


@settings(max_examples=40)
@given(hierarchies, st.integers(0, 2**32 - 1))
def test_the_audit_believes_no_twin_that_does_not_agree(made, seed):
    """Twins made up at random change nothing of what is certified without any."""
    random = np.random.default_rng(seed)
    withheld = (random.random(len(made.table.ids)) < 0.4) & ~made.table.fixed
    false = [made.table.values + random.integers(-2, 3, withheld.size) for _ in range(5)]
    assert certify(made.table, withheld, 2, false).short == certify(made.table, withheld, 2).short


def counties(many: int) -> LinkedTable:
    """A state of so many counties, each with two ages in two years and their sums; counts of 1 and 5."""
    made = {
        f"C{n:02} {year} {age}": (1, 5)[(n + year) % 2]
        for n in range(many)
        for year in (1, 2)
        for age in ("e", "l")
    }
    relations = []
    for place in [f"C{n:02}" for n in range(many)]:
        for year in (1, 2):
            made[f"{place} {year} all"] = sum(made[f"{place} {year} {age}"] for age in "el")
            relations.append((f"{place} {year} all", [f"{place} {year} {age}" for age in "el"]))
    for year in (1, 2):
        for age in ("e", "l", "all"):
            parts = [f"C{n:02} {year} {age}" for n in range(many)]
            made[f"S {year} {age}"] = sum(made[part] for part in parts)
            relations.append((f"S {year} {age}", parts))
        relations.append((f"S {year} all", [f"S {year} {age}" for age in "el"]))
    numbers = np.array(list(made.values()))
    return LinkedTable.build(made, numbers, relations, lower=1)


@pytest.mark.parametrize("largest", [10, 25, 40, 1000])
def test_a_state_too_large_for_a_block_is_divided_among_blocks(monkeypatch, largest):
    """Each block holds counties whose counts can change against each other; the whole is safe."""
    monkeypatch.setattr(dividing, "FEW", 0)
    monkeypatch.setattr(dividing, "LARGEST", largest)
    monkeypatch.setattr(dividing, "LARGEST_AT_ALL", largest)
    table = counties(12)
    small = table.values == 1
    problem = SuppressionProblem.of(table, small, small.astype(np.int64))
    members = dividing.blocks(problem)
    assert sorted(np.concatenate(members).tolist()) == list(range(problem.cells.size))
    assert max(cells.size for cells in members) <= largest
    withheld = protect(table, small).withheld
    assert withheld[small].all()
    assert (audit(table, withheld).width >= 1).all()


@settings(max_examples=25)
@given(st.integers(0, 300), st.integers(0, 2**32 - 1))
def test_what_is_left_of_births_moves_with_births_and_deaths(least, seed):
    """Left out of the search where it is large, it is always births less deaths, and never below 0."""
    random = np.random.default_rng(seed)
    names = [f"{place} {year}" for place in "abc" for year in "12"]
    deaths, left = random.integers(0, 4, len(names)), least + random.integers(0, 5, len(names))
    made = {f"deaths {name}": int(count) for name, count in zip(names, deaths, strict=True)}
    made |= {f"births {name}": int(sum(both)) for name, *both in zip(names, deaths, left, strict=True)}
    made |= {f"left {name}": int(count) for name, count in zip(names, left, strict=True)}
    relations = [(f"births {name}", [f"deaths {name}", f"left {name}"]) for name in names]
    for kind, year in [(kind, year) for kind in ("deaths", "births") for year in "12"]:
        parts = [f"{kind} {place} {year}" for place in "abc"]
        made[f"{kind} all {year}"] = sum(made[part] for part in parts)
        relations.append((f"{kind} all {year}", parts))
    numbers = np.array(list(made.values()))
    table = LinkedTable.build(made, numbers, relations)
    unseen = np.array([name.startswith("left") for name in made])
    small = np.isin(numbers, [1, 2]) & ~unseen
    try:
        found = protect(table, small | unseen, minimum_width=np.where(unseen, 0, 1))
    except CannotBeProtected:
        return
    for twin in found.twins:
        assert not (table.relations @ twin).any()
        assert (twin >= 0).all()
    assert certify(table, found.withheld, np.where(unseen, 0, 1)).safe


@pytest.mark.parametrize("seed", range(4))
def test_a_large_publication_withholds_the_same_and_gives_brackets(monkeypatch, seed):
    hierarchy = areas(2, 4)
    given_counts = counts(hierarchy, seed, 3.0)
    few = release(publication(), hierarchy, given_counts, profiles.shipped("strict"))
    monkeypatch.setattr(patterns, "EXACT_UP_TO", 0)
    many = release(publication(), hierarchy, given_counts, profiles.shipped("strict"))
    assert (few.pattern.withheld == many.pattern.withheld).all()
    assert few.pattern.intervals.keys() == many.pattern.intervals.keys()
    for name, (low, high) in few.pattern.intervals.items():
        least, greatest = many.pattern.intervals[name]
        assert (least or 0) <= (low or 0)
        assert greatest is None or (high is not None and greatest >= high)
