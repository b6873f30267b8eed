"""The linked cells of an earlier edition, as an attacker sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from reporter.disclosure.cells import Cell

Bounds: TypeAlias = tuple[int, int | None]
"""Least and greatest feasible count; None where there is no greatest."""

UNBOUNDED: Bounds = (0, None)


def both_bounds(one: Bounds, other: Bounds) -> Bounds:
    """The bounds of a count that lies within two bounds."""
    tops = [top for top in (one[1], other[1]) if top is not None]
    return max(one[0], other[0]), min(tops, default=None)


@dataclass(frozen=True)
class EarlierTable:
    """Cells of an earlier edition, what it told of each, and the relations between them.

    Attributes:
        source: name of the edition, for errors and the private record.
        values: the count of every cell, shown and virtual, as it was then. Where the edition's private record
            is not at hand, counts that fit everything that it published, near to those of today.
        bounds: least and greatest feasible count of every cell by what the edition told of it alone; None
            where there is no greatest. Both are the count itself where it was printed.
        withheld: the cells that it withheld, primary and secondary alike.
        relations: coefficients by cell; the sum of coefficient times count is 0.
    """

    source: str
    values: Mapping[Cell, int]
    bounds: Mapping[Cell, Bounds]
    withheld: frozenset[Cell]
    relations: tuple[Mapping[Cell, int], ...]
