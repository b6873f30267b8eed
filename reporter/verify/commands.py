"""The command `reporter verify`: parse, call, print."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape


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
        from reporter.verify.twin_commands import verify_twins

        verify_twins(publication, console, archive=archive)
