"""Reads the published table of rates of a finished edition."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem
from reporter.records.csv_file import read_csv
from reporter.records.formulas import unguarded

RATES = "tables/rates.csv"

COLUMNS = {
    "indicator": "the indicator",
    "area_code": "the code of the area",
    "area_name": "the name of the area",
    "period": "the period",
    "basis": "the basis of the counts",
    "numerator": "the count, empty where it is withheld",
    "denominator": "the denominator",
    "value": "the rate, empty where it is not given",
    "lower_95": "the lower 95% limit of the rate",
    "upper_95": "the upper 95% limit of the rate",
    "method": "the method of the interval",
    "symbols": "why a number is missing or must be read with care",
}

_NUMBERS = ("numerator", "denominator", "value", "lower_95", "upper_95")


@dataclass(frozen=True)
class OurRate:
    """A published cell of an edition; None for a number that is not given.

    Attributes:
        area_code: code of the area.
        area_name: name of the area.
        period: the period as published, such as 2020 to 2022.
        basis: how its events are counted, such as 'occurring'.
        count: the numerator.
        denominator: the denominator.
        value: the rate.
        lower: lower 95% limit of the rate.
        upper: upper 95% limit of the rate.
        method: method of the interval, such as 'exact', 'Byar' or 'Wilson'.
        symbols: symbols of missing or uncertain numbers, such as [c].
    """

    area_code: str
    area_name: str
    period: str
    basis: str
    count: Decimal | None
    denominator: Decimal | None
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    method: str
    symbols: str


def read_edition(folder: Path, indicator: str) -> list[OurRate]:
    """Rates of one indicator, in file order.

    Raises:
        InputError: the table does not exist or cannot be read, or has no such indicator.
    """
    table, problems = read_csv(folder / RATES, COLUMNS)
    if table is None:
        raise InputError(problems)
    rates: list[OurRate] = []
    for line, row in zip(table.lines.tolist(), table.cells.to_dict("records"), strict=True):
        if row["indicator"] == indicator:
            try:
                rates.append(_rate(row))
            except (ValueError, InvalidOperation):
                message = "a number of this row cannot be read"
                problems.append(Problem(table.file, line, message, "the table as it was published"))
    if not rates and not problems:
        known = ", ".join(dict.fromkeys(table.cells["indicator"]))
        message = f"there is no indicator '{indicator}'"
        problems.append(Problem(table.file, table.header, message, f"one of {known}, named by --indicator"))
    if problems:
        raise InputError(problems)
    return rates


def _rate(row: Mapping[Any, Any]) -> OurRate:
    count, denominator, value, lower, upper = (Decimal(row[name]) if row[name] else None for name in _NUMBERS)
    return OurRate(
        area_code=unguarded(row["area_code"]),
        area_name=unguarded(row["area_name"]),
        period=row["period"],
        basis=row["basis"],
        count=count,
        denominator=denominator,
        value=value,
        lower=lower,
        upper=upper,
        method=row["method"],
        symbols=row["symbols"],
    )
