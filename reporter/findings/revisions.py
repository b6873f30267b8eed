"""Revisions: cells of an edition that differ from the same cells in earlier editions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from reporter.comparison.differences import Revisions
from reporter.comparison.published import CellName, PublishedCell
from reporter.findings.schema import Schema
from reporter.findings.vocabulary import EVERYONE
from reporter.publication.areas import Areas

REVISED = "[r]"


def _rows(found: Iterable[Revisions], _: Areas) -> pd.DataFrame:
    return pd.DataFrame(row for since in found for row in _of_edition(since))


def _of_edition(found: Revisions) -> Iterator[dict[str, Any]]:
    """Rows of the cells that differ from an earlier edition; a number withheld now is not repeated."""
    for difference in found.differences:
        old, new = difference.old, difference.new
        assert old is not None
        assert new is not None
        before = old.without_what_is_withheld_in(new)
        without = new if new.value is None else old if old.value is None else None
        yield {
            "edition": found.since.edition,
            "corrections": found.since.corrections,
            **{key: value or EVERYONE for key, value in difference.name._asdict().items()},
            "area_name": new.area_name,
            "area_type": new.area_type,
            "revision": difference.kind,
            "numerator_before": before.numerator,
            "numerator": new.numerator,
            "denominator_before": before.denominator,
            "denominator": new.denominator,
            "value_before": before.value,
            "value": new.value,
            "symbols": without.symbols.replace(REVISED, "") if without else "",
        }


REVISIONS = Schema(
    "revisions",
    {
        "edition": str,
        "corrections": int,
        **dict.fromkeys((*CellName._fields, "area_name", "area_type", "revision"), str),
        **dict.fromkeys(("numerator_before", "numerator", "denominator_before", "denominator"), int),
        **dict.fromkeys(("value_before", "value"), float),
        "symbols": str,
    },
    ("edition", "corrections", *CellName._fields),
    _rows,
)


def published(table: pd.DataFrame) -> dict[CellName, PublishedCell]:
    """Cells of a table of rates as its readers get them, by name, in the table's order."""
    names = [column for column in CellName._fields if column in table]
    return {
        CellName(**{name: row[name] for name in names}): PublishedCell(
            area_name=row["area_name"],
            area_type=row["area_type"],
            numerator=_count(row["numerator"]),
            denominator=_count(row["denominator"]),
            value=None if pd.isna(row["value"]) else float(row["value"]),
            symbols=row["symbols"],
        )
        for row in table.to_dict("records")
    }


def marked(
    table: pd.DataFrame, cells: Mapping[CellName, PublishedCell], differing: set[CellName]
) -> pd.DataFrame:
    """The table with `[r]` after the symbols of the cells that differ."""
    marks = [cell.symbols + REVISED * (name in differing) for name, cell in cells.items()]
    return table.assign(symbols=marks)


def _count(number: Any) -> float | int | None:
    """A count; of decimals a number that may have some; None where it is missing."""
    if pd.isna(number):
        return None
    return int(number) if number == int(number) else float(number)
