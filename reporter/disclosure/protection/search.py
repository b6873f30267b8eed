"""The search for a cheap pattern: reweighted linear programmes over moves.

A pattern is safe when every cell of it changes in some move within the pattern. Moves add up, so there is
then one move in which all of them change, and the cheapest pattern is the move of least support. Least
support is hard, least `sum |D|` is a linear programme; solving it again with each price divided by the last
change (Candes, Wakin and Boyd, "Enhancing sparsity by reweighted l1 minimization", 2008) drives small changes
to zero. What the programme cannot choose is whether a cell rises or falls; so the search goes on from other
moves within the same pattern, in which other cells rise and fall, with prices a little disturbed, and keeps
whatever is not dearer.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.disclosure.protection.problem import Problem
from reporter.disclosure.protection.programme import Move, MoveProgramme
from reporter.disclosure.protection.twins import WholeMove, cheapest_whole, spread

SOFTENING = 0.1
"""Added to a change before dividing by it."""
SAMPLE_LIMIT = 3.0
"""Largest change in a sampled move; keeps its cells of comparable size."""
LOCAL_SHARE = 0.3
"""Share of steps that disturb one neighbourhood instead of all directions."""
SEED = 20210


class Search:
    """A problem, and the cheapest move found so far in which every required cell changes.

    Attributes:
        problem: what to protect.
        move: the best move so far; its support is the pattern.
        cost: weights of that support.
        idle: steps since the cost last fell.
        whole_moves: moves in whole numbers that show the pattern safe.
    """

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.move: Move = np.zeros(problem.cells.size)
        self.cost = np.inf
        self.idle = 0
        self.whole_moves: list[WholeMove] = []
        self._required = problem.required
        self._checked = self.move, np.inf
        self._programme = MoveProgramme(problem.relations, problem.rise, problem.fall)
        self._random = np.random.default_rng(SEED)
        self._neighbours = sparse.csr_array(abs(problem.relations).T @ abs(problem.relations))

    @property
    def work(self) -> int:
        """Pivots times relations so far: effort that does not depend on the machine."""
        return self._programme.work

    def start(self) -> NDArray[np.bool_]:
        """Find a first pattern; returns the required cells that no move changes (they are then given up)."""
        covering = self._covering_move()
        stuck = self._required & (covering == 0)
        self._required = self._required & ~stuck
        self.cost = np.inf if self._required.any() else 0.0
        for _ in range(2):
            self._descend(covering, self._noise(0.8, 1.2) * self.problem.weights)
        return np.asarray(stuck)

    def improve(self, steps: int) -> None:
        """Go on from other moves within the pattern, or from a neighbourhood of it withdrawn."""
        if self.cost == 0:
            return
        before = self.cost
        for _ in range(steps):
            if self._random.random() < LOCAL_SHARE:
                self._descend(self.move, self._price_of_withdrawal())
            else:
                other = self._another_move()
                self._descend(other, self._price(other) * self._noise(0.5, 2.0))
        self.idle = 0 if self.cost < before else self.idle + steps

    def make_whole(self) -> None:
        """Give every cell of the pattern its width in whole numbers, or go back to the last one with it.

        Moves of any size may need a cell to fall farther than its bound lets it; the cells that fall short
        then get the cheapest whole moves of their own, unless that makes the pattern dearer than the one
        before.
        """
        if self.cost >= self._checked[1]:
            return
        move, cost, known = self.move, self.cost, self.whole_moves
        while cost < self._checked[1]:
            found = spread(self.problem, move != 0, self._asked(move), known, stop=True)
            if not found.short:
                self._checked, self.whole_moves = (move, cost), found.moves
                break
            known = found.moves
            for cell in found.short:
                best = self._cheapest_whole_move(cell, move)
                if best is None:
                    cost = np.inf
                    break
                known.append(best)
                # A small share, in general position, so that no cell comes to stand still.
                move = move + self._random.uniform(0.05, 0.1) * best
                cost = float(self.problem.weights[move != 0].sum())
        if np.isfinite(self._checked[1]):
            self.move, self.cost = self._checked

    def _asked(self, move: Move) -> NDArray[np.int64]:
        return np.asarray(np.where(move != 0, self.problem.needed, 0))

    def _cheapest_whole_move(self, cell: int, move: Move) -> WholeMove | None:
        price = np.where(move != 0, 0.0, self.problem.weights)
        width = float(self.problem.needed[cell])
        found = [
            cheapest_whole(self.problem, self._programme, price, cell, change, exact=False)
            for change in (width, -width)
        ]
        return min(
            (one for one in found if one is not None),
            key=lambda one: float(price[one != 0].sum()),
            default=None,
        )

    def _descend(self, origin: Move, price: NDArray[np.float64]) -> None:
        """Go to the cheapest move with the directions of `origin`, if its cells are not dearer."""
        if (self._required & (origin == 0)).any():
            return
        demand = np.where(self._required, np.sign(origin), 0.0)
        move = self._programme.cheapest(np.round(price, 6), demand)
        cost = np.inf if move is None else float(self.problem.weights[move != 0].sum())
        if move is not None and cost <= self.cost:
            self.move, self.cost = move, cost

    def _covering_move(self) -> Move:
        """A move that changes every required cell that any move changes.

        The random gains are in general position: when neither they nor their opposites gain anything, no
        missing cell can move at all.
        """
        total = np.zeros(self.problem.cells.size)
        while (missing := self._required & (total == 0)).any():
            gain = np.where(missing, self._noise(-1.0, 1.0), 0.0)
            found = [self._programme.farthest(g, SAMPLE_LIMIT, SAMPLE_LIMIT) for g in (gain, -gain)]
            if not any((move[missing] != 0).any() for move in found):
                break
            total = sum((move * self._random.uniform(0.5, 1.5) for move in found), total)
        return total

    def _another_move(self) -> Move:
        """A random move within the pattern, with some of the present one so that no cell stands still."""
        within = np.where((self.problem.weights == 0) | (self.move != 0), SAMPLE_LIMIT, 0.0)
        sampled = self._programme.farthest(self._noise(-0.5, 0.5), within, within)
        share = (0.1, 0.3, 1.0)[self._random.integers(3)] * self._random.uniform(0.97, 1.03)
        return sampled + share * self.move

    def _price_of_withdrawal(self) -> NDArray[np.float64]:
        """Prices that keep the pattern but for half of it around one cell, which becomes dear."""
        near = np.zeros(self.move.size)
        near[self._random.integers(self.move.size)] = 1.0
        for _ in range(2):
            near = near + self._neighbours @ near
        dear = (near > 0) & (self._noise(0.0, 1.0) < 0.5)
        inside = self.move != 0
        factor = np.where(inside, np.where(dear, 3.0, 0.05), 1.0)
        return self.problem.weights * factor * self._noise(0.8, 1.2)

    def _price(self, move: Move) -> NDArray[np.float64]:
        return self.problem.weights / (np.abs(move) + SOFTENING)

    def _noise(self, low: float, high: float) -> NDArray[np.float64]:
        return self._random.uniform(low, high, self.move.size)
