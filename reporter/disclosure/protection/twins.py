"""Moves in whole numbers: the tables that prove a pattern safe.

A move in whole numbers that stays within the attacker's bounds and changes withheld cells only is a twin: the true
table with the move added agrees with everything published. The linear programmes mostly answer in whole numbers by
themselves; a fraction is scaled up where there is room, and else an integer programme is solved.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse import csgraph

from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.programme import REACH, Move, MoveProgramme

SEED = 1721
PATIENCE = 4
"""Joint programmes without anything new before the cells left are taken one by one."""

WholeMove = NDArray[np.int64]


@dataclass(eq=False)
class Spread:
    """How far whole moves take each cell of a problem.

    Attributes:
        least: lowest change of each cell, at most 0.
        most: highest change of each cell, at least 0.
        moves: the whole moves behind them.
    """

    least: WholeMove
    most: WholeMove
    moves: list[WholeMove]

    @classmethod
    def none(cls, cells: int) -> Spread:
        """Nothing has moved yet."""
        return cls(np.zeros(cells, dtype=np.int64), np.zeros(cells, dtype=np.int64), [])

    @property
    def width(self) -> NDArray[np.int64]:
        """Distance between the lowest and the highest value of each cell."""
        return self.most - self.least

    def add(self, move: WholeMove) -> None:
        """Take note of a whole move."""
        self.moves.append(move)
        np.minimum(self.least, move, out=self.least)
        np.maximum(self.most, move, out=self.most)


def spread(
    problem: Problem, pattern: NDArray[np.bool_], wanted: NDArray[np.int64], blocks: list[NDArray[np.int64]]
) -> Spread:
    """Whole moves within a pattern that give every cell its wanted width, as far as there are any.

    Args:
        problem: the cells.
        pattern: those that may change.
        wanted: width asked of each cell; 0 asks nothing.
        blocks: places to look at by themselves first; what falls short there is looked for everywhere.
    """
    near = _together([cells[pattern[cells]] for cells in blocks], problem, wanted)
    rest = np.where(near.width < wanted, wanted, 0)
    if rest.any():
        for move in _together([np.flatnonzero(pattern)], problem, rest).moves:
            near.add(move)
    return near


def _together(places: list[NDArray[np.int64]], problem: Problem, wanted: NDArray[np.int64]) -> Spread:
    """Independent parts move at the same time, so that a handful of moves covers them all."""
    members = [part for cells in places for part in _independent(problem, cells) if wanted[part].any()]
    parts = [_spread_of_part(problem.part(cells), wanted[cells]) for cells in members]
    result = Spread.none(wanted.size)
    for number in range(max((len(part.moves) for part in parts), default=0)):
        move = np.zeros(wanted.size, dtype=np.int64)
        for cells, part in zip(members, parts, strict=True):
            if number < len(part.moves):
                move[cells] = part.moves[number]
        result.add(move)
    return result


def _independent(problem: Problem, cells: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The cells in parts that no relation ties together."""
    ties = sparse.csr_array(abs(problem.relations[:, cells]))
    count, label = csgraph.connected_components(sparse.csr_array(ties.T @ ties), directed=False)
    return [cells[label == part] for part in range(count)]


def _spread_of_part(part: Problem, wanted: NDArray[np.int64]) -> Spread:
    result = Spread.none(wanted.size)
    programme = MoveProgramme(part.relations, part.room_up > 0, part.room_down > 0)
    reach = float(wanted.max())
    up, down = np.minimum(part.room_up, reach), np.minimum(part.room_down, reach)
    random = np.random.default_rng(SEED)
    fruitless = 0
    while (missing := result.width < wanted).any() and fruitless < PATIENCE:
        gain = random.uniform(0.5, 1.5, wanted.size) * (2.0 * random.integers(0, 2, wanted.size) - 1.0)
        move = whole(programme.farthest(np.where(missing, gain, 0.0), up, down), part)
        useful = move is not None and bool(((move < result.least) | (move > result.most))[missing].any())
        if move is not None and useful:
            result.add(move)
        fruitless = 0 if useful else fruitless + 1
    for cell in range(wanted.size):
        for direction in (1, -1):
            if result.width[cell] < wanted[cell]:
                result.add(_whole_move_of(part, programme, cell, direction * int(wanted[cell])))
    return result


def whole(move: Move, problem: Problem) -> WholeMove | None:
    """The move, scaled to whole numbers if need be, or None where these leave the attacker's bounds."""
    for factor in (1, 2, 3, 4, 6):
        scaled = move * factor
        result: WholeMove = np.rint(scaled).astype(np.int64)
        if (
            np.abs(result - scaled).max(initial=0.0) < 1e-6
            and ((result <= problem.room_up) & (-result <= problem.room_down)).all()
            and not (problem.relations @ result).any()
        ):
            return result
    return None


def _whole_move_of(part: Problem, programme: MoveProgramme, cell: int, change: int) -> WholeMove:
    """The smallest whole move with that change of a cell, or else the one that takes the cell nearest to it."""
    move = cheapest_whole(part, programme, np.ones(part.cells.size), cell, change)
    if move is not None:
        return move
    gain = np.zeros(part.cells.size)
    gain[cell] = np.sign(change)
    up, down = _limits(part, change)
    (up if change > 0 else down)[cell] = min((up if change > 0 else down)[cell], abs(change))
    move = whole(programme.farthest(gain, up, down, whole=True), part)
    return np.zeros(part.cells.size, dtype=np.int64) if move is None else move


def cheapest_whole(
    problem: Problem, programme: MoveProgramme, price: NDArray[np.float64], cell: int, change: int
) -> WholeMove | None:
    """The whole move of least price in which a cell changes by at least as much; None where there is none."""
    demand = np.zeros(problem.cells.size)
    demand[cell] = change
    up, down = _limits(problem, change)
    for in_whole_numbers in (False, True):
        move = programme.cheapest(price, demand, up, down, whole=in_whole_numbers)
        if move is None:
            return None
        found = whole(move, problem)
        if found is not None:
            return found
    return None


def _limits(problem: Problem, change: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    reach = max(REACH, 10.0 * abs(change))
    return np.minimum(problem.room_up, reach), np.minimum(problem.room_down, reach)
