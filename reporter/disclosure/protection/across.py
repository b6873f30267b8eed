"""Protection across blocks, for required cells that no move within their block changes.

These cells are few (a network of one authority shares its counts with nobody), but the table in which they
move is large. They are protected in larger blocks about them first, then in all of the table. Each gets its
own cheapest move first, in which cells withheld already cost nothing. Then one joint move of all of them, in
the directions found, replaces these moves where it costs less.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reporter.disclosure.protection.blocks import LARGEST_AT_ALL, blocks, ties_between
from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import Move, MoveProgramme
from reporter.disclosure.protection.search import SOFTENING
from reporter.disclosure.protection.twins import WholeMove, cheapest_whole, compact, spread

REWEIGHTINGS = 3
"""Linear programmes solved for the joint move, each with prices reweighted by the last one."""


def protect_across(
    problem: SuppressionProblem,
    members: list[NDArray[np.int64]],
    pattern: NDArray[np.bool_],
    stuck: NDArray[np.bool_],
) -> list[WholeMove]:
    """Whole moves in which the stuck cells change; stuck cells that cannot move are left out.

    Args:
        problem: the cells.
        members: places of each block.
        pattern: cells withheld already.
        stuck: required cells that are not protected yet.
    """
    near = pattern | ties_between(problem.relations, members)
    near[np.concatenate([cells for cells in members if stuck[cells].any()])] = True
    chosen = np.zeros(pattern.size, dtype=np.bool_)
    moves: list[WholeMove] = []
    for places in (*_around(problem, stuck), np.flatnonzero(near), np.arange(pattern.size)):
        left = stuck[places] & ~chosen[places]
        if left.any():
            part = problem.part(places).with_given((pattern | chosen)[places], left)
            for found in _cheapest_together(part):
                move = np.zeros(pattern.size, dtype=np.int64)
                move[places] = found
                moves.append(compact(move))
                chosen |= move != 0
    return moves


def _around(problem: SuppressionProblem, stuck: NDArray[np.bool_]) -> list[NDArray[np.int64]]:
    """Larger blocks around the stuck cells, in which programmes are small; none where the table itself is."""
    if stuck.size <= LARGEST_AT_ALL:
        return []
    return [cells for cells in blocks(problem, LARGEST_AT_ALL, stuck) if stuck[cells].any()]


def _cheapest_together(part: SuppressionProblem) -> list[WholeMove]:
    programme = MoveProgramme(part.relations, part.room_up > 0, part.room_down > 0)
    moves = _one_by_one(part, programme)
    together = _jointly(part, programme, moves)
    if together is not None and _added_cost(part, together) < _added_cost(
        part, _changed(moves, part.cells.size)
    ):
        asked = np.where(together, part.needed, 0)
        found = spread(part, together, asked, moves, stop=True)
        if not found.short:
            return found.moves
    return moves


def _changed(moves: list[WholeMove], cells: int) -> NDArray[np.bool_]:
    changed = np.zeros(cells, dtype=np.bool_)
    for move in moves:
        changed |= move != 0
    return changed


def _one_by_one(part: SuppressionProblem, programme: MoveProgramme) -> list[WholeMove]:
    price = part.weights.copy()
    moves: list[WholeMove] = []
    waiting = part.required.copy()
    for cell in np.flatnonzero(part.required):
        if not waiting[cell]:
            continue
        found: list[WholeMove] = []
        for exact in (False, True):
            for change in (part.needed[cell], -part.needed[cell]):
                move = (
                    None
                    if found and exact
                    else cheapest_whole(part, programme, price, int(cell), change, True, exact)
                )
                found += [] if move is None else [move]
        if found:
            moves.append(min(found, key=lambda move: float(price[move != 0].sum())))
            price[moves[-1] != 0] = 0.0
            waiting[moves[-1] != 0] = False
    return moves


def _jointly(
    part: SuppressionProblem, programme: MoveProgramme, moves: list[WholeMove]
) -> NDArray[np.bool_] | None:
    """Mask of the cells of the cheapest move in which all stuck cells change, each in its own direction."""
    # Random shares keep moves in opposite directions from cancelling.
    shares = np.random.default_rng(0).uniform(0.5, 1.5, len(moves))
    direction = sum(
        (share * move for share, move in zip(shares, moves, strict=True)), np.zeros(part.cells.size)
    )
    demand = np.where(part.required, np.sign(direction), 0.0)
    price, best = part.weights, None
    for _ in range(REWEIGHTINGS):
        move: Move | None = programme.cheapest(np.round(price, 6), demand, afresh=True)
        if move is None:
            break
        if best is None or _added_cost(part, move != 0) < _added_cost(part, best):
            best = move != 0
        price = part.weights / (np.abs(move) + SOFTENING)
    return best


def _added_cost(part: SuppressionProblem, cells: NDArray[np.bool_]) -> float:
    return float(part.weights[cells].sum())
