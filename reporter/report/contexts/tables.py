"""Tables of rates: by area, by area with their years, by year."""

from __future__ import annotations

from dataclasses import dataclass

from reporter.publication.settings import Level
from reporter.report.charts.drawings import Range, TrendChart
from reporter.report.words.in_print import RateRow


@dataclass(frozen=True, slots=True)
class TableRow(RateRow):
    """A rate as a row of a table: the name at its start, and the drawing of its interval."""

    name: str
    range: Range | None


@dataclass(frozen=True, slots=True)
class RateTable:
    """Rates of some areas in one period, one row an area.

    Attributes:
        last: rows that follow, set apart, such as the comparator's.
        target_line: place of the comparator's rate on the scale of the intervals.
        from_zero: whether this scale begins at 0.
    """

    rows: tuple[TableRow, ...]
    last: tuple[TableRow, ...]
    target_line: float | None
    from_zero: bool


@dataclass(frozen=True, slots=True)
class LevelTable(RateTable):
    """Rates of areas of a level; `folder`: that of their pages, empty where they have none."""

    level: Level
    folder: str


@dataclass(frozen=True, slots=True)
class YearsRow(TableRow):
    """A row with the rates of single years.

    Attributes:
        anchor: id of the row, as the target of a search; empty if none.
        page: path of the area's page in the edition; empty if it has none.
        years: rates of the table's years.
    """

    anchor: str
    page: str
    years: tuple[RateRow | None, ...]


@dataclass(frozen=True, slots=True)
class YearsTable(LevelTable):
    """Rates of areas of a level in the main period and in the single years within it."""

    rows: tuple[YearsRow, ...]
    last: tuple[YearsRow, ...]
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnualRow:
    """The rates of a year on one basis, one for each line of the chart."""

    year: str
    basis: str
    cells: tuple[RateRow | None, ...]


@dataclass(frozen=True, slots=True)
class AnnualRates:
    """Annual rates as a chart in both widths, with the label of each line, and as a table."""

    wide: TrendChart
    narrow: TrendChart
    labels: tuple[str, ...]
    rows: tuple[AnnualRow, ...]
