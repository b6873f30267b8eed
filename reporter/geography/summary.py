"""The printed summary of `reporter group`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from reporter.geography.group import Grouped
from reporter.machine.printed_table import number_column, printed_table

NAMED = 6
"""How many codes a line names before it counts the others."""


def describe(console: Console, grouped: Grouped, said: Sequence[str], files: Sequence[Path]) -> None:
    """Print the grouped levels, the check of sums, the notes for the settings, and the written files."""
    types = Counter(area.type for area in grouped.areas)
    console.print("[bold]Grouped the counts[/]")
    table = printed_table("Level", number_column("Areas"))
    for area_type, number in types.items():
        table.add_row(escape(area_type), str(number))
    console.print(table)
    if grouped.checked:
        years = sorted({year for year, _ in grouped.checked})
        console.print(f"Areas add up to the whole in every count: {', '.join(map(str, years))}.")
    else:
        console.print("There was no count of the whole to check sums against: see --whole.")
    if grouped.left_out:
        more = len(grouped.left_out) - NAMED
        names = ", ".join(grouped.left_out[:NAMED]) + (f" and {more} more" if more > 0 else "")
        console.print(f"Left out, not in the lookup: {names}.")
    if said:
        console.print("\n[bold]For publication.toml[/], under \\[data] notes:")
        for note in said:
            console.print(f"    {escape(json.dumps(note, ensure_ascii=False))},")
    console.print(f"\nWrote {', '.join(escape(str(file)) for file in files)}")
