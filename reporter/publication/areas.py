"""Areas: codes, names, types and parents, and how smaller areas add up to larger ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property


@dataclass(frozen=True)
class Area:
    """One area.

    Attributes:
        code: the area's code, unique.
        name: the area's name as readers see it.
        type: the type of area, such as 'ICB'.
        parents: codes of the areas that it is part of; empty for the largest area.
        short_name: the name on pages, where the areas file gives a shorter one; empty for none.
        valid_from, valid_to: the first and the last day on which the area existed; None where it existed
            before, or does after, all that is published.
    """

    code: str
    name: str
    type: str
    parents: tuple[str, ...] = ()
    short_name: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @property
    def opened_or_closed(self) -> bool:
        """Whether there are days on which the area did not exist."""
        return self.valid_from is not None or self.valid_to is not None


@dataclass(frozen=True)
class Tile:
    """An area's tile on a map: column and row from 0 at the top left, and a label of a few letters."""

    area_code: str
    label: str
    column: int
    row: int


@dataclass(frozen=True)
class Areas:
    """All areas of a publication, in the order of the areas file, and the tiles of a map if it has one.

    An area is the sum of its parts of one type. Where it has parts of several types (a region with both
    networks and counties), the parts of each type add up to it.

    Attributes:
        apart: the types whose areas are not the sums of their parts, each with the multiple to which the
            source rounds counts, if these add up within that, else 1.
    """

    areas: tuple[Area, ...]
    tiles: tuple[Tile, ...] = ()
    apart: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, Area]:
        """Areas by code."""
        return {area.code: area for area in self.areas}

    @cached_property
    def place(self) -> dict[str, int]:
        """Position of each area in `areas`, by code."""
        return {area.code: number for number, area in enumerate(self.areas)}

    @cached_property
    def _parts(self) -> dict[str, tuple[Area, ...]]:
        parts: dict[str, list[Area]] = {}
        for area in self.areas:
            for parent in area.parents:
                parts.setdefault(parent, []).append(area)
        return {parent: tuple(areas) for parent, areas in parts.items()}

    def __getitem__(self, code: str) -> Area:
        """The area with a code; KeyError where there is none."""
        return self.by_code[code]

    def __contains__(self, code: object) -> bool:
        """Whether an area with this code exists."""
        return code in self.by_code

    def of_type(self, area_type: str) -> tuple[Area, ...]:
        """All areas of a type, in file order."""
        return tuple(area for area in self.areas if area.type == area_type)

    def parts(self, code: str) -> dict[str, tuple[Area, ...]]:
        """The areas directly below an area that add up to it, by type; none where its level is apart."""
        return {} if self[code].type in self.apart else self.below(code)

    def below(self, code: str) -> dict[str, tuple[Area, ...]]:
        """The areas directly below an area, by type."""
        below: dict[str, list[Area]] = {}
        for area in self._parts.get(code, ()):
            below.setdefault(area.type, []).append(area)
        return {area_type: tuple(areas) for area_type, areas in below.items()}

    def ancestors(self, code: str) -> tuple[Area, ...]:
        """All areas that an area is part of, nearest first, each once."""
        found: dict[str, Area] = {}
        queue = list(self[code].parents)
        while queue:
            parent = queue.pop(0)
            if parent not in found:
                found[parent] = self[parent]
                queue.extend(self[parent].parents)
        return tuple(found.values())

    def within(self, code: str, area_type: str) -> tuple[Area, ...]:
        """All areas of a type within an area, at any depth, in file order."""
        return self._within.get((code, area_type), ())

    @cached_property
    def _within(self) -> dict[tuple[str, str], tuple[Area, ...]]:
        within: dict[tuple[str, str], list[Area]] = {}
        for area in self.areas:
            for above in self.ancestors(area.code):
                within.setdefault((above.code, area.type), []).append(area)
        return {key: tuple(areas) for key, areas in within.items()}

    @cached_property
    def leaves(self) -> tuple[Area, ...]:
        """The areas without parts that add up to them."""
        return tuple(area for area in self.areas if area.code not in self._parts or area.type in self.apart)

    @cached_property
    def smallest_first(self) -> tuple[Area, ...]:
        """All areas, each after all of its parts at any depth; no area may be part of itself."""
        ordered: dict[str, Area] = {}
        waiting = [(area, False) for area in reversed(self.areas)]
        while waiting:
            area, parts_done = waiting.pop()
            if area.code in ordered:
                continue
            if parts_done:
                ordered[area.code] = area
            else:
                waiting.append((area, True))
                waiting.extend((part, False) for part in self._parts.get(area.code, ()))
        return tuple(ordered.values())

    @classmethod
    def of(cls, areas: Iterable[Area]) -> Areas:
        """Areas from any iterable."""
        return cls(tuple(areas))
