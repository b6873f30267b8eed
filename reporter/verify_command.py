"""The command `reporter verify`: parse, call, print."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from reporter.verify.twins import TwinReport


@click.command()
@click.argument("edition", type=click.Path(path_type=Path), metavar="EDITION_DIR")
@click.option(
    "--publication",
    type=click.Path(path_type=Path),
    metavar="PUBLICATION.toml",
    help="Also make the edition from other data sets that release the same, and compare every file.",
)
def verify(edition: Path, publication: Path | None) -> None:
    """Read a finished edition again, from its files alone: files, links, numbers, words, PDFs."""
    from reporter.verify import problems
    from reporter.verify.edition_folder import beside, read_edition
    from reporter.verify.embedded import is_archive
    from reporter.verify.page_text import read_page
    from reporter.verify.verdicts import languages_not_checked, not_checked_sentence

    files = read_edition(edition)
    found = list(problems(files, beside(edition)))
    console = Console(highlight=False, soft_wrap=True)
    for problem in found:
        console.print(escape(problem))
    if found:
        console.print(
            f"[bold red]{len(found)} problem{'s' if len(found) > 1 else ''}[/] in {escape(str(edition))}/"
        )
        sys.exit(1)
    pages = sum(path.endswith(".html") for path in files)
    papers = sum(path.endswith(".pdf") for path in files)
    console.print(f"[bold green]✓[/] {len(files)} files in {escape(str(edition))}/")
    console.print("  every file is the one that the manifest lists, and no other is there")
    console.print(f"  {pages} pages: every link leads somewhere, every number is a published one or declared")
    console.print(f"  {papers} PDFs: the numbers, descriptions and titles of their pages")
    archive = is_archive(files)
    if archive:
        console.print(
            "  each is an archive file and holds rows of the published tables, cell by cell the same"
        )
    texts = (read_page(files[path].decode()) for path in files if path.endswith(".html"))
    if notice := not_checked_sentence(languages_not_checked(texts)):
        console.print(f"  [bold]{escape(notice)}[/]")
    if publication is not None:
        _verify_twins(publication, console, archive=archive)


def _verify_twins(settings_file: Path, console: Console, *, archive: bool) -> None:
    """Make an edition from twin data sets as well and say what differs; exits 1 where anything does."""
    from reporter.fan_out import processors
    from reporter.terminal import progress_bar
    from reporter.twin_report import twin_report

    with progress_bar(Console(stderr=True)) as progress:
        now = dt.datetime.now(dt.UTC)
        report = twin_report(settings_file, processors(), progress, now, archive=archive)
    _describe_twins(console, report)
    if report.differences:
        sys.exit(1)


def _describe_twins(console: Console, report: TwinReport) -> None:
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
