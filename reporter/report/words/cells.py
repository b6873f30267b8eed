"""Released cells as pages show them, looked up by key: rounded numbers with the addresses of their cells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reporter.findings.categories import BY_CATEGORY
from reporter.findings.rates import RATES
from reporter.findings.revisions import REVISED
from reporter.report.words.in_print import RateRow
from reporter.report.words.numbers import Number, decimal, whole

FEWEST_IN_EVERY = 2
"""Fewest people or events of whom one is said to have had the event: 'about 1 in every 2'."""


@dataclass(frozen=True)
class Rate:
    """A row of the table of rates or of rates by category; a number that is not given is None.

    Attributes:
        breakdown, category: such as 'deprivation' and '1'; empty for everyone.
        least, greatest: what the count can be, where the publication says so of withheld counts.
    """

    indicator: str
    area_code: str
    area_name: str
    area_type: str
    period: str
    basis: str
    first_year: int
    last_year: int
    numerator: int | None
    denominator: int | None
    value: float | None
    lower_95: float | None
    upper_95: float | None
    symbols: str
    comparison: str
    adjusted_comparison: str
    breakdown: str = ""
    category: str = ""
    shrunk_value: float | None = None
    least: int | None = None
    greatest: int | None = None

    @property
    def mark(self) -> str:
        """Symbols in place of the rate; empty where the rate is given."""
        return "" if self.value is not None else self.symbols.replace(REVISED, "")

    @property
    def note(self) -> str:
        """Symbols beside the numbers that are given."""
        return self.symbols.removeprefix(self.mark)

    def number(self, column: str, text: str) -> Number:
        """A number of this row as printed, with its address."""
        return Number(text, f"{self.address}/{column}")

    @property
    def address(self) -> str:
        """The address of this row, to which a column is added."""
        return (BY_CATEGORY if self.category else RATES).address(self)


def shown(rate: Rate, decimals: int) -> RateRow:
    """Row of a rate for a template, rounded to `decimals` places."""

    def rounded(column: str, value: float | None) -> Number | None:
        return None if value is None else rate.number(column, decimal(value, decimals))

    def possible(column: str, bound: int | None) -> Number | None:
        if bound is None or rate.numerator is not None:
            return None
        return rate.number(column, whole(bound))

    return RateRow(
        address=rate.address,
        area_code=rate.area_code,
        area_name=rate.area_name,
        period=rate.period,
        basis=rate.basis,
        numerator=None if rate.numerator is None else rate.number("numerator", whole(rate.numerator)),
        denominator=None if rate.denominator is None else rate.number("denominator", whole(rate.denominator)),
        least=possible("numerator_least", rate.least),
        greatest=possible("numerator_greatest", rate.greatest),
        value=rounded("value", rate.value),
        lower=rounded("lower_95", rate.lower_95),
        upper=rounded("upper_95", rate.upper_95),
        one_in=rate.number("one_in", whole(rate.denominator / rate.numerator))
        # A share of more than half would be "about 1 in every 1".
        if rate.value
        and rate.numerator
        and rate.denominator
        and rate.denominator >= FEWEST_IN_EVERY * rate.numerator
        else None,
        shrunk=rounded("shrunk_value", rate.shrunk_value),
        mark=rate.mark,
        note=rate.note,
        comparison=rate.comparison,
        adjusted_comparison=rate.adjusted_comparison,
    )


class Rates:
    """The table of rates of an edition, looked up by indicator, area, period and basis."""

    def __init__(self, table: pd.DataFrame) -> None:
        # Rows become rates on request: one page shows few of them.
        self._columns = {str(name): table[name].tolist() for name in table}
        names = (self._columns[name] for name in ("indicator", "area_code", "period", "basis"))
        self._rows: dict[tuple[str, str, str, str], int] = {}
        self._annual: dict[tuple[str, str], list[int]] = {}
        years = (self._columns[name] for name in ("first_year", "last_year"))
        for row, (key, first, last) in enumerate(zip(zip(*names, strict=True), *years, strict=True)):
            self._rows[key] = row
            if first == last:
                self._annual.setdefault(key[:2], []).append(row)
        self._rates: dict[int, Rate] = {}

    def _rate(self, row: int) -> Rate:
        if row not in self._rates:
            self._rates[row] = rate_of({name: values[row] for name, values in self._columns.items()})
        return self._rates[row]

    def get(self, indicator: str, area_code: str, period: str, basis: str) -> Rate | None:
        """Rate of a cell; None where the edition does not show it."""
        row = self._rows.get((indicator, area_code, period, basis))
        return None if row is None else self._rate(row)

    def annual(self, indicator: str, area_code: str) -> list[Rate]:
        """Rates of an area's single years, by year."""
        rates = [self._rate(row) for row in self._annual.get((indicator, area_code), ())]
        return sorted(rates, key=lambda rate: (rate.first_year, rate.basis))


def rate_of(row: dict[Any, Any]) -> Rate:
    """Rate of a row of the table of rates or by category."""
    count = row["numerator"]
    names = ("indicator", "area_code", "area_name", "area_type", "period", "basis")
    return Rate(
        **{name: str(row[name]) for name in names},
        comparison=str(row.get("comparison", row.get("category_comparison"))),
        breakdown=str(row.get("breakdown", "")),
        category=str(row.get("category", "")),
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        numerator=None if pd.isna(count) else int(count),
        denominator=None if pd.isna(row["denominator"]) else int(row["denominator"]),
        value=_given(row["value"]),
        lower_95=_given(row["lower_95"]),
        upper_95=_given(row["upper_95"]),
        symbols=_text(row["symbols"]),
        adjusted_comparison=_text(row.get("adjusted_comparison")),
        shrunk_value=_given(row.get("shrunk_value", math.nan)),
        least=_whole(row.get("numerator_least")),
        greatest=_whole(row.get("numerator_greatest")),
    )


def _given(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
