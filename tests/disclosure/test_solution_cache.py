"""What the gate remembers between runs in one process: nothing of it changes a result."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporter.disclosure import protect as protecting
from reporter.disclosure.attacker import cell_status, linked_table
from reporter.disclosure.denominators import Denominators
from reporter.disclosure.gate import release
from reporter.disclosure.linked import link
from reporter.disclosure.protection import effort
from reporter.disclosure.protection import search_log as logs
from reporter.disclosure.protection.blocks import blocks
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.search import Search, Tools
from reporter.disclosure.protection.search_log import Call, LoggedSearch, SearchLog, go_ahead
from reporter.disclosure.protection.solution_cache import SolutionCache, content_of
from reporter.publication import profiles
from tests.publications import areas, counts, publication

STRICT = profiles.shipped("strict")
HIERARCHY = areas(5, 4)
SMALL_BLOCKS = partial(blocks, largest=100)
"""A network and its 4 districts have 60 cells: 3 measures in 3 years and their pool."""


def passed(made, cache=None, profile=STRICT, jobs=1):
    """What a data set releases and what is recorded of it, as text."""
    gate_result = release(publication(), HIERARCHY, made, profile, cache=cache, jobs=jobs)
    return gate_result.released.cells.to_json(), json.dumps(gate_result.record)


def with_another_event(made, code, year=2021):
    """The same counts with one more event in a district and all that it is a part of."""
    table = made.table.copy()
    codes = [code, *(area.code for area in HIERARCHY.ancestors(code))]
    table.loc[table["area_code"].isin(codes) & (table["year"] == year), "events"] += 1
    return replace(made, table=table)


@pytest.fixture(autouse=True)
def _little_effort(monkeypatch):
    """A tenth of the work: what is compared was searched for as long."""
    monkeypatch.setattr(effort, "WORK_OF_A_CELL", effort.WORK_OF_A_CELL // 10)


@pytest.fixture(params=["one block", "several blocks"])
def any_blocks(request, monkeypatch):
    """Small tables are one block; here also as if they were large."""
    if request.param == "several blocks":
        monkeypatch.setattr(protecting, "blocks", SMALL_BLOCKS)


@pytest.mark.usefixtures("any_blocks")
@pytest.mark.parametrize("seed", [1, 2])
def test_a_result_is_the_same_with_a_full_an_empty_and_a_foreign_memory(seed):
    made = counts(HIERARCHY, seed)
    changed = [made, with_another_event(made, "D0-0"), with_another_event(made, "D4-3", 2020), made]
    foreign, tiny = SolutionCache(), SolutionCache(most=100)
    for other in (3, 4):
        passed(counts(HIERARCHY, other), foreign)
    remembering = SolutionCache()
    for data in changed:
        alone = passed(data)
        assert json.loads(alone[1])["secondary"]
        for cache in (remembering, remembering, foreign, tiny):
            assert passed(data, cache) == alone


@pytest.mark.parametrize("work", [1, 2_000, 100_000])
def test_a_result_is_the_same_with_any_number_of_threads(monkeypatch, work):
    monkeypatch.setattr(protecting, "blocks", SMALL_BLOCKS)
    monkeypatch.setattr(effort, "WORK_OF_A_CELL", work)  # Where it ends is somewhere else in a turn.
    made = counts(HIERARCHY, 1)
    alone = passed(made)
    assert json.loads(alone[1])["secondary"]
    for jobs in (2, 3, 16):
        assert passed(made, jobs=jobs) == alone
    remembering = SolutionCache()
    for data in (made, with_another_event(made, "D0-0"), made):
        assert passed(data, remembering, jobs=2) == passed(data)


def test_blocks_that_are_the_same_problem_are_searched_one_after_the_other():
    problem = problem_of(1)
    alike, other = SearchLog(problem), SearchLog(problem_of(2))
    searches = [LoggedSearch(alike), LoggedSearch(alike), LoggedSearch(other), LoggedSearch(alike)]
    improved: Call = (Search.improve, (2,))
    calls: list[Call] = [(Search.start, ()), *[improved] * 3, (Search.make_whole, ())]
    with ThreadPoolExecutor(4) as threads:
        for method, arguments in calls:
            stood = [search._node for search in searches]
            go_ahead(threads, searches, method, *arguments)
            assert [search._node for search in searches] == stood
            for search in searches:
                getattr(search, method.__name__)(*arguments)
    assert asked(LoggedSearch(SearchLog(problem)), [2, 2, 2, 0])[0] == searches[0].move.tolist()
    assert asked(LoggedSearch(SearchLog(problem_of(2))), [2, 2, 2, 0])[0] == searches[2].move.tolist()
    assert searches[0].work == searches[1].work == searches[3].work


def test_what_was_solved_is_not_solved_again(monkeypatch):
    made, cache = counts(HIERARCHY, 1), SolutionCache()
    first = passed(made, cache)

    def solved(*_, **__):
        raise AssertionError("a linear programme was solved")

    monkeypatch.setattr(MoveProgramme, "_solve", solved)
    assert passed(made, cache) == first
    with pytest.raises(AssertionError, match="was solved"):
        passed(made, SolutionCache())


def test_a_changed_count_is_searched_for_in_its_own_block_alone(monkeypatch):
    monkeypatch.setattr(protecting, "blocks", SMALL_BLOCKS)
    begun = []

    def counted(problem):
        begun.append(problem)
        return Tools(problem)

    monkeypatch.setattr(logs, "Tools", counted)
    made, cache = counts(HIERARCHY, 1), SolutionCache()
    passed(made, cache)
    everything = len(begun)
    passed(with_another_event(made, "D0-0"), cache)
    assert 0 < len(begun) - everything < everything / 2


def test_the_record_that_is_handed_out_can_be_changed_without_harm():
    made, cache = counts(HIERARCHY, 1), SolutionCache()
    first = release(publication(), HIERARCHY, made, STRICT, cache=cache).record
    said = json.dumps(first)
    first["primary"].clear()
    first["intervals"].clear()
    assert json.dumps(release(publication(), HIERARCHY, made, STRICT, cache=cache).record) == said


def test_rules_that_differ_are_remembered_apart():
    made, cache = counts(HIERARCHY, 1, mean=8.0), SolutionCache()
    for name in ("strict", "cdc", "hes", "strict"):
        profile = profiles.shipped(name)
        assert passed(made, cache, profile) == passed(made, None, profile)


def problem_of(seed):
    """What there is to protect in a small publication."""
    made = counts(HIERARCHY, seed)
    linked = link(publication(), HIERARCHY, made)
    status = cell_status(linked, publication(), HIERARCHY, STRICT, Denominators.of(publication(), made))
    table = linked_table(linked, status, STRICT)
    return SuppressionProblem.of(table, status.small, np.where(status.shown, STRICT.minimum_width, 0))


def asked(search, calls):
    """Where a search stands after it was asked all these."""
    search.start()
    for steps in calls:
        search.improve(steps) if steps else search.make_whole()
    found = search.found if isinstance(search, Search) else search._node.found
    return found.move.tolist(), found.cost, found.idle, [move.tolist() for move in found.whole_moves]


CALLS = st.lists(st.sampled_from([0, 1, 2]), max_size=6)
"""Steps to improve; 0 makes the pattern whole."""


@settings(max_examples=10)
@given(st.lists(CALLS, min_size=1, max_size=4))
def test_a_search_finds_the_same_whatever_searches_went_before(calls_of_all):
    problem = problem_of(1)
    shared = SearchLog(problem)
    for calls in calls_of_all:
        logged, first = LoggedSearch(shared), LoggedSearch(SearchLog(problem))
        assert asked(logged, calls) == asked(Search(problem), calls) == asked(first, calls)
        assert logged.work == first.work


def test_a_search_looks_at_nothing_that_its_content_leaves_out():
    problem = problem_of(1)
    other = replace(problem, cells=problem.cells[::-1] + 7, values=problem.values + 1)
    assert other.content == problem.content
    assert asked(Search(other), [2, 0]) == asked(Search(problem), [2, 0])


@pytest.mark.parametrize("name", ["room_up", "room_down", "weights", "required", "needed"])
def test_a_problem_is_another_where_anything_else_differs(name):
    problem = problem_of(1)
    changed = getattr(problem, name).copy()
    changed[0] = not changed[0] if name == "required" else 5 if np.isinf(changed[0]) else changed[0] + 1
    assert replace(problem, **{name: changed}).content != problem.content


def test_other_relations_are_another_problem():
    problem = problem_of(1)
    assert problem.with_relations(-problem.relations).content != problem.content
    assert problem.with_relations(problem.relations[1:]).content != problem.content


def test_contents_are_told_apart_by_type_shape_and_where_one_part_ends():
    zeros = np.zeros(4, dtype=np.int64)
    different = [
        content_of(zeros),
        content_of(zeros.astype(np.float64)),
        content_of(zeros.reshape(2, 2)),
        content_of(zeros[:2], zeros[2:]),
        content_of("ab", "c"),
        content_of("a", "bc"),
        content_of("1"),
        content_of(1),
    ]
    assert len(set(different)) == len(different)


def test_what_was_asked_for_longest_ago_is_forgotten_first():
    cache, made = SolutionCache(most=3), []

    def answer(name):
        def make():
            made.append(name)
            return name

        return cache.get("question", name, 1, make)

    for name in (b"a", b"b", b"c", b"a", b"d", b"a", b"c", b"b"):
        assert answer(name) == name
    # The fourth name drives out b, which is then made again; a and c stay.
    assert made == [b"a", b"b", b"c", b"d", b"b"]


def test_an_answer_about_more_cells_than_are_kept_is_given_all_the_same():
    cache = SolutionCache(most=3)
    assert [cache.get("question", b"a", 4, lambda: 1) for _ in range(2)] == [1, 1]
    frame = pd.DataFrame({"a": [1]})
    assert cache.get("question", b"b", 3, lambda: frame) is cache.get("question", b"b", 3, pd.DataFrame)


def test_a_failure_is_not_remembered():
    cache = SolutionCache()
    with pytest.raises(ZeroDivisionError):
        cache.get("question", b"a", 1, lambda: 1 // 0)
    assert cache.get("question", b"a", 1, lambda: 1) == 1
