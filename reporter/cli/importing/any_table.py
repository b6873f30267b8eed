"""The command `reporter import csv`: parse, call, print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from reporter.cli.terminal import err, out

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("csv")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--map",
    "maps",
    multiple=True,
    required=True,
    metavar="NAME=COLUMN",
    help="Column of the table for area_code, period, basis or a count; may be given again.",
)
@click.option("--counts", required=True, type=_FILE, help="File to write the counts to.")
@click.option(
    "--where",
    multiple=True,
    metavar="COLUMN=TEXT",
    help="Take only rows with this text; given again for one column, with any of the texts.",
)
@click.option(
    "--marker",
    "markers",
    multiple=True,
    metavar="SIGN=MEANING",
    help="What a sign in place of a count stands for: zero, missing (the area and period are left out) or an "
    "interval such as 1-4. 'blank' is an empty cell.",
)
@click.option("--period", metavar="PERIOD", help="Period of every row, where the table does not say it.")
@click.option(
    "--basis",
    default="occurring",
    show_default=True,
    metavar="BASIS",
    help="Basis of every row, where no column has it.",
)
@click.option(
    "--periods",
    "reading",
    type=click.Choice(["years", "split", "months"]),
    help="Meaning of 2010-11 where the table does not tell: years 2010 to 2011, 2010/11, or November 2010.",
)
@click.option(
    "--decimals",
    multiple=True,
    metavar="COUNT=PLACES",
    help="Round a decimal count; events have at most 3 decimal places, denominators 6.",
)
@click.option(
    "--delimiter", metavar="SIGN", help="What stands between cells; found by default. 'tab' is a tab."
)
@click.option("--encoding", help="Encoding such as cp1252; found by default.")
@click.option(
    "--leave-out-incomplete",
    is_flag=True,
    help="Leave out areas and periods that have no row for one of the counts, and say how many.",
)
def any_table(files: tuple[Path, ...], counts: Path, delimiter: str | None, **options: Any) -> None:
    r"""Take counts from any table of delimited text, long or wide, with column names of its own.

    \b
    One column a count:
      --map area_code=Code --map period=Year --map live_births=Births
    One column a period, '{period}' standing for it:
      --map area_code=Code --map "live_births=Births {period}"
    Counts told apart by another column:
      --map "live_births=Value[Measure=Live births]" --map "deaths=Value[Measure=Deaths]"
    A count for every text of a column:
      --map "{Indicator}_events=Numerator" --map "{Indicator}_of=Denominator"

    The headings may stand below other lines. Notes and totals are left out and said. A cell that is no
    count is refused with its line, unless --marker says what it stands for. Several files may each have some
    of the counts. A source record is written beside the counts.
    """
    from reporter.cli.descriptions import progress_bar
    from reporter.counts.files.tidy_writer import refuse_places, write_files
    from reporter.importing.any_table.importer import import_tables
    from reporter.importing.any_table.record import describe, files_of
    from reporter.importing.any_table.request import read_request
    from reporter.publication.source_record import source_file

    refuse_places([counts, source_file(counts)])
    request = read_request(**options, delimiter="\t" if delimiter == "tab" else delimiter)
    with progress_bar(err) as progress:
        imported = import_tables(files, request, progress)
    written = files_of(imported, request, counts)
    write_files(written)
    describe(out, imported, request, tuple(written))
