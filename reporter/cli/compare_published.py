"""The command `reporter compare-published`: parse, call, print."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.terminal import err, out


@click.command("compare-published")
@click.argument("answer", type=click.Path(path_type=Path), metavar="FINGERTIPS.csv")
@click.argument("edition", type=click.Path(path_type=Path), metavar="EDITION_DIR")
@click.option(
    "--indicator",
    default="infant-mortality",
    show_default=True,
    metavar="ID",
    help="Indicator of the edition to compare.",
)
@click.option(
    "--fingertips", "number", metavar="NUMBER", help="Fingertips's number of it, where the file has several."
)
@click.option("--sex", metavar="SEX", help="Sex whose rows are taken; Persons by default, or the only one.")
@click.option(
    "--csv",
    "csv_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write every difference to a CSV file as well.",
)
def compare_published_command(
    answer: Path, edition: Path, indicator: str, number: str | None, sex: str | None, csv_file: Path | None
) -> None:
    """Lay the values of an indicator of Fingertips beside those of an edition.

    Areas are matched by code and periods by their labels; values may be of any number, such as per 1,000 or
    100,000. Only the edition's published files are read. Every difference is listed with its cause.
    """
    from reporter.cli.descriptions import progress_bar
    from reporter.importing.fingertips.comparison import compare_published
    from reporter.importing.fingertips.written import csv_bytes, describe
    from reporter.machine.folders import write_file

    with progress_bar(err) as progress:
        progress.stage("Comparing published rates")
        comparison = compare_published(answer, edition, indicator, number, sex)
    if csv_file is not None:
        write_file(csv_file, csv_bytes(comparison))
    describe(out, comparison)
    if csv_file is not None:
        click.echo(f"Wrote {csv_file}")
