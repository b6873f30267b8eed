"""Linked cells together with those of earlier editions.

A count that did not change since an earlier edition is one cell, which every edition tells something of. A
count that changed is a cell of its own in each of its versions, tied by the relations of the editions that
have it. So an attacker is taken to know which counts changed, and can learn no more than that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reporter.disclosure.cells import Cell
from reporter.disclosure.earlier_table import UNBOUNDED, Bounds, EarlierTable, both_bounds
from reporter.disclosure.linked import LinkedCells


def with_earlier(linked: LinkedCells, earlier: Sequence[EarlierTable]) -> LinkedCells:
    """The linked cells with those of earlier editions, what these told of each, and what they withheld.

    Args:
        linked: cells of the edition to come.
        earlier: tables of everything published before.
    """
    if not earlier:
        return linked
    values = dict(linked.values)
    version = {(cell, count): cell for cell, count in values.items()}
    bounds: dict[Cell, Bounds] = dict(linked.bounds)
    withheld: set[Cell] = set()
    relations = {frozenset(one.items()): one for one in linked.relations}
    for table in earlier:
        own: dict[Cell, Cell] = {}
        for cell, count in table.values.items():
            own[cell] = version.setdefault((cell, count), cell._replace(edition=table.source))
            values.setdefault(own[cell], count)
        for cell, told in table.bounds.items():
            bounds[own[cell]] = both_bounds(bounds.get(own[cell], UNBOUNDED), told)
        withheld |= {own[cell] for cell in table.withheld}
        for relation in table.relations:
            renamed = {own[cell]: sign for cell, sign in relation.items()}
            relations.setdefault(frozenset(renamed.items()), renamed)
    printed = _printed(bounds)
    return replace(
        linked,
        values=values,
        public=linked.public | printed,
        bounds=bounds,
        withheld_before=frozenset(withheld) - linked.public - printed,
        relations=tuple(relations.values()),
    )


def _printed(bounds: Mapping[Cell, Bounds]) -> frozenset[Cell]:
    """The cells that some edition printed: their count is all that they can be."""
    return frozenset(cell for cell, (least, greatest) in bounds.items() if least == greatest)
