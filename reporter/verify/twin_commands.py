"""What `reporter verify --publication` says of twin data sets: call, print."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from reporter.verify.twins import TwinReport


def verify_twins(settings_file: Path, console: Console, *, archive: bool) -> None:
    """Make an edition from twin data sets as well and say what differs; exits 1 where anything does."""
    from reporter.terminal import progress_bar
    from reporter.twin_report import twin_report

    with progress_bar(Console(stderr=True)) as progress:
        now = dt.datetime.now(dt.UTC)
        report = twin_report(settings_file, os.cpu_count() or 1, progress, now, archive=archive)
    describe_twins(console, report)
    if report.differences:
        sys.exit(1)


def describe_twins(console: Console, report: TwinReport) -> None:
    """What the twins show, for the producer alone."""
    covered = report.coverage
    for difference in report.differences:
        console.print(escape(difference))
    if report.differences:
        console.print("[bold red]Counts that are withheld change what is published.[/]")
    elif covered.twins:
        console.print(f"[bold green]✓[/] every file is the same, made from {covered.twins} other data sets")
    console.print(
        f"  {covered.withheld_changed:,} of {covered.withheld:,} withheld counts are others in at least one "
        f"of these ({covered.primary_changed:,} of {covered.primary:,} that the rule withholds), and "
        f"{covered.unpublished_changed:,} further counts that are not published"
    )
    console.print(
        f"  for {report.chosen_again} of {covered.twins} the gate itself would withhold the same cells: "
        "these are chosen by true counts, and whoever repeats the choice may leave some counts out"
    )
