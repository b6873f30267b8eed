"""The suppression problem, in an order that does not depend on the order of the table.

Cells are sorted by name and relations by their cells, so a publication gives the same pattern however its
cells were listed. Cells that can never change are left out: shown zeros, headline figures, and the cells that
these determine.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from reporter.disclosure.protection.programme import farthest_change
from reporter.disclosure.protection.solution_cache import content_of
from reporter.disclosure.relations import LinkedTable


@dataclass(frozen=True, eq=False)
class SuppressionProblem:
    """The cells of a table that can change, with bounds, costs and required widths; arrays of shape (cells,).

    Attributes:
        cells: place of each cell in the table.
        relations: sparse signed matrix, relations x cells; a move `D` satisfies `relations @ D == 0`.
        values: true values.
        room_up: greatest rise within the attacker's upper bound; inf where there is none.
        room_down: greatest fall within the attacker's lower bound; inf where there is none.
        weights: cost of withholding; 0 for cells withheld anyway.
        required: cells withheld anyway that need a minimum width.
        needed: minimum width of each cell once it is withheld.
        follows: changes of further cells of the table that follow from those of these cells, shape (table
            cells, cells); None where a problem is part of another.
    """

    cells: NDArray[np.int64]
    relations: sparse.csr_array
    values: NDArray[np.int64]
    room_up: NDArray[np.float64]
    room_down: NDArray[np.float64]
    weights: NDArray[np.float64]
    required: NDArray[np.bool_]
    needed: NDArray[np.int64]
    follows: sparse.csr_array | None = None

    @classmethod
    def of(
        cls, table: LinkedTable, primary: NDArray[np.bool_], needed: NDArray[np.int64]
    ) -> SuppressionProblem:
        """The problem of protecting a table whose `primary` cells are withheld.

        Args:
            table: the cells and relations.
            primary: cells withheld anyway, shape (table cells,).
            needed: minimum width of each cell once it is withheld, shape (table cells,).
        """
        named = np.array(sorted(range(len(table.ids)), key=table.ids.__getitem__), dtype=np.int64)
        relations = _sorted_rows(table.relations[:, named])
        able = _able_to_change(relations, ~table.fixed[named])
        slack = primary[named] & (needed[named] == 0)
        room = np.minimum(table.upper - table.values, table.values - table.lower)[named]
        idle = _idle_slack(relations[:, able], slack[able], room[able], int(needed.max(initial=1)))
        follows = _following(relations[:, able], idle, named[able], len(table.ids))
        kept = np.ones(relations.shape[0], dtype=np.bool_)
        kept[idle.relation] = False
        relations, able = sparse.csr_array(relations[np.flatnonzero(kept)]), np.delete(able, idle.cell)
        cells = named[able]
        return cls(
            cells=cells,
            relations=_without_empty_rows(relations[:, able]),
            values=table.values[cells],
            room_up=table.upper[cells] - table.values[cells],
            room_down=table.values[cells] - table.lower[cells],
            weights=np.where(primary[cells], 0.0, table.weights[cells]),
            required=primary[cells] & (needed[cells] > 0),
            needed=needed[cells],
            follows=follows,
        )

    def changes(self, move: NDArray[np.int64]) -> NDArray[np.int64]:
        """The change of every cell of the table in a move of these cells, shape (table cells,)."""
        assert self.follows is not None
        found: NDArray[np.int64] = self.follows @ move
        found[self.cells] = move
        return found

    @cached_property
    def content(self) -> bytes:
        """Hash of all that moves and costs depend on; the places and values of cells are not part of it."""
        return content_of(
            self.relations.data,
            self.relations.indices,
            self.relations.indptr,
            self.room_up,
            self.room_down,
            self.weights,
            self.required,
            self.needed,
        )

    @cached_property
    def _columns(self) -> sparse.csc_array:
        """The relations cell by cell, so that a part costs no more than its own size."""
        return sparse.csc_array(self.relations)

    @property
    def rise(self) -> NDArray[np.bool_]:
        """Cells that can rise by the greatest width needed by any cell."""
        return self.room_up >= max(int(self.needed.max(initial=1)), 1)

    @property
    def fall(self) -> NDArray[np.bool_]:
        """Cells that can fall by the greatest width needed by any cell."""
        return self.room_down >= max(int(self.needed.max(initial=1)), 1)

    def part(self, places: NDArray[np.int64]) -> SuppressionProblem:
        """The same problem for some of its cells, in order; all others keep their values."""
        columns = self._columns[:, places]
        rows, row = np.unique(columns.indices, return_inverse=True)
        own = sparse.csc_array((columns.data, row, columns.indptr), shape=(rows.size, places.size))
        return SuppressionProblem(
            cells=self.cells[places],
            relations=sparse.csr_array(own),
            values=self.values[places],
            room_up=self.room_up[places],
            room_down=self.room_down[places],
            weights=self.weights[places],
            required=self.required[places],
            needed=self.needed[places],
        )

    def with_relations(self, relations: sparse.csr_array) -> SuppressionProblem:
        """The same problem under other relations."""
        return replace(self, relations=relations)

    def with_given(self, given: NDArray[np.bool_], required: NDArray[np.bool_]) -> SuppressionProblem:
        """The same problem with the `given` cells withheld at no cost, and with other required cells."""
        return replace(self, weights=np.where(given, 0.0, self.weights), required=required)


def _sorted_rows(relations: sparse.csr_array) -> sparse.csr_array:
    rows = sparse.csr_array(relations)
    rows.sort_indices()
    keys = [
        (tuple(rows.indices[start:stop]), tuple(rows.data[start:stop]))
        for start, stop in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    return rows[sorted(range(len(keys)), key=keys.__getitem__)]


def _able_to_change(relations: sparse.csr_array, able: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Places of the cells that can change.

    Starts from the cells that may be withheld. A cell that is the only such one in a relation is determined
    by the relation and drops out; this repeats until none does.
    """
    pattern = abs(relations).astype(np.int64)
    pattern.data[:] = 1
    while True:
        alone = (pattern @ able.astype(np.int64)) == 1
        pinned = able & ((pattern.T @ alone.astype(np.int64)) > 0)
        if not pinned.any():
            return np.flatnonzero(able)
        able = able & ~pinned


class _Idle(NamedTuple):
    """Slacks that stop no move: places of the cells, and of the only relation of each."""

    cell: NDArray[np.int64]
    relation: NDArray[np.int64]


def _idle_slack(
    relations: sparse.csr_array, slack: NDArray[np.bool_], room: NDArray[np.float64], width: int
) -> _Idle:
    """The slacks that stop no move: in one relation only, with room for all that the others change in a move.

    What is left of births after deaths is such a slack, and is seen nowhere. Where it is larger than all that
    moves change, it follows whatever births and deaths do, so that it and its relation are left out.
    """
    columns = sparse.csc_array(relations)
    once = np.flatnonzero(slack & (np.diff(columns.indptr) == 1))
    row = columns.indices[columns.indptr[once]].astype(np.int64)
    others = np.diff(relations.indptr)[row] - 1
    idle = room[once] >= farthest_change(width) * others
    # Of two slacks of one relation, one stays.
    _, first = np.unique(row[idle], return_index=True)
    return _Idle(once[idle][first], row[idle][first])


def _following(
    relations: sparse.csr_array, idle: _Idle, table_place: NDArray[np.int64], table_cells: int
) -> sparse.csr_array:
    """Change of each slack by those of the other cells of its relation, shape (table cells, other cells)."""
    rows = sparse.csr_array(relations[idle.relation])
    signs = rows[np.arange(idle.cell.size), idle.cell]
    others = np.delete(np.arange(relations.shape[1]), idle.cell)
    changes = sparse.coo_array(rows[:, others] * -signs[:, None])
    return sparse.csr_array(
        (changes.data.astype(np.int64), (table_place[idle.cell][changes.row], changes.col)),
        shape=(table_cells, others.size),
    )


def _without_empty_rows(relations: sparse.csr_array) -> sparse.csr_array:
    rows = sparse.csr_array(relations)
    return rows[np.flatnonzero(np.diff(rows.indptr))]
