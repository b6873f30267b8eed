"""A comparison with Fingertips, as CSV and as printed output."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from reporter.importing.fingertips.differences import Cause, RateComparison, RateDifference
from reporter.machine.printed_table import number_column, printed_table
from reporter.records.formulas import guarded

SHOWN = 40
"""Greatest number of differences printed; the CSV file has all."""

QUANTITIES = {
    "count": "count",
    "denominator": "denominator",
    "value": "value",
    "lower": "lower limit",
    "upper": "upper limit",
    "all": "",
}
_COUNTS = ("count", "denominator")


def csv_bytes(comparison: RateComparison) -> bytes:
    """Every difference as CSV, with figures as each source publishes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(
        ["area_code", "area_name", "period", "basis", "quantity", "fingertips", "edition", "cause", "detail"]
    )
    for each in comparison.differences:
        names = (guarded(each.area_code), guarded(each.area_name), each.period, each.basis)
        figures = ("" if figure is None else str(figure) for figure in (each.theirs, each.ours))
        writer.writerow([*names, each.quantity, *figures, each.cause.value, each.detail])
    return text.getvalue().encode()


def describe(console: Console, comparison: RateComparison) -> None:
    """Print how many rates agree, the causes of differences, and the differences."""
    console.print(
        f"[bold]{comparison.rows:,} rates of Fingertips[/]: {comparison.compared:,} are in the edition, "
        f"{comparison.agreeing:,} of them the same but for rounding"
    )
    if not comparison.differences:
        return
    console.print(_causes(comparison.differences))
    for line in _unmatched(comparison.differences):
        console.print(f"- {escape(line)}")
    rows = [
        each for each in comparison.differences if each.quantity != "all" and each.cause is not Cause.ROUNDING
    ]
    if rows:
        console.print(_figures(rows[:SHOWN]))
    if len(rows) > SHOWN:
        console.print(f"and {len(rows) - SHOWN:,} more; --csv FILE writes all of them")


def _causes(differences: Sequence[RateDifference]) -> Table:
    table = printed_table("Cause of difference", *_numbers("Figures", "Areas"))
    for cause in Cause:
        found = [each for each in differences if each.cause is cause]
        if found:
            areas = len({each.area_code for each in found})
            table.add_row(escape(cause.value), f"{len(found):,}", f"{areas:,}")
    return table


def _unmatched(differences: Sequence[RateDifference]) -> list[str]:
    """A line for each period that the edition does not show, and one for all areas that it lacks."""
    lines = []
    of_period: dict[tuple[str, str], int] = {}
    for each in differences:
        if each.cause is Cause.PERIOD:
            of_period[each.period, each.detail] = of_period.get((each.period, each.detail), 0) + 1
    for (period, detail), number in of_period.items():
        lines.append(f"{period}, {_areas(number)}: {Cause.PERIOD.value}; {detail}.")
    unknown = list(dict.fromkeys(each.area_name for each in differences if each.cause is Cause.AREA))
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        lines.append(f"{', '.join(unknown[:3])}{more}: {Cause.AREA.value}.")
    return lines


def _areas(number: int) -> str:
    return "1 area" if number == 1 else f"{number:,} areas"


def _figures(differences: Sequence[RateDifference]) -> Table:
    table = printed_table("Area", "Period", "Figure", *_numbers("Fingertips", "Edition"), "Cause")
    for each in differences:
        figures = [_shown(each, figure) for figure in (each.theirs, each.ours)]
        words = (each.area_name, each.period, QUANTITIES[each.quantity])
        cause = each.detail or each.cause.value
        table.add_row(*(escape(text) for text in words), *figures, escape(cause))
    return table


def _shown(difference: RateDifference, figure: object) -> str:
    if figure is None:
        return "–"
    return f"{figure:,.0f}" if difference.quantity in _COUNTS else f"{figure:.4f}"


def _numbers(*titles: str) -> list[Column]:
    return [number_column(title, no_wrap=True) for title in titles]
