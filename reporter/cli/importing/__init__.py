"""The commands `reporter import ...`, one a source: parse, call, print."""

from __future__ import annotations

import click

from reporter.cli.importing.any_table import any_table
from reporter.cli.importing.nomis import nomis
from reporter.cli.importing.ons_child_mortality import ons_child_mortality
from reporter.cli.importing.registers import registers

# Commands import the readers of their source when they run, because every command imports this module.


@click.group(name="import")
def import_commands() -> None:
    """Write counts.csv from what others publish or hold."""


import_commands.add_command(any_table)
import_commands.add_command(nomis)
import_commands.add_command(ons_child_mortality)
import_commands.add_command(registers)
