"""The command `reporter import ons-child-mortality`: parse, call, print."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.terminal import err, out

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("ons-child-mortality")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--counts", required=True, type=_FILE, help="File to write the counts to.")
@click.option("--areas", type=_FILE, help="File to write the areas to.")
@click.option("--breakdowns", type=_FILE, help="File to write the counts by category to.")
@click.option(
    "--within", metavar="CODE", help="Keep only this area and what lies in it, such as E92000001 (England)."
)
@click.option(
    "--acknowledge",
    multiple=True,
    metavar="CELL",
    help="Cell that is known to be wrong, as a problem names it, such as 3!D363; may be given again.",
)
def ons_child_mortality(
    files: tuple[Path, ...],
    counts: Path,
    areas: Path | None,
    breakdowns: Path | None,
    within: str | None,
    acknowledge: tuple[str, ...],
) -> None:
    """Read the ONS workbooks of child mortality (death cohort), one a year.

    Deaths are those that occurred in the year. Every published rate and sum is worked out again; what does
    not hold is refused with its cell, unless it is acknowledged. A source record is written beside the
    counts.
    """
    from reporter.cli.descriptions import progress_bar
    from reporter.counts.files.tidy_writer import refuse_places, write_files
    from reporter.importing.ons_child_mortality.importer import read, tidy_files
    from reporter.importing.ons_child_mortality.record import source_record
    from reporter.importing.ons_child_mortality.summary import describe
    from reporter.publication.source_record import source_file

    refuse_places(file for file in (counts, source_file(counts), areas, breakdowns) if file is not None)
    with progress_bar(err) as progress:
        extract = read(files, acknowledge, within, progress)
    record = source_record(extract)
    written = tidy_files(extract, record, counts, areas, breakdowns)
    write_files(written)
    describe(out, extract, record, tuple(written))
