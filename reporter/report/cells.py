"""Released cells as pages show them: looked up by name, their numbers rounded and tied to their source."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, TypedDict

import pandas as pd

from reporter.report.numbers import Number, decimal, whole


@dataclass(frozen=True)
class Rate:
    """One row of the table of rates; a number that is not given is None."""

    indicator: str
    area_code: str
    area_name: str
    area_type: str
    period: str
    basis: str
    first_year: int
    last_year: int
    numerator: int | None
    denominator: int
    value: float | None
    lower_95: float | None
    upper_95: float | None
    symbols: str
    comparison: str
    adjusted_comparison: str

    def number(self, column: str, text: str) -> Number:
        """A number of this row, as printed, tied to its cell."""
        key = (self.indicator, self.area_code, self.period, self.basis, column)
        return {"text": text, "cell": "/".join(("rates", *key))}


class Cell(TypedDict):
    """A row of the table of rates, ready for a template.

    A number that is not given is None, and `mark` stands in its place; `note` is a mark that stands beside a
    rate that is given. `one_in` is the denominator over the numerator, for 'about 1 in every 258'.
    """

    area_code: str
    area_name: str
    period: str
    basis: str
    numerator: Number | None
    denominator: Number
    value: Number | None
    lower: Number | None
    upper: Number | None
    one_in: Number | None
    mark: str
    note: str
    comparison: str
    adjusted_comparison: str


def shown(rate: Rate, decimals: int) -> Cell:
    """A rate as a template needs it, rounded to so many decimal places."""

    def rounded(column: str, value: float | None) -> Number | None:
        return None if value is None else rate.number(column, decimal(value, decimals))

    return {
        "area_code": rate.area_code,
        "area_name": rate.area_name,
        "period": rate.period,
        "basis": rate.basis,
        "numerator": None if rate.numerator is None else rate.number("numerator", whole(rate.numerator)),
        "denominator": rate.number("denominator", whole(rate.denominator)),
        "value": rounded("value", rate.value),
        "lower": rounded("lower_95", rate.lower_95),
        "upper": rounded("upper_95", rate.upper_95),
        "one_in": rate.number("one_in", whole(rate.denominator / rate.numerator))
        if rate.value and rate.numerator
        else None,
        "mark": rate.symbols if rate.value is None else "",
        "note": rate.symbols if rate.value is not None else "",
        "comparison": rate.comparison,
        "adjusted_comparison": rate.adjusted_comparison,
    }


class Rates:
    """The table of rates of an edition, looked up by indicator, area, period and basis."""

    def __init__(self, table: pd.DataFrame) -> None:
        self._by_key: dict[tuple[str, str, str, str], Rate] = {}
        self._annual: dict[tuple[str, str], list[Rate]] = {}
        for row in table.to_dict("records"):
            rate = _rate(row)
            self._by_key[rate.indicator, rate.area_code, rate.period, rate.basis] = rate
            if rate.first_year == rate.last_year:
                self._annual.setdefault((rate.indicator, rate.area_code), []).append(rate)

    def get(self, indicator: str, area_code: str, period: str, basis: str) -> Rate | None:
        """One rate; None where the edition shows no such cell."""
        return self._by_key.get((indicator, area_code, period, basis))

    def annual(self, indicator: str, area_code: str) -> list[Rate]:
        """All single years of one area, by year."""
        return sorted(
            self._annual.get((indicator, area_code), ()), key=lambda rate: (rate.first_year, rate.basis)
        )

    def symbols(self, area_codes: set[str]) -> set[str]:
        """The symbols that stand on any cell of these areas."""
        return {
            rate.symbols for rate in self._by_key.values() if rate.area_code in area_codes and rate.symbols
        }


def _rate(row: dict[Any, Any]) -> Rate:
    count = row["numerator"]
    return Rate(
        **{
            name: str(row[name])
            for name in ("indicator", "area_code", "area_name", "area_type", "period", "basis", "comparison")
        },
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        numerator=None if pd.isna(count) else int(count),
        denominator=int(row["denominator"]),
        value=_given(row["value"]),
        lower_95=_given(row["lower_95"]),
        upper_95=_given(row["upper_95"]),
        symbols=_text(row["symbols"]),
        adjusted_comparison=_text(row["adjusted_comparison"]),
    )


def _given(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
