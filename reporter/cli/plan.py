"""The command `reporter plan`: information loss at each level and pool of years."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.settings_file import SETTINGS_FILE, refuse_wrong_settings
from reporter.cli.terminal import err, out


@click.command()
@SETTINGS_FILE
@click.option(
    "--share",
    type=click.FloatRange(0, 1),
    default=0.1,
    show_default=True,
    help="Greatest share of areas without a rate that you accept.",
)
@click.option("--quick", is_flag=True, help="By the size of counts alone: seconds instead of a minute.")
def plan(publication: Path, share: float, quick: bool) -> None:
    """Say what each level, breakdown and pool of years would have to withhold; not for publication."""
    refuse_wrong_settings(publication)
    from reporter.cli.descriptions import describe_plan, progress_bar
    from reporter.disclosure.plan import plan as make_plan
    from reporter.disclosure.plan_protected import with_protection
    from reporter.machine.processors import processors
    from reporter.pipeline.build import read

    inputs = read(publication)
    given = inputs.publication, inputs.areas, inputs.counts, inputs.profile
    made = make_plan(*given, share)
    if not quick:
        with progress_bar(err) as progress:
            made = with_protection(made, *given, progress, inputs.public_counts, processors())
    describe_plan(out, inputs, made)
