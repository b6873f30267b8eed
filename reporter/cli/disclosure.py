"""The commands `reporter disclosure ...`: audit or protect any table of linked cells."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from reporter.cli.terminal import err


@click.group()
def disclosure() -> None:
    """Audit or protect any table of linked cells in the instance format (JSON); prints JSON."""


TABLE_FILE = click.argument("table", type=click.Path(path_type=Path), metavar="FILE.json")
ATTACKER = click.option("--attacker", help="Name of the attacker in the file; the first by default.")


@disclosure.command()
@TABLE_FILE
@ATTACKER
def audit(table: Path, attacker: str | None) -> None:
    """Print the exact interval of every withheld cell.

    Exit code 1 where the interval of a cell is narrower than its minimum width: 1, unless the file says more,
    so that at least two values are possible.
    """
    from reporter.disclosure.instance import read_instance

    with err.status("Finding what can be worked out"):
        found = read_instance(table).audit(attacker)
    click.echo(json.dumps(found))
    sys.exit(1 if found["too_narrow"] else 0)


@disclosure.command()
@TABLE_FILE
@ATTACKER
@click.option(
    "--cost", default="count", show_default=True, help="count, weights, or the name of a weighting."
)
@click.option("--seconds", type=click.FloatRange(min=0), help="CPU seconds to search for.")
def protect(table: Path, attacker: str | None, cost: str, seconds: float | None) -> None:
    """Print a safe pattern and how near it is to the least possible.

    Exit code 1 where a cell cannot be protected, whatever else is withheld.
    """
    from reporter.disclosure.instance import read_instance

    with err.status("Protecting small numbers"):
        found = read_instance(table).protect(attacker, cost, seconds)
    click.echo(json.dumps(found))
