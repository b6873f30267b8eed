"""Released cells as pages show them, looked up by key: rounded numbers with the addresses of their cells."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reporter.findings.categories import BY_CATEGORY
from reporter.findings.rates import RATES
from reporter.findings.revisions import REVISED
from reporter.findings.runs import of_series
from reporter.report.words.in_print import RateRow
from reporter.report.words.numbers import Number, count_in_print, decimal, whole
from reporter.report.words.polarity import said

FEWEST_IN_EVERY = 2
"""Fewest people or events of whom one is said to have had the event: 'about 1 in every 2'."""


@dataclass(frozen=True)
class Rate:
    """A row of the table of rates or of rates by category; a number that is not given is None.

    Attributes:
        breakdown, category: such as 'deprivation' and '1'; empty for everyone.
        said_as: the kind of measure as words have it.
        polarity: which direction is better.
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
    numerator: float | None
    denominator: float | None
    value: float | None
    lower_95: float | None
    upper_95: float | None
    symbols: str
    comparison: str
    verdict: str = ""
    breakdown: str = ""
    category: str = ""
    said_as: str = "rate"
    polarity: str = ""
    shrunk_value: float | None = None
    least: float | None = None
    greatest: float | None = None

    @property
    def middle(self) -> float:
        """The middle of the period, in steps: a single step itself."""
        return (self.first_year + self.last_year) / 2

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
        return (
            None if value is None else rate.number(column, decimal(value, decimals) + sign_of(rate.said_as))
        )

    def counted(column: str, count: float | None) -> Number | None:
        return None if count is None else rate.number(column, count_in_print(count))

    def possible(column: str, bound: float | None) -> Number | None:
        return counted(column, bound) if rate.numerator is None else None

    return RateRow(
        address=rate.address,
        area_code=rate.area_code,
        area_name=rate.area_name,
        period=rate.period,
        basis=rate.basis,
        numerator=counted("numerator", rate.numerator),
        denominator=counted("denominator", rate.denominator),
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
        said_as=rate.said_as,
        judged=said(rate.verdict, rate.polarity),
        comparison=rate.comparison,
        verdict=rate.verdict,
    )


class Rates:
    """The table of rates of an edition, looked up by indicator, area, period and basis.

    Args:
        table: the table.
        windows: whether the source has counted several steps together.
    """

    def __init__(self, table: pd.DataFrame, *, windows: bool = False) -> None:
        # Rows become rates on request: one page shows few of them.
        self._columns = {str(name): table[name].tolist() for name in table}
        names = (self._columns[name] for name in ("indicator", "area_code", "period", "basis"))
        self._rows: dict[tuple[str, str, str, str], int] = {}
        self._annual: dict[tuple[str, str], list[int]] = {}
        of_one = of_series(table, windows=windows).tolist()
        for row, (key, is_of_one) in enumerate(zip(zip(*names, strict=True), of_one, strict=True)):
            self._rows[key] = row
            if is_of_one:
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
        """Rates of an area's single years, or of all windows of the source, in order of time."""
        rates = [self._rate(row) for row in self._annual.get((indicator, area_code), ())]
        return sorted(rates, key=in_time)


def in_time(rate: Rate) -> tuple[int, int, str]:
    """Place of a rate in the order of time: last and first step, then the basis."""
    return rate.last_year, rate.first_year, rate.basis


def rate_of(row: dict[Any, Any]) -> Rate:
    """Rate of a row of the table of rates or by category."""
    names = ("indicator", "area_code", "area_name", "area_type", "period", "basis")
    return Rate(
        **{name: str(row[name]) for name in names},
        comparison=str(row.get("comparison", row.get("category_comparison"))),
        breakdown=str(row.get("breakdown", "")),
        category=str(row.get("category", "")),
        said_as=str(row.get("said_as", "rate")),
        polarity=str(row.get("polarity", "")),
        first_year=int(row["first_year"]),
        last_year=int(row["last_year"]),
        numerator=_number(row["numerator"]),
        denominator=_number(row["denominator"]),
        value=_given(row["value"]),
        lower_95=_given(row["lower_95"]),
        upper_95=_given(row["upper_95"]),
        symbols=_text(row["symbols"]),
        verdict=_text(row.get("verdict")),
        shrunk_value=_given(row.get("shrunk_value", math.nan)),
        least=_whole(row.get("numerator_least")),
        greatest=_whole(row.get("numerator_greatest")),
    )


def sign_of(said_as: str) -> str:
    """What stands behind a value of a kind of measure as words have it: '%' or nothing."""
    return "%" if said_as == "percentage" else ""


def _number(count: Any) -> float | None:
    return None if pd.isna(count) else float(count)


def _given(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _whole(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
