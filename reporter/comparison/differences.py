"""Differences between two editions, cell by cell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from reporter.comparison.published import CellName, PublishedCell, PublishedEdition

ChangeKind = Literal["revised", "newly withheld", "newly released", "added", "removed"]
"""Kind of a difference.

- revised: its count, its denominator or its rate differs, or its rate is given in one edition only;
- newly withheld: its count or its denominator was given, and is no longer;
- newly released: neither is so, and one that was withheld is now given;
- added: it stands in the new edition only; removed: in the old only.
"""

KINDS: tuple[ChangeKind, ...] = get_args(ChangeKind)

NUMBERS = ("numerator", "denominator", "value")
"""The numbers of a cell that can be revised."""

SAME = 1e-9
"""Relative tolerance of equal rates: the last digit may depend on a package's version."""


@dataclass(frozen=True)
class Difference:
    """One cell that differs between two editions.

    Attributes:
        kind: the kind of difference.
        name: name of the cell.
        old: the cell in the old edition, None where it was not there.
        new: the cell in the new edition, None where it is not there.
        changed: which of `NUMBERS` differ, for a cell that is in both.
    """

    kind: ChangeKind
    name: CellName
    old: PublishedCell | None
    new: PublishedCell | None
    changed: tuple[str, ...] = ()

    @property
    def is_given(self) -> bool:
        """Whether the new edition gives any of the numbers that differ."""
        return self.new is not None and any(getattr(self.new, number) is not None for number in self.changed)

    @property
    def cell(self) -> PublishedCell:
        """The new cell, or the old one."""
        cell = self.new or self.old
        assert cell is not None
        return cell


@dataclass(frozen=True)
class Revisions:
    """Differences of an edition from one earlier edition.

    Attributes:
        since: the earlier edition.
        compared: the cells that stand in both.
        differences: the differences in them.
    """

    since: PublishedEdition
    compared: tuple[CellName, ...]
    differences: tuple[Difference, ...]


def revisions(since: PublishedEdition, cells: Mapping[CellName, PublishedCell]) -> Revisions:
    """Differences of cells from the same cells of an earlier edition."""
    compared = tuple(name for name in cells if name in since.cells)
    found = tuple(each for each in differences(since.cells, cells) if each.old and each.new)
    return Revisions(since, compared, found)


def differences(
    old: Mapping[CellName, PublishedCell], new: Mapping[CellName, PublishedCell]
) -> tuple[Difference, ...]:
    """Every cell that differs: those of the new edition in its order, then those that it no longer has."""
    return (*_of_new(old, new), *_removed(old, new))


def _of_new(
    old: Mapping[CellName, PublishedCell], new: Mapping[CellName, PublishedCell]
) -> Iterator[Difference]:
    for name, cell in new.items():
        before = old.get(name)
        if before is None:
            yield Difference("added", name, None, cell)
        elif changed := tuple(number for number in NUMBERS if not _is_same(before, cell, number)):
            yield Difference(_kind(before, cell), name, before, cell, changed)


def _removed(
    old: Mapping[CellName, PublishedCell], new: Mapping[CellName, PublishedCell]
) -> Iterator[Difference]:
    for name, cell in old.items():
        if name not in new:
            yield Difference("removed", name, cell, None)


def _kind(old: PublishedCell, new: PublishedCell) -> ChangeKind:
    counts = [(each.numerator, each.denominator) for each in (old, new)]
    given = [[count is not None for count in pair] for pair in counts]
    if any(before and not after for before, after in zip(*given, strict=True)):
        return "newly withheld"
    return "revised" if given[0] == given[1] else "newly released"


def _is_same(old: PublishedCell, new: PublishedCell, number: str) -> bool:
    before, after = getattr(old, number), getattr(new, number)
    if before is None or after is None:
        return before is after
    return math.isclose(before, after, rel_tol=SAME) if number == "value" else bool(before == after)
