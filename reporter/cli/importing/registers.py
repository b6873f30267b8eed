"""The command `reporter import registers`: parse, call, print."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reporter.cli.terminal import err, out
from reporter.errors import ReporterError

if TYPE_CHECKING:
    from reporter.importing.registers.importer import RegistersImport


_FILE = click.Path(path_type=Path, dir_okay=False)
_YEAR = click.IntRange(1000, 9999)


@click.command()
@click.option("--births", required=True, metavar="FILE", help="Register of births, one row a birth.")
@click.option("--deaths", required=True, metavar="FILE", help="Register of deaths, one row a death.")
@click.option("--counts", required=True, type=_FILE, help="File to write the counts to.")
@click.option("--breakdowns", type=_FILE, help="File to write the counts by category to.")
@click.option(
    "--engine",
    metavar="URL",
    help="Engine that counts: an Ibis connection URL such as duckdb://registers.duckdb, or a Spark master "
    "such as spark://host:7077; DuckDB in this process by default.",
)
@click.option("--residents", type=_FILE, help="Areas file: only residents of its smallest areas are counted.")
@click.option("--from", "first_year", type=_YEAR, help="First year; the first with a birth by default.")
@click.option("--to", "last_year", type=_YEAR, help="Last year; the last with a birth by default.")
@click.option(
    "--births-column",
    "births_columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="Column of the births that has another name, such as area_code=LAD22CD.",
)
@click.option(
    "--deaths-column",
    "deaths_columns",
    multiple=True,
    metavar="NAME=COLUMN",
    help="Column of the deaths that has another name.",
)
@click.option(
    "--date-order",
    type=click.Choice(["day-month", "month-day"]),
    help="Order of day and month in dates such as 05/04/2022, which are refused without it.",
)
@click.option(
    "--leave-out-malformed",
    is_flag=True,
    help="Leave out rows with a malformed date and say how many; without it they are refused.",
)
@click.option(
    "--extracted",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date on which the registers were extracted, for the source record.",
)
def registers(counts: Path, breakdowns: Path | None, extracted: dt.datetime | None, **options: Any) -> None:
    """Count births and deaths from the registers, on the bases occurring and registered.

    FILE is CSV, Parquet, a folder of Parquet files, or with --engine the name of a table. Births need the
    columns date_of_birth and area_code; deaths date_of_birth, date_of_death, date_of_registration and
    area_code. Dates are 2022-05-31, 31/05/2022, 31-May-2022 or 20220531, with a time or without. With
    birth_id in both, deaths are linked to their births. sex, gestation, deprivation and ethnicity make
    breakdowns.
    """
    _need_ibis()
    from reporter.cli.descriptions import progress_bar
    from reporter.counts.files.tidy_writer import refuse_places, write_files
    from reporter.importing.registers.importer import RegistersRequest, import_registers
    from reporter.importing.registers.record import files_of
    from reporter.importing.registers.summary import describe
    from reporter.publication.source_record import source_file

    places = [counts, source_file(counts), *([breakdowns] if breakdowns else [])]
    refuse_places(places)
    request = RegistersRequest(**options, with_breakdowns=breakdowns is not None)
    with progress_bar(err) as progress:
        imported: RegistersImport = import_registers(request, progress)
    write_files(files_of(imported, counts, breakdowns, extracted.date() if extracted else None))
    describe(out, imported, places)


def _need_ibis() -> None:
    if find_spec("ibis") is None or find_spec("duckdb") is None:
        raise ReporterError(
            "registers are counted by Ibis and DuckDB, which are not installed: "
            "pip install 'indicator-reporter[registers]'"
        )
