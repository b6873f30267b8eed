"""The command `reporter import nomis`: parse, call, print."""

from __future__ import annotations

import os
import re
from pathlib import Path

import click

from reporter.cli.terminal import err, out

_FILE = click.Path(path_type=Path, dir_okay=False)


class _Years(click.ParamType[range]):
    """Years such as 2013-2022, or one year."""

    name = "years"

    def convert(self, value: str | range, param: click.Parameter | None, ctx: click.Context | None) -> range:
        if isinstance(value, range):
            return value
        found = re.fullmatch(r"([12][0-9]{3})(?:-([12][0-9]{3}))?", value)
        years = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
        if not years:
            self.fail(f"'{value}' is neither years such as 2013-2022 nor a year", param, ctx)
        return years


class _Area(click.ParamType[str]):
    """A type of area, or numbers of areas, in Nomis's notation."""

    name = "area"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not re.fullmatch(r"TYPE[0-9]+|[0-9]+(\.\.\.[0-9]+)?", value):
            self.fail(
                f"'{value}' is neither a type such as TYPE464 nor Nomis's number of an area", param, ctx
            )
        return value


@click.command()
@click.option(
    "--base-url",
    default="https://www.nomisweb.co.uk/api/v01",
    show_default=True,
    metavar="URL",
    help="Address of the API.",
)
@click.option("--years", type=_Years(), help="Years such as 2013-2022; all by default.")
@click.option(
    "--areas",
    type=_Area(),
    multiple=True,
    metavar="TYPE",
    help="Type of area as Nomis numbers it, or a number of an area; may be given again. Local authorities, "
    "regions and countries by default (TYPE464, TYPE480, TYPE499).",
)
@click.option("--counts", required=True, type=_FILE, help="File to write the exact counts to.")
@click.option(
    "--intervals",
    type=_FILE,
    help="File to list the counts in that Nomis's rounding leaves an interval of; intervals.csv beside the "
    "counts by default.",
)
@click.option(
    "--cache",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder that keeps answers; nomis in the user's cache folder for indicator-reporter by default.",
)
@click.option("--refresh", is_flag=True, help="Ask again for what is kept.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    default=60,
    show_default=True,
    help="Seconds to wait for an answer before asking again.",
)
@click.option(
    "--attempts",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="How often to ask before giving up.",
)
def nomis(
    base_url: str,
    years: range | None,
    areas: tuple[str, ...],
    counts: Path,
    intervals: Path | None,
    cache: Path | None,
    refresh: bool,
    timeout: float,
    attempts: int,
) -> None:
    """Take live births and deaths registered under 1 year of age from Nomis.

    Below regions Nomis shows 1 and 2 deaths as 0, and 3 and 4 as 5. Such areas and years are listed as
    intervals and are not among the counts. NOMIS_API_KEY, where it is set, is sent as the API key.
    """
    from reporter.cli.descriptions import progress_bar
    from reporter.counts.files.tidy_writer import refuse_places, write_files
    from reporter.importing.nomis.cache import Cache, default_folder
    from reporter.importing.nomis.client import Client, Patience
    from reporter.importing.nomis.importer import AREA_TYPES, import_nomis
    from reporter.importing.nomis.record import files_of
    from reporter.importing.nomis.summary import describe
    from reporter.publication.source_record import source_file

    intervals = intervals or counts.with_name("intervals.csv")
    refuse_places([counts, source_file(counts), intervals])
    kept = Cache(cache or default_folder())
    key = os.environ.get("NOMIS_API_KEY") or None
    patience = Patience(timeout=timeout, attempts=attempts)
    with progress_bar(err) as progress, Client(base_url, kept, key, patience, refresh) as client:
        imported = import_nomis(client, areas or AREA_TYPES, years, progress)
    files = files_of(imported, counts, intervals, base_url)
    write_files(files)
    describe(out, imported, tuple(files))
