"""What a finished edition prints, from its files alone, without the product."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

TABLES = ("rates", "rates-by-category")


class CellName(NamedTuple):
    """Name of a cell: what is counted, where, when and of whom."""

    indicator: str
    area: str
    first_year: int
    last_year: int
    category: str = ""


@dataclass(frozen=True)
class PrintedCell:
    """The two counts of a rate, None where withheld, and those that its rate gives away.

    Attributes:
        least, greatest: what the first is said to be at least and at most; None where that is not said.
    """

    numerator: int | None
    denominator: int | None
    implied_numerator: int | None = None
    implied_denominator: int | None = None
    least: int | None = None
    greatest: int | None = None


def printed(edition: Path) -> dict[CellName, PrintedCell]:
    """Every cell of an edition."""
    (multiplier,) = {float(row["multiplier"]) for row in _rows(edition, "indicators")}
    rates = dict(_further_rates(edition))
    cells = {}
    for table in TABLES:
        for row in _rows(edition, table):
            name = CellName(
                row["indicator"],
                row["area_code"],
                int(row["first_year"]),
                int(row["last_year"]),
                row.get("category", ""),
            )
            numerator, denominator = (
                int(row[key]) if row[key] else None for key in ("numerator", "denominator")
            )
            value = row["value"] or rates.get(name, "")
            rate = float(value) / multiplier if value else None
            cells[name] = PrintedCell(
                numerator,
                denominator,
                _whole(rate * denominator) if rate is not None and denominator else None,
                _whole(numerator / rate) if rate and numerator else None,
                *(
                    int(row[key]) if row.get(key) else None
                    for key in ("numerator_least", "numerator_greatest")
                ),
            )
    for row in _rows(edition, "funnel-points"):
        name = _of_period(row, row["period"])
        if row["numerator"] and cells[name].numerator is None:
            cells[name] = replace(cells[name], numerator=int(row["numerator"]))
    return cells


def _further_rates(edition: Path) -> Iterator[tuple[CellName, str]]:
    for row in _rows(edition, "changes"):
        yield _of_period(row, row["period_from"]), row["value_from"]
        yield _of_period(row, row["period_to"]), row["value_to"]


def _of_period(row: dict[str, str], period: str) -> CellName:
    years = [int(year) for year in re.findall(r"\d{4}", period)]
    return CellName(row["indicator"], row["area_code"], years[0], years[-1])


def _whole(count: float) -> int | None:
    """The whole number that a quotient of printed numbers is; None where it is none."""
    return round(count) if abs(count - round(count)) < 1e-5 else None


def _rows(edition: Path, table: str) -> list[dict[str, str]]:
    file = edition / "tables" / f"{table}.csv"
    if not file.exists():
        return []
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))
