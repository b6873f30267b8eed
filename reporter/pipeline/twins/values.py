"""Values of twins: other counts of unpublished cells that agree with everything published.

A twin changes unpublished cells by whole numbers `D`, with `R D = 0` under all relations `R` and every count
within the attacker's bounds. An integer programme makes each twin change as many cells as possible that no
earlier twin changed, so that a few twins change them all. It shares no code with the protection, so that
neither can hide a mistake of the other.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from reporter.disclosure.relations import LinkedTable

FARTHEST = 3
"""Greatest change of a count: the nearer a twin is to the truth, the harder to tell from it."""

EFFORT = {"mip_rel_gap": 0.02, "node_limit": 200}
"""Limits of the search for a twin, in nodes and not in seconds, so that every machine finds the same."""
MANY = 500
"""Number of wanted cells beyond which a node takes long: where all counts are rounded, none is withheld."""
EFFORT_OF_MANY = {"mip_rel_gap": 0.2, "node_limit": 5}
"""The limits then: a twin changes fewer of them, and the next ones the rest."""


def twin_values(
    table: LinkedTable, hidden: NDArray[np.bool_], wanted: NDArray[np.bool_], limit: int
) -> list[NDArray[np.int64]]:
    """Values of the linked cells for each twin; they agree with the table on everything published.

    Args:
        table: the cells, their relations and the attacker's bounds.
        hidden: cells that are not published, shape (cells,); all others keep their values.
        wanted: those of them that at least one twin should change.
        limit: greatest number of twins.

    Returns:
        One array of shape (cells,) a twin, as long as a further twin changes a wanted cell.
    """
    places = np.flatnonzero(hidden)
    relations = sparse.csr_array(table.relations[:, places], dtype=np.float64)
    relations = relations[np.flatnonzero(np.diff(relations.indptr))]
    least = np.maximum(table.lower - table.values, -FARTHEST)[places]
    most = np.minimum(table.upper - table.values, FARTHEST)[places]
    left = wanted[places]
    twins: list[NDArray[np.int64]] = []
    while left.any() and len(twins) < limit:
        change = _widest_change(relations, least, most, np.flatnonzero(left))
        if not change[left].any():
            break
        left &= change == 0
        twin = table.values.copy()
        twin[places] += change
        twins.append(twin)
    return twins


def _widest_change(
    relations: sparse.csr_array,
    least: NDArray[np.float64],
    most: NDArray[np.float64],
    wanted: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The change `D` of as many wanted cells as possible; zeros if none is found.

    Two binary variables tell whether a wanted cell rises and whether it falls: at most one of them is 1,
    `D >= rises - FARTHEST falls`, `D <= FARTHEST rises - falls`. Their sum is maximised.
    """
    cells, few = least.size, wanted.size
    pick = sparse.csr_array((np.ones(few), (np.arange(few), wanted)), shape=(few, cells))
    one = sparse.eye_array(few)
    none, still = sparse.csr_array((few, cells)), sparse.csr_array((relations.shape[0], 2 * few))
    found = milp(
        np.concatenate([np.zeros(cells), -np.ones(2 * few)]),
        constraints=[
            _constraint([relations, still], 0, 0),
            _constraint([pick, -one, FARTHEST * one], 0, np.inf),
            _constraint([pick, -FARTHEST * one, one], -np.inf, 0),
            _constraint([none, one, one], -np.inf, 1),
        ],
        bounds=Bounds(np.concatenate([least, np.zeros(2 * few)]), np.concatenate([most, np.ones(2 * few)])),
        integrality=np.ones(cells + 2 * few),
        options=EFFORT_OF_MANY if few > MANY else EFFORT,
    )
    nothing = np.zeros(cells, dtype=np.int64)
    if found.x is None:
        return nothing
    change: NDArray[np.int64] = np.rint(found.x[:cells]).astype(np.int64)
    fits = (change >= least) & (change <= most)
    return change if fits.all() and not (relations @ change).any() else nothing


def _constraint(parts: list[sparse.sparray], least: float, most: float) -> LinearConstraint:
    return LinearConstraint(sparse.csc_array(sparse.hstack(parts)), least, most)
