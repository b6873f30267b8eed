"""The linked cells of an edition in its private record, from which later editions know what it gave away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from reporter.disclosure.cells import Cell
from reporter.disclosure.earlier_table import UNBOUNDED, EarlierTable
from reporter.publication.breakdowns import Category
from reporter.publication.periods import Period

if TYPE_CHECKING:  # The up-to-date check needs no gate.
    from reporter.disclosure.gate import GateResult

LINKED = "linked.json"
"""Name of the file in the edition's private folder."""

_FORM = 1
"""Number of the file's form; a file of another form is not read."""
_Row = tuple[str, str, int, int, str, str, str, int, int, int | None, bool]
_RECORD: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])
_CELLS = TypeAdapter(list[_Row])
_RELATIONS = TypeAdapter(list[list[tuple[int, int]]])


def earlier_table(gate_result: GateResult, source: str) -> EarlierTable:
    """Linked cells of an edition as its readers and its producer know them.

    Args:
        gate_result: the edition at the gate.
        source: name of the edition.
    """
    linked, status = gate_result.linked, gate_result.status
    # Versions of counts that only editions before it have stand in the tables of these.
    values = {cell: count for cell, count in linked.values.items() if not cell.edition}
    withheld = frozenset(
        cell for cell, gone in zip(linked.values, gate_result.pattern.withheld, strict=True) if gone
    )
    rounded = status.rounded & (gate_result.released.profile.rates_from == "rounded")
    bounds: dict[Cell, tuple[int, int | None]] = {}
    for place, (cell, count) in enumerate(linked.values.items()):
        if cell.edition:
            continue
        if cell not in linked.shown:
            bounds[cell] = linked.bounds.get(cell, UNBOUNDED)
        elif cell in withheld:
            bounds[cell] = _bounds(status.lower_withheld[place], status.upper_withheld[place])
        elif rounded[place]:
            bounds[cell] = _bounds(status.lower[place], status.upper[place])
        else:
            bounds[cell] = (count, count)
    relations = tuple(one for one in linked.relations if not any(cell.edition for cell in one))
    return EarlierTable(source, values, bounds, withheld, relations)


def _bounds(least: float, greatest: float) -> tuple[int, int | None]:
    return int(least), int(greatest) if np.isfinite(greatest) else None


def to_json(table: EarlierTable, tables: Mapping[str, str]) -> bytes:
    """A table as JSON, its cells sorted. Not for publication.

    Args:
        table: the linked cells of an edition.
        tables: hash of each of the edition's tables of rates, by its path, which tie the record to them.
    """
    cells = sorted(table.values)
    place = {cell: number for number, cell in enumerate(cells)}
    rows = [
        [
            *(cell.measure, cell.area_code, *cell.period, *cell.category),
            *(table.values[cell], *table.bounds[cell], cell in table.withheld),
        ]
        for cell in cells
    ]
    relations = sorted(
        sorted([place[cell], sign] for cell, sign in relation.items()) for relation in table.relations
    )
    record = {"form": _FORM, "tables": dict(sorted(tables.items())), "cells": rows, "relations": relations}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_json(content: bytes, source: str, tables: Mapping[str, str]) -> EarlierTable | None:
    """The table of a record; None where it is of other tables of rates than these, or cannot be read.

    Args:
        content: what `to_json` gave.
        source: name of the edition.
        tables: hash of each of the edition's tables of rates, by its path.
    """
    try:
        record = _RECORD.validate_json(content)
        if record.get("form") != _FORM or record.get("tables") != dict(tables):
            return None
        rows, relations = (
            _CELLS.validate_python(record.get("cells")),
            _RELATIONS.validate_python(record.get("relations")),
        )
        return _table(source, rows, relations)
    except (ValidationError, IndexError):
        return None


def _table(source: str, rows: list[_Row], relations: list[list[tuple[int, int]]]) -> EarlierTable:
    cells = [Cell(row[0], row[1], Period(*row[2:5]), Category(*row[5:7])) for row in rows]
    return EarlierTable(
        source=source,
        values={cell: row[7] for cell, row in zip(cells, rows, strict=True)},
        bounds={cell: (row[8], row[9]) for cell, row in zip(cells, rows, strict=True)},
        withheld=frozenset(cell for cell, row in zip(cells, rows, strict=True) if row[10]),
        relations=tuple({cells[place]: sign for place, sign in relation} for relation in relations),
    )


def read_record(private_folder: Path, source: str, tables: Mapping[str, str]) -> EarlierTable | None:
    """The linked cells of an edition from its private folder; None where it holds none of these tables.

    Args:
        private_folder: the edition's private folder.
        source: name of the edition.
        tables: hash of each of the edition's tables of rates, by its path.
    """
    try:
        content = (private_folder / LINKED).read_bytes()
    except OSError:  # Another machine has it, or another user.
        return None
    return from_json(content, source, tables)
