"""Consistency checks of a workbook's figures: published rates, infant deaths by age, and sums.

Each failed check knows all cells that it used. One wrong count makes several checks fail, so failures are
attributed to the cell that explains most of them: 103 live births of Wales break five rates and two sums, and
all seven use that one cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from reporter.importing.ons_child_mortality.markers import CellMarker
from reporter.importing.ons_child_mortality.tables import Figure, TableRow
from reporter.importing.ons_child_mortality.workbook import SheetCell

FEWEST_FOR_A_RATE = 3
FEWEST_RELIABLE = 20
"""The publisher gives no rate on fewer than 3 deaths, and marks a rate on fewer than 20 as unreliable."""

_PARTS = (
    ("neonatal_deaths", "postneonatal_deaths"),
    ("early_neonatal_deaths", "late_neonatal_deaths", "postneonatal_deaths"),
)


@dataclass(frozen=True)
class Failure:
    """A failed check.

    Attributes:
        cells: the cells that it used, first the cell that it is about.
        says: the contradiction, in words.
        expected: the expected content of the first cell.
    """

    cells: tuple[SheetCell, ...]
    says: str
    expected: str


@dataclass(frozen=True)
class Diagnosis:
    """Failed checks that one cell explains."""

    cell: SheetCell
    failures: tuple[Failure, ...]


class ConsistencyChecks:
    """Makes the checks of a workbook, counts them, and keeps the failed ones.

    Attributes:
        made: number of checks of rates and sums.
        rates: number of checks of rates.
        failures: the failed checks.
    """

    def __init__(self) -> None:
        self.made = 0
        self.rates = 0
        self.failures: list[Failure] = []

    def check_row(self, row: TableRow, name: str) -> None:
        """Check the rates of a row, and that infant deaths are the sum of deaths by age."""
        for parts in _PARTS:
            if {*parts, "infant_deaths"} <= row.counts.keys():
                figures = [row.counts[part] for part in parts]
                self._sum(row.counts["infant_deaths"], f"infant deaths of {name}", figures, "their ages")
        for dying, rate in row.rates.items():
            self._rate(row, dying, rate, name)

    def check_counts(self, row: TableRow, name: str, needed: Sequence[str]) -> None:
        """Check that a row has every count that is needed to use it."""
        for column in needed:
            figure = row.counts.get(column)
            if figure is not None and isinstance(figure.content, CellMarker):
                says = f"{column.replace('_', ' ')} of {name}: {figure.content.value}"
                self.failures.append(Failure((figure.cell,), says, "a count"))

    def check_sum(self, total: TableRow, name: str, parts: Sequence[TableRow], whose: str) -> None:
        """Check that each count of a row is the sum of the same count of its parts.

        A part to which the count does not apply, such as live births of unlinked deaths, adds nothing. Where
        a part's count is not given, the sum cannot be checked.
        """
        for column, figure in total.counts.items():
            figures = [part.counts[column] for part in parts if column in part.counts]
            if figures and figure.count is not None:
                what = f"{column.replace('_', ' ')} of {name}"
                self._sum(
                    figure,
                    what,
                    [each for each in figures if each.content is not CellMarker.NOT_APPLICABLE],
                    whose,
                )

    def _sum(self, total: Figure, what: str, parts: Sequence[Figure], whose: str) -> None:
        counts = [part.count for part in parts]
        found = sum(count for count in counts if count is not None)
        self.made += 1
        if total.count is not None and None not in counts and total.count != found:
            cells = (total.cell, *(part.cell for part in parts))
            says = f"{what}: {total.count:,}, and {whose} add up to {found:,}"
            self.failures.append(Failure(cells, says, f"{found:,}"))

    def _rate(self, row: TableRow, dying: str, rate: Figure, name: str) -> None:
        column = "stillbirths" if dying == "stillbirth" else f"{dying.replace(' ', '_')}_deaths"
        bases = ["live_births"] + (["stillbirths"] if dying in ("stillbirth", "perinatal") else [])
        used = [row.counts[each] for each in dict.fromkeys([column, *bases]) if each in row.counts]
        deaths = row.number(column)
        births = [row.number(each) for each in bases]
        if deaths is None or None in births or rate.content is CellMarker.NOT_APPLICABLE:
            return
        self.made += 1
        self.rates += 1
        wrong = _wrong_rate(rate, deaths, sum(each or 0 for each in births), row.reliability.get(dying))
        if wrong is not None:
            says = f"{dying} mortality rate of {name}: {wrong[0]}"
            self.failures.append(Failure((rate.cell, *(each.cell for each in used)), says, wrong[1]))


def rate(deaths: int, births: int) -> Decimal:
    """Deaths per 1,000 births to one decimal, rounded half up as the publisher does: 8 of 1,280 is 6.3."""
    tenths = (20_000 * deaths + births) // (2 * births)
    return Decimal(tenths) / 10


def _wrong_rate(rate_: Figure, deaths: int, births: int, mark: Figure | None) -> tuple[str, str] | None:
    """The fault of a published rate or its marker, and what was expected; None where both are right."""
    if isinstance(rate_.content, CellMarker):
        if deaths < FEWEST_FOR_A_RATE or not births:
            return None
        return f"{rate_.content.value}, on {deaths:,} deaths", f"{rate(deaths, births)}"
    if not births:
        return f"{rate_.content}, without births", "no rate"
    published = rate_.content.quantize(Decimal("0.1"), ROUND_HALF_UP)
    if published != rate(deaths, births):
        found = f"{published}, and {deaths:,} in {births:,} is {rate(deaths, births)}"
        return found, f"{rate(deaths, births)}"
    marked = mark is not None and mark.content is CellMarker.UNRELIABLE
    if mark is not None and marked != (deaths < FEWEST_RELIABLE):
        is_marked = "marked" if marked else "not marked"
        return (
            f"{is_marked} as unreliable, on {deaths:,} deaths",
            f"a mark below {FEWEST_RELIABLE} deaths only",
        )
    return None


def diagnose(failures: Sequence[Failure]) -> Iterator[Diagnosis]:
    """Attribute failed checks to as few cells as explain them, the cell that explains most first.

    Of cells that explain equally many, a cell that a check is about (a rate or a total) comes first.
    """
    left = list(failures)
    while left:
        times = Counter(cell for failure in left for cell in set(failure.cells))
        about = {failure.cells[0] for failure in left}
        cell = min(times, key=lambda each: (-times[each], each not in about, each))
        yield Diagnosis(cell, tuple(failure for failure in left if cell in failure.cells))
        left = [failure for failure in left if cell not in failure.cells]
