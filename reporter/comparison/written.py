"""Differences written out: as lines to read, as CSV and as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from reporter.comparison.differences import KINDS, NUMBERS, Difference
from reporter.comparison.published import CellName, PublishedEdition
from reporter.records.formulas import guarded

WITHHELD = "withheld"
NOT_GIVEN = "not given"


def record(difference: Difference) -> dict[str, Any]:
    """A difference as one row: name of the cell, each number before and after (None if not given)."""
    return {
        "kind": difference.kind,
        **difference.name._asdict(),
        "area_name": difference.cell.area_name,
        "area_type": difference.cell.area_type,
        "changed": " ".join(difference.changed),
        **{
            f"{number}_{edition}": None if cell is None else getattr(cell, number)
            for number in NUMBERS
            for edition, cell in (("old", difference.old), ("new", difference.new))
        },
    }


def csv_text(differences: Sequence[Difference]) -> str:
    """All differences as CSV with a header, one row a cell; a number that is not given is empty."""
    text = io.StringIO()
    names = [*_names(), "area_name", "area_type", "changed"]
    names += [f"{number}_{edition}" for number in NUMBERS for edition in ("old", "new")]
    writer = csv.DictWriter(text, names, lineterminator="\r\n")
    writer.writeheader()
    for difference in differences:
        row = record(difference)
        writer.writerow({key: guarded(cell) if isinstance(cell, str) else cell for key, cell in row.items()})
    return text.getvalue()


def json_text(old: PublishedEdition, new: PublishedEdition, differences: Sequence[Difference]) -> str:
    """Both editions, number of cells by kind of difference, and all differences, as JSON."""
    described = {
        "old": _edition(old),
        "new": _edition(new),
        "cells": {"unchanged": unchanged(new, differences), **counts(differences)},
        "differences": [record(difference) for difference in differences],
    }
    return json.dumps(described, ensure_ascii=False, indent=1)


def counts(differences: Sequence[Difference]) -> dict[str, int]:
    """Number of differences of each kind."""
    found = Counter(difference.kind for difference in differences)
    return {kind: found[kind] for kind in KINDS}


def unchanged(new: PublishedEdition, differences: Sequence[Difference]) -> int:
    """Number of cells of the new edition without difference."""
    return len(new.cells) - sum(difference.new is not None for difference in differences)


def lines(old: PublishedEdition, new: PublishedEdition, differences: Sequence[Difference]) -> Iterator[str]:
    """Lines of text: the two editions, each difference, and the number of each kind."""
    yield f"Old: {old.title} ({said_of(old)})"
    yield f"New: {new.title} ({said_of(new)})"
    for difference in differences:
        yield _line(difference)
    said = [f"{number:,} {kind}" for kind, number in counts(differences).items()]
    yield f"{unchanged(new, differences):,} unchanged, {', '.join(said)}"


def said_of(edition: PublishedEdition) -> str:
    """Edition, corrections and release, in words."""
    said = [f"edition {edition.edition}"]
    if edition.corrections:
        said.append(f"with {edition.corrections} correction{'s' if edition.corrections > 1 else ''}")
    if edition.time is not None:
        said.append(f"release {edition.time.date()}")
    if not edition.is_released:
        said.append("built before its release")
    return ", ".join(said)


def _line(difference: Difference) -> str:
    name, cell = difference.name, difference.cell
    category = f", {name.breakdown} {name.category}" if name.breakdown else ""
    where = f"{name.indicator}, {name.area_code} {cell.area_name}, {name.period} {name.basis}{category}"
    shown = difference.changed or NUMBERS
    numbers = "; ".join(f"{_word(number)} {_change(difference, number)}" for number in shown)
    return f"{difference.kind}: {where}: {numbers}"


def _word(number: str) -> str:
    return "rate" if number == "value" else number


def _change(difference: Difference, number: str) -> str:
    sides = [cell for cell in (difference.old, difference.new) if cell is not None]
    return " to ".join(_shown(getattr(cell, number), number) for cell in sides)


def _shown(value: float | None, number: str) -> str:
    if value is None:
        return NOT_GIVEN if number == "value" else WITHHELD
    return f"{value:.4g}" if number == "value" else f"{value:,}"


def _edition(edition: PublishedEdition) -> dict[str, Any]:
    return {
        "publication": edition.publication,
        "edition": edition.edition,
        "title": edition.title,
        "release_time": edition.time.isoformat() if edition.time else None,
        "status": "released" if edition.is_released else "pre-release",
        "corrections": edition.corrections,
    }


def _names() -> list[str]:
    return ["kind", *CellName._fields]
