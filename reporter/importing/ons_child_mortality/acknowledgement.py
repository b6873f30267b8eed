"""Acknowledged cells: errors of the publisher that the producer confirmed, recorded without stopping.

A cell is named 'sheet!cell', such as 3!D363; where several workbooks are read at once, with the year of the
workbook in front: 2021:3!D363.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporter.errors import Problem
from reporter.importing.ons_child_mortality.checks import Failure, diagnose
from reporter.importing.ons_child_mortality.tables import TableRow
from reporter.importing.ons_child_mortality.workbook import SheetCell
from reporter.importing.ons_child_mortality.year import COLUMNS, FURTHER, WorkbookYear

SHOWN = 2
"""How many failed checks of one cell a message lists before it counts the others."""


@dataclass(frozen=True)
class Acknowledged:
    """Failed checks of each acknowledged cell, and names of all cells with a failed check."""

    failures: Mapping[SheetCell, tuple[Failure, ...]]
    names: Mapping[SheetCell, str]

    def touches_counts(self, row: TableRow) -> bool:
        """Whether a count that would be written from the row was acknowledged as wrong."""
        written = (*COLUMNS, *FURTHER, "early_neonatal_deaths", "late_neonatal_deaths")
        return any(row.counts[name].cell in self.failures for name in written if name in row.counts)


def acknowledge(years: Sequence[WorkbookYear], texts: Iterable[str]) -> tuple[Acknowledged, list[Problem]]:
    """Apply the producer's acknowledgements to the failed checks of workbooks.

    Args:
        years: the workbooks.
        texts: the names of cells that the producer gave.

    Returns:
        The acknowledged cells; and a problem for every failed check without one, and for every name of a cell
        without a failed check.
    """
    in_year = {str(each.workbook.path): each for each in years}
    names = {
        cell: _name(cell, in_year[cell.file].year if len(years) > 1 else None)
        for each in years
        for failure in each.checks.failures
        for cell in failure.cells
    }
    by_name = {name: cell for cell, name in names.items()}
    problems: list[Problem] = []
    failures: dict[SheetCell, tuple[Failure, ...]] = {}
    for text in dict.fromkeys(texts):
        cell = by_name.get(text) or _only(text, names)
        if cell is None:
            expected = "a cell of a check that fails, as a problem names it"
            problems.append(Problem(f"--acknowledge {text!r}", 0, "nothing is found wrong there", expected))
            continue
        checks = in_year[cell.file].checks
        failures[cell] = _about_first(cell, [each for each in checks.failures if cell in each.cells])
    for each in years:
        left = [failure for failure in each.checks.failures if not failures.keys() & set(failure.cells)]
        problems += _unsettled(left, names)
    return Acknowledged(failures, names), problems


def _name(cell: SheetCell, year: int | None) -> str:
    return (f"{year}:" if year else "") + f"{cell.sheet}!{cell.name}"


def _only(text: str, names: Mapping[SheetCell, str]) -> SheetCell | None:
    """The one cell with this name in any year; None where no cell or several have it."""
    cells = [cell for cell in names if _name(cell, None) == text]
    return cells[0] if len(cells) == 1 else None


def _about_first(cell: SheetCell, failures: Sequence[Failure]) -> tuple[Failure, ...]:
    """Failed checks of a cell, those about the cell itself first, since they say what it should be."""
    return tuple(sorted(failures, key=lambda each: each.cells[0] != cell))


def _unsettled(failures: Sequence[Failure], names: Mapping[SheetCell, str]) -> Iterator[Problem]:
    for diagnosis in diagnose(failures):
        told = _about_first(diagnosis.cell, diagnosis.failures)
        says = "; ".join(each.says for each in told[:SHOWN])
        more = len(told) - SHOWN
        others = (
            f"; and {more} more check{'s' if more > 1 else ''} that rest on this cell" if more > 0 else ""
        )
        expected = told[0].expected if told[0].cells[0] == diagnosis.cell else "figures that agree"
        way_out = (
            f'; or, once it is known to be the publisher\'s error, --acknowledge "{names[diagnosis.cell]}"'
        )
        yield diagnosis.cell.problem(f"{says}{others}", f"{expected}{way_out}")
