"""The search for a cheap pattern: reweighted linear programmes over moves.

A pattern is safe when every cell of it changes in some move within the pattern. Moves can be added, so one
move then changes all of them, and the cheapest pattern is the move of least support. Minimising support is
hard; minimising `sum |D|` is a linear programme. Solving it again with each price divided by the last change
(Candes, Wakin and Boyd, "Enhancing sparsity by reweighted l1 minimization", 2008) drives small changes to
zero. The programme cannot choose whether a cell rises or falls. So the search goes on from other moves within
the same pattern, in which other cells rise and fall, with prices disturbed a little, and keeps each move that
is not dearer.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.disclosure.protection.problem import SuppressionProblem
from reporter.disclosure.protection.programme import Move, MoveProgramme
from reporter.disclosure.protection.twins import WholeMove, cheapest_whole, spread

SOFTENING = 0.1
"""Added to a change before a price is divided by it."""
SAMPLE_LIMIT = 3.0
"""Greatest change in a sampled move, so that its changes are of comparable size."""
LOCAL_SHARE = 0.3
"""Share of steps that disturb one neighbourhood of cells instead of all directions."""
SEED = 20210


class Tools:
    """Solver and random numbers of a search; their results depend on all results that they gave before.

    Attributes:
        programme: linear programmes over the moves of the problem.
        random: the random numbers.
        ties: sparse matrix, not 0 where a relation has a cell, shape (relations, cells).
    """

    def __init__(self, problem: SuppressionProblem) -> None:
        self.programme = MoveProgramme(problem.relations, problem.rise, problem.fall)
        self.random = np.random.default_rng(SEED)
        self.ties = sparse.csr_array(abs(problem.relations))


class SearchResult(NamedTuple):
    """Results of a search so far.

    Attributes:
        move: the best move; its support is the pattern.
        cost: sum of the weights of that support.
        required: required cells that some move changes, shape (cells,); `start` drops the others.
        idle: steps since the cost last fell.
        whole_moves: whole moves that prove the pattern safe.
        checked: the last move proved by whole moves, and its cost.
    """

    move: Move
    cost: float
    required: NDArray[np.bool_]
    idle: int
    whole_moves: list[WholeMove]
    checked: tuple[Move, float]

    @classmethod
    def nothing(cls, problem: SuppressionProblem) -> SearchResult:
        """Results before the first move: cost infinite."""
        still: Move = np.zeros(problem.cells.size)
        return cls(still, np.inf, problem.required, 0, [], (still, np.inf))


class Search:
    """A search for the cheapest move in which every required cell changes.

    Args:
        problem: the cells to protect.
        found: results to go on from.
        tools: returns, when first needed, the tools in the state in which those results left them.

    Attributes:
        problem: the cells to protect.
        found: results so far.
    """

    def __init__(
        self,
        problem: SuppressionProblem,
        found: SearchResult | None = None,
        tools: Callable[[], Tools] | None = None,
    ) -> None:
        self.problem = problem
        self.found = found or SearchResult.nothing(problem)
        self._tools_for = tools or cache(partial(Tools, problem))

    @property
    def _tools(self) -> Tools:
        return self._tools_for()

    def start(self) -> NDArray[np.bool_]:
        """Find a first pattern; returns the mask of required cells that no move changes, and drops these."""
        if not self.found.required.any():
            self.found = self.found._replace(cost=0.0, checked=(self.found.move, 0.0))
            return np.zeros_like(self.found.required)
        covering = self._covering_move()
        stuck = self.found.required & (covering == 0)
        required = self.found.required & ~stuck
        self.found = self.found._replace(required=required, cost=np.inf if required.any() else 0.0)
        for _ in range(2):
            self._descend(covering, self._noise(0.8, 1.2) * self.problem.weights)
        return np.asarray(stuck)

    def improve(self, steps: int) -> None:
        """Take steps from other moves within the pattern, or with prices raised in a neighbourhood of it."""
        before = self.found.cost
        if before == 0:
            return
        for _ in range(steps):
            if self._tools.random.random() < LOCAL_SHARE:
                self._descend(self.found.move, self._price_of_withdrawal())
            else:
                other = self._another_move()
                self._descend(other, self._price(other) * self._noise(0.5, 2.0))
        idle = 0 if self.found.cost < before else self.found.idle + steps
        self.found = self.found._replace(idle=idle)

    def make_whole(self) -> None:
        """Prove the pattern by whole moves that give each cell its width, or restore the last proved pattern.

        A move may need a cell to fall below its bound. The cheapest whole moves of the cells that fall short
        are then added, unless that makes the pattern dearer than the last proved one.
        """
        move, cost, checked, whole_moves = (
            self.found.move,
            self.found.cost,
            self.found.checked,
            self.found.whole_moves,
        )
        if cost >= checked[1]:
            return
        known = whole_moves
        while cost < checked[1]:
            found = spread(self.problem, move != 0, self._asked(move), known, stop=True)
            if not found.short:
                checked, whole_moves = (move, cost), found.moves
                break
            known = found.moves
            for cell in found.short:
                best = self._cheapest_whole_move(cell, move)
                if best is None:
                    cost = np.inf
                    break
                known.append(best)
                # A random share keeps the changes of the two moves from cancelling in any cell.
                move = move + self._tools.random.uniform(0.05, 0.1) * best
                cost = float(self.problem.weights[move != 0].sum())
        if np.isfinite(checked[1]):
            self.found = self.found._replace(
                move=checked[0], cost=checked[1], checked=checked, whole_moves=whole_moves
            )

    def _asked(self, move: Move) -> NDArray[np.int64]:
        return np.asarray(np.where(move != 0, self.problem.needed, 0))

    def _cheapest_whole_move(self, cell: int, move: Move) -> WholeMove | None:
        price = np.where(move != 0, 0.0, self.problem.weights)
        width = float(self.problem.needed[cell])
        found = [
            cheapest_whole(self.problem, self._tools.programme, price, cell, change, exact=False)
            for change in (width, -width)
        ]
        return min(
            (one for one in found if one is not None),
            key=lambda one: float(price[one != 0].sum()),
            default=None,
        )

    def _descend(self, origin: Move, price: NDArray[np.float64]) -> None:
        """Replace the pattern by the cheapest move in the directions of `origin`, unless that is dearer."""
        if (self.found.required & (origin == 0)).any():
            return
        demand = np.where(self.found.required, np.sign(origin), 0.0)
        move = self._tools.programme.cheapest(np.round(price, 6), demand)
        cost = np.inf if move is None else float(self.problem.weights[move != 0].sum())
        if move is not None and cost <= self.found.cost:
            self.found = self.found._replace(move=move, cost=cost)

    def _covering_move(self) -> Move:
        """A move that changes every required cell that any move changes.

        Gains are random: when neither they nor their opposites move a missing cell, no move does.
        """
        total = np.zeros(self.problem.cells.size)
        while (missing := self.found.required & (total == 0)).any():
            gain = np.where(missing, self._noise(-1.0, 1.0), 0.0)
            # Few are missing after the first two moves, and those that change them are near these.
            farthest = partial(self._tools.programme.farthest, onward=bool(total.any()))
            found = [farthest(g, SAMPLE_LIMIT, SAMPLE_LIMIT) for g in (gain, -gain)]
            if not any((move[missing] != 0).any() for move in found):
                break
            total = sum((move * self._tools.random.uniform(0.5, 1.5) for move in found), total)
        return total

    def _another_move(self) -> Move:
        """A random move within the pattern, plus a share of the present move so that all its cells change."""
        within = np.where((self.problem.weights == 0) | (self.found.move != 0), SAMPLE_LIMIT, 0.0)
        sampled = self._tools.programme.farthest(self._noise(-0.5, 0.5), within, within)
        share = (0.1, 0.3, 1.0)[self._tools.random.integers(3)] * self._tools.random.uniform(0.97, 1.03)
        return sampled + share * self.found.move

    def _price_of_withdrawal(self) -> NDArray[np.float64]:
        """Prices that favour the pattern, but make about half of it around one random cell dear."""
        near = np.zeros(self.problem.cells.size)
        near[self._tools.random.integers(self.problem.cells.size)] = 1.0
        for _ in range(2):
            near = near + self._tools.ties.T @ (self._tools.ties @ near)
        dear = (near > 0) & (self._noise(0.0, 1.0) < 0.5)
        inside = self.found.move != 0
        factor = np.where(inside, np.where(dear, 3.0, 0.05), 1.0)
        return self.problem.weights * factor * self._noise(0.8, 1.2)

    def _price(self, move: Move) -> NDArray[np.float64]:
        return self.problem.weights / (np.abs(move) + SOFTENING)

    def _noise(self, low: float, high: float) -> NDArray[np.float64]:
        return self._tools.random.uniform(low, high, self.problem.cells.size)
