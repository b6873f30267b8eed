"""The command `reporter check`: problems of the input, and the cells that a build would withhold."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.settings_file import SETTINGS_FILE, refuse_wrong_settings
from reporter.cli.terminal import err, out


@click.command()
@SETTINGS_FILE
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder of finished editions, in which the edition's place is checked.",
)
def check(publication: Path, output: Path) -> None:
    """Check all input and say what a build would publish and withhold; writes nothing."""
    refuse_wrong_settings(publication)
    from reporter.cli.descriptions import describe_inputs, describe_quality, progress_bar
    from reporter.pipeline.check import check as checked

    with progress_bar(err) as progress:
        found = checked(publication, output, progress=progress)
    describe_inputs(out, found.inputs, found.gate_result)
    describe_quality(out, found.quality, found.inputs.areas)
