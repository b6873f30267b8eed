"""Units in which counts are held: whole numbers of the smallest decimal, so that sums are exact.

A decimal denominator (person-years, expected deaths) is held in millionths. Where any numerator is decimal,
all other counts are held in thousandths, so that the rules of the gate, which are about whole events, are the
same for all of them. Without decimals every unit is 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporter.errors import Problem
from reporter.publication.indicator import Indicator, Measure
from reporter.records.toml_records import Reading

DENOMINATOR_PLACES, NUMERATOR_PLACES = 6, 3
"""Most decimal places of a decimal denominator, and of a decimal numerator."""


def event_unit(indicators: Iterable[Indicator]) -> int:
    """How many units make one event: 1, or 1,000 where a numerator is decimal."""
    return 10**NUMERATOR_PLACES if any(each.numerator.decimal for each in indicators) else 1


def unit_of(measure: Measure, indicators: Iterable[Indicator]) -> int:
    """How many units make one of a denominator of the indicators."""
    return 10**DENOMINATOR_PLACES if measure.decimal else event_unit(indicators)


@dataclass(frozen=True)
class Units:
    """How many units make one, by column: those of decimal denominators, and that of all others."""

    of_denominators: Mapping[str, int]
    others: int

    def of(self, column: str) -> int:
        """The unit of a column."""
        return self.of_denominators.get(column, self.others)


WHOLE = Units({}, 1)
"""Every column holds whole numbers."""


def column_units(indicators: Sequence[Indicator]) -> Units:
    """The unit of each column of the counts."""
    decimal = (each.denominator for each in indicators if each.denominator.decimal)
    columns = (column for measure in decimal for column in measure.columns)
    return Units(dict.fromkeys(columns, 10**DENOMINATOR_PLACES), event_unit(indicators))


def in_units(text: str, unit: int) -> int:
    """A decimal number as a whole number of units: '1.25' is 1250 thousandths."""
    whole, _, decimals = text.partition(".")
    return int(whole + decimals.ljust(len(str(unit)) - 1, "0"))


def held(count: float, unit: int) -> int:
    """A number as a whole number of units: 1.25 are 1250 thousandths."""
    return round(count * unit)


def in_ones(count: int, unit: int) -> float | int:
    """A whole number of units as a number: 1250 thousandths are 1.25, 2000 are 2."""
    return count // unit if count % unit == 0 else count / unit


def written(count: int, unit: int) -> str:
    """A whole number of units as a decimal number: 1250 thousandths are '1.25'."""
    if unit == 1:
        return str(count)
    whole, rest = divmod(abs(int(count)), unit)
    decimals = str(rest).rjust(len(str(unit)) - 1, "0").rstrip("0")
    return f"{'-' if count < 0 else ''}{whole}{'.' + decimals if decimals else ''}"


def mixed(readings: Sequence[Reading[Indicator]]) -> Iterator[Problem]:
    """A problem for every column that one measure calls decimal and another does not."""
    first: dict[str, tuple[tuple[bool, str], str]] = {}
    for reading in readings:
        if reading.record is None:
            continue
        for name in ("denominator", "numerator"):
            measure: Measure = getattr(reading.record, name)
            # Decimal numerators and denominators have places of their own.
            kind = (measure.decimal, name if measure.decimal else "")
            for column in measure.columns:
                before = first.setdefault(column, (kind, f"[{name}] of {reading.record.id}"))
                if before[0] != kind:
                    message = f"[{name}] has the column '{column}' as {_said(measure)}, unlike {before[1]}"
                    yield reading.problem(
                        (name, "decimal"), message, "decimal in one numerator or denominator alone"
                    )


def _said(measure: Measure) -> str:
    return "decimal" if measure.decimal else "whole numbers"
