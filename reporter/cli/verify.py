"""The command `reporter verify`: parse, call, print."""

from __future__ import annotations

import datetime as dt
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.markup import escape

from reporter.cli.terminal import err, out

if TYPE_CHECKING:
    from reporter.pipeline.twins.find import TwinReport


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
    from reporter.verification import problems
    from reporter.verification.declared import Held, shares
    from reporter.verification.edition_folder import read_edition, siblings
    from reporter.verification.embedded import is_archive
    from reporter.verification.page_text import read_page
    from reporter.verification.verdicts import languages_not_checked, not_checked_sentence

    files = read_edition(edition)
    digits: Counter[Held] = Counter()
    found = list(problems(files, siblings(edition), digits=digits))
    for problem in found:
        out.print(escape(problem))
    if found:
        out.print(
            f"[bold red]{len(found)} problem{'s' if len(found) > 1 else ''}[/] in {escape(str(edition))}/"
        )
        sys.exit(1)
    pages = sum(path.endswith(".html") for path in files)
    papers = sum(path.endswith(".pdf") for path in files)
    out.print(f"[bold green]✓[/] {len(files)} files in {escape(str(edition))}/")
    out.print("  every file is the one that the manifest lists, and no other is there")
    out.print(f"  {pages} pages: every link leads somewhere, every number is a published one or declared")
    out.print("  digits on pages are held against:")
    for held, share in shares(digits).items():
        out.print(f"  {share:5.1f}% {held}")
    out.print(f"  {papers} PDFs: the numbers, descriptions and titles of their pages")
    archive = is_archive(files)
    if archive:
        out.print("  each is an archive file and holds rows of the published tables, cell by cell the same")
    texts = (read_page(files[path].decode()) for path in files if path.endswith(".html"))
    if notice := not_checked_sentence(languages_not_checked(texts)):
        out.print(f"  [bold]{escape(notice)}[/]")
    if publication is not None:
        _verify_twins(publication, archive=archive)


def _verify_twins(settings_file: Path, *, archive: bool) -> None:
    """Compare the edition with editions built from twin data sets; exits 1 where a file differs."""
    from reporter.cli.descriptions import progress_bar
    from reporter.machine.parallel import WorkerPool
    from reporter.machine.processors import processors
    from reporter.pipeline.twin_report import twin_report

    with WorkerPool(processors()) as pool, progress_bar(err) as progress:
        now = dt.datetime.now(dt.UTC)
        report = twin_report(settings_file, pool, progress, now, archive=archive)
    _describe_twins(report)
    if report.differences:
        sys.exit(1)


def _describe_twins(report: TwinReport) -> None:
    """Print the comparison with the twins, for the producer alone."""
    from reporter.pipeline.twins.rerun import MOST_DATA_SETS

    covered = report.coverage
    for difference in report.differences:
        out.print(escape(difference))
    if report.differences:
        out.print("[bold red]Counts that are withheld change what is published.[/]")
    elif covered.twins:
        out.print(f"[bold green]✓[/] every file is the same, made from {covered.twins} other data sets")
    out.print(
        f"  {covered.withheld_changed:,} of {covered.withheld:,} withheld counts are others in at least one "
        f"of these ({covered.primary_changed:,} of {covered.primary:,} that the rule withholds), and "
        f"{covered.unpublished_changed:,} further counts that are not published"
    )
    out.print(
        f"  for {report.chosen_again} of {covered.twins} the gate itself would withhold the same cells: "
        "these are chosen by true counts, and whoever repeats the choice may leave some counts out"
    )
    share = report.pattern_share
    if share is None:
        out.print(
            f"  what the pattern alone gives away is not said: more than {MOST_DATA_SETS:,} data sets fit "
            "what is published, or too many to list, or the source withholds counts"
        )
    elif share.withheld:
        out.print(
            f"  {share.exact:,} of {share.withheld:,} withheld counts ({share.exact / share.withheld:.0%}) "
            f"follow for whoever runs this program on all {share.data_sets:,} data sets that fit what is "
            f"published: for {share.same:,} of these it releases the same"
        )
