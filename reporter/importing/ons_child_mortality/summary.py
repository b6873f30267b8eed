"""The printed summary of `reporter import ons-child-mortality`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from reporter.importing.ons_child_mortality.area_table import ENGLAND
from reporter.importing.ons_child_mortality.breaks import Break, breaks
from reporter.importing.ons_child_mortality.extract import BASIS, CategoryCounts, Extract
from reporter.importing.ons_child_mortality.record import counted_together, not_in_every_year
from reporter.machine.printed_table import number_column, printed_table
from reporter.publication.areas import Area

NAMED = 3
"""How many codes a line names before it counts the others."""


def describe(console: Console, extract: Extract, record: Mapping[str, Any], files: Sequence[Path]) -> None:
    """Print the figures of each workbook, notes for the producer, and the files written.

    Args:
        console: where to print.
        extract: the extract.
        record: its source record.
        files: the files written.
    """
    number = len(extract.years)
    console.print(f"[bold]Read {number} workbook{'s' if number > 1 else ''}[/], deaths {BASIS} in the year")
    shown = next((area for area in extract.areas if area.code == ENGLAND), extract.areas[0])
    console.print(_years(extract, shown))
    if extract.categories:
        console.print(_breakdowns(extract, record["breakdowns"]))
    for line in _notes(extract):
        console.print(f"- {escape(line)}")
    console.print(f"\nWrote {', '.join(escape(str(file)) for file in files)}")


def _years(extract: Extract, shown: Area) -> Table:
    numbers = ("Areas", "Births", "Deaths", "Rates checked", "Sums checked")
    table = printed_table("Year", "Released", *map(number_column, numbers))
    table.title = f"Live births and infant deaths of {escape(shown.name)}"
    table.title_justify = "left"
    for each in extract.years:
        areas = sum(year == each.year for year, _ in extract.counts)
        given = extract.counts.get((each.year, shown.code))
        births, deaths = (f"{n:,}" for n in given[:2]) if given else ("left out", "left out")
        released = each.workbook.released.isoformat() if each.workbook.released else "not stated"
        sums = each.checks.made - each.checks.rates
        row = (str(areas), births, deaths, f"{each.checks.rates:,}", f"{sums:,}")
        table.add_row(str(each.year), released, *row)
    return table


def _breakdowns(extract: Extract, recorded: Mapping[str, Mapping[str, Any]]) -> Table:
    numbers = ("Categories", "Adds up to the counts")
    table = printed_table("Breakdown", "Areas", "Years", *map(number_column, numbers))
    for name, record in recorded.items():
        areas: dict[str, list[str]] = {}
        for area, years in record["years"].items():
            areas.setdefault(_shown_years(years), []).append(_named(area, extract))
        adds_up = "yes" if record["complete"] else "no"
        for shown, named in areas.items():
            table.add_row(name, escape(", ".join(named)), shown, str(len(record["categories"])), adds_up)
    return table


def _shown_years(years: Sequence[int]) -> str:
    whole = len(years) > 2 and list(years) == list(range(years[0], years[-1] + 1))
    return f"{years[0]} to {years[-1]}" if whole else ", ".join(map(str, years))


def _named(code: str, extract: Extract) -> str:
    return next((area.name for area in extract.areas if area.code == code), code)


def _notes(extract: Extract) -> list[str]:
    together = {area.code: area for each in extract.years for area in counted_together(each)}
    kept = {area.code for area in extract.areas}
    notes = [
        f"{code} ({area.name}) stands for {' and '.join(area.stands_for)}, which are counted together."
        for code, area in together.items()
        if code in kept
    ]
    notes += _boundaries(extract)
    for cell, failures in extract.acknowledged.failures.items():
        number = len(failures)
        checks = "one check that fails" if number == 1 else f"{number} checks that fail"
        notes.append(
            f"{extract.acknowledged.names[cell]}: {checks} acknowledged, such as {failures[0].says}."
        )
    for year, code in extract.left_out:
        notes.append(f"{code} {year} is left out: what the workbook gives for it is acknowledged as wrong.")
    if {breakdown for _, _, breakdown, _ in extract.categories} & {"gestation", "ethnicity"}:
        notes.append(
            "Births by gestational age and ethnic group are those of the year alone, and deaths that no "
            "birth was found for are left out, so that they do not add up to the counts. The source record "
            "says by how much."
        )
    notes += [_break(each, extract) for each in breaks(extract.categories)]
    notes += _combined(extract)
    notes += _revised(extract)
    return notes


def _break(each: Break, extract: Extract) -> str:
    counts, earliest = ((_counted(before), _counted(after)) for before, after in (each.counts, each.earliest))
    (before, after), category = each.years, each.category.replace("-", " ")
    return (
        f"{_named(each.area, extract)} by gestation: from {before} to {after}, '{category}' went from "
        f"{counts[0]} to {counts[1]}, under 22 weeks from {earliest[0]} to {earliest[1]}. A break: the "
        "weeks of the two years are not comparable."
    )


def _counted(counts: CategoryCounts) -> str:
    return f"{counts.get('live_births', 0):,} births ({counts.get('neonatal_deaths', 0):,} neonatal deaths)"


def _combined(extract: Extract) -> Iterator[str]:
    periods: dict[tuple[str, str], list[str]] = {}
    for first, last, area, breakdown in sorted(
        {(row.first_year, row.year, row.area, row.breakdown) for row in extract.combined}
    ):
        periods.setdefault((area, breakdown), []).append(f"{first} to {last}")
    for (area, breakdown), years in periods.items():
        yield (
            f"{_named(area, extract)} by {breakdown}: {', '.join(years)} are published together, not by "
            "year; the source record holds them, the breakdowns do not."
        )


def _revised(extract: Extract) -> Iterator[str]:
    numbers = Counter((each.key[2], each.workbook) for each in extract.revised)
    for (breakdown, workbook), number in sorted(numbers.items()):
        yield (
            f"{number} counts by {breakdown} of earlier years are not those of the workbook before: those of "
            f"{workbook} are taken, and the source record has both."
        )


def _boundaries(extract: Extract) -> Iterator[str]:
    """A line for each set of years that some areas have and others lack."""
    only: dict[tuple[int, ...], list[str]] = {}
    for code, years in not_in_every_year(extract).items():
        only.setdefault(tuple(years), []).append(code)
    for in_years, codes in only.items():
        more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
        shown = f"{', '.join(codes[:NAMED])}{more}, {', '.join(map(str, in_years))} only"
        yield f"{shown}: boundaries differ between years; the source record has all of them."
