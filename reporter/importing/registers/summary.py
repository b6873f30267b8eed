"""The printed summary of `reporter import registers`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Column

from reporter.importing.registers.importer import RegistersImport
from reporter.machine.printed_table import printed_table


def describe(console: Console, imported: RegistersImport, files: Sequence[Path]) -> None:
    """Print the counts by year, the faults of the registers, and the files written."""
    counts, extent = imported.counts, imported.extent
    areas = f"{len(extent.areas)} area{'s' if len(extent.areas) > 1 else ''}"
    console.print(f"[bold]Counted {areas}[/], {extent.years[0]} to {extent.years[-1]}")
    titles = ("Year", "Births", "Deaths under 1 occurring", "registered")
    years = printed_table(*(_folded(title, is_number=True) for title in titles))
    by_year = counts.groupby(["basis", "year"])[["live_births", "infant_deaths"]].sum().astype(int)
    occurring, registered = by_year.loc["occurring"], by_year.loc["registered"]
    columns = (occurring["live_births"], occurring["infant_deaths"], registered["infant_deaths"])
    for year in extent.years:
        years.add_row(str(year), *(f"{column[year]:,}" for column in columns))
    console.print(years)
    console.print("[bold]The registers[/] (not for publication)")
    quality = printed_table(_folded("Register"), _folded("Rows", is_number=True), _folded(""), _folded(""))
    for line in imported.quality:
        if line.number:
            quality.add_row(line.register, f"{line.number:,}", line.what, line.consequence)
    console.print(quality)
    linked = "were linked to their births" if imported.linked else "were not linked: no birth_id in both"
    console.print(f"Deaths {linked}.")
    console.print(f"Wrote {', '.join(escape(str(file)) for file in files)}")


def _folded(title: str, is_number: bool = False) -> Column:
    return Column(title, justify="right" if is_number else "left", overflow="fold")
