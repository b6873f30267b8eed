"""Moves of small tables, whose cheapest, farthest and whole ones can be found by hand."""

import numpy as np
import pytest

from reporter.disclosure.audit import audit
from reporter.disclosure.certificate import certify
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import MoveProgramme
from reporter.disclosure.protection.twins import spread
from reporter.disclosure.relations import LinkedTable


def whole_of_parts(**room_below: int) -> SuppressionProblem:
    """Parts of a published whole of 100, each as far above its lower bound as named, all withheld."""
    names, count = ["whole", *room_below], len(room_below)
    table = LinkedTable.build(
        names,
        [10 * count, *[10] * count],
        [("whole", list(room_below))],
        lower=[0, *(10 - room for room in room_below.values())],
        upper=[np.inf, *(10 + room for room in room_below.values())],
        fixed=[True, *[False] * count],
    )
    withheld = np.arange(count + 1) > 0
    return SuppressionProblem.of(table, withheld, withheld.astype(np.int64))


def programme(problem: SuppressionProblem) -> MoveProgramme:
    return MoveProgramme(problem.relations, problem.room_up > 0, problem.room_down > 0)


def test_the_cheapest_move_takes_the_cheapest_cell_against_the_one_that_must_rise():
    problem = whole_of_parts(a=5, b=5, c=5)
    move = programme(problem).cheapest(np.array([1.0, 4.0, 3.0]), np.array([2.0, 0.0, 0.0]))
    assert move is not None
    assert move.tolist() == [2, 0, -2]


def test_a_move_that_bounds_forbid_is_none():
    """Both parts may only rise, so neither can."""
    problem = whole_of_parts(a=5, b=5)
    rising = MoveProgramme(problem.relations, np.array([True, True]), np.array([False, False]))
    assert rising.cheapest(np.ones(2), np.array([1.0, 0.0])) is None
    assert rising.cheapest(np.ones(2), np.array([-1.0, 0.0])) is None
    assert not rising.farthest(np.array([1.0, 0.0]), 9.0, 9.0).any()


def test_the_farthest_move_goes_as_far_as_the_others_let_it():
    problem = whole_of_parts(a=9, b=2, c=3)
    move = programme(problem).farthest(np.array([1.0, 0.0, 0.0]), problem.room_up, problem.room_down)
    assert move.tolist() == [5, -2, -3]


def test_a_cell_is_stopped_by_those_that_would_have_to_move_against_it():
    """Only b and c tie a to the published whole; with c limited to a quarter, a moves by three quarters."""
    problem = whole_of_parts(a=9, b=9, c=9)
    move, stops = programme(problem).stopped(0, 1.0, np.array([1.0, 0.5, 0.25]))
    assert move.tolist() == pytest.approx([0.75, -0.5, -0.25])
    assert stops.tolist() == [False, True, True]


def test_cells_that_fall_short_are_named_and_the_first_ends_the_look_when_asked():
    """The others have no room at all, so nothing moves."""
    problem = whole_of_parts(a=3, b=0, c=0)
    every = np.ones(3, dtype=bool)
    assert spread(problem, every, np.ones(3, dtype=np.int64), []).short == [0, 1, 2]
    assert spread(problem, every, np.ones(3, dtype=np.int64), [], stop=True).short == [0]
    enough = spread(whole_of_parts(a=3, b=1, c=0), every, np.array([1, 1, 0]), [])
    assert enough.short == []
    assert enough.width[:2].min() >= 1


def test_intervals_are_whole_numbers_where_the_corners_are_not():
    """2a + d = 5 with 5 published: in real numbers a reaches 2.5, in whole ones d is odd and a 0 to 2."""
    table = LinkedTable.build(
        ["s", "a", "d"],
        [5, 2, 1],
        [{"s": -1, "a": 2, "d": 1}],
        lower=0,
        fixed=[True, False, False],
    )
    withheld = np.array([False, True, True])
    intervals = audit(table, withheld)
    assert intervals.low.tolist() == [0, 1]
    assert intervals.high.tolist() == [2, 5]
    assert certify(table, withheld, np.array([0, 1, 2])).safe
    assert not certify(table, withheld, np.array([0, 3, 2])).safe
