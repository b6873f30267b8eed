"""The printed summary of `reporter import nomis`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from reporter.importing.nomis.importer import NomisImport

NAMED = 3
"""How many areas or years a line names before it counts the others."""


def describe(console: Console, imported: NomisImport, files: Sequence[Path]) -> None:
    """Print the exact counts, the intervals, the rows left out, and the files written."""
    years = imported.years
    areas = {code for code, _ in imported.counts}
    console.print(
        f"[bold]{len(imported.counts):,} exact counts[/] of {len(areas)} areas, {years[0]} to {years[-1]}, "
        "deaths by the year of registration"
    )
    if imported.intervals:
        rounded = {code for code, _ in imported.intervals}
        console.print(
            f"[bold]{len(imported.intervals):,} are intervals[/], of {len(rounded)} areas: below regions "
            "Nomis shows 0 for 0 to 2 deaths and 5 for 3 to 5. They are no counts and not among them:"
        )
        for interval, number in _numbers(imported).items():
            console.print(f"  {number:,} of {interval}")
        console.print(
            "A publication needs every area it shows in every year: take regions and countries "
            "(--areas TYPE480 --areas TYPE499), or only areas that the counts have in every year."
        )
    if imported.left_out:
        console.print(f"Left out, no areas: {escape(', '.join(imported.left_out))}")
    if imported.without:
        some = [f"{imported.names[code]} {year}" for code, year in imported.without]
        more = f" and {len(some) - NAMED} more" if len(some) > NAMED else ""
        console.print(f"Left out, births or deaths alone: {escape(', '.join(some[:NAMED]))}{more}")
    console.print(f"Wrote {', '.join(escape(str(file)) for file in files)}")


def _numbers(imported: NomisImport) -> dict[str, int]:
    found: dict[str, int] = {}
    for interval in sorted(imported.intervals.values()):
        words = f"{interval.low} to {interval.high} deaths"
        found[words] = found.get(words, 0) + 1
    return found
