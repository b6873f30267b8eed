"""The command `reporter new`: an example publication for users to adapt."""

from __future__ import annotations

from pathlib import Path

import click

from reporter.cli.terminal import out


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--style",
    is_flag=True,
    help="Also write an example house style; it alone where DIR holds a publication.",
)
def new(folder: Path, style: bool) -> None:
    """Write an example publication into DIR, to change into your own."""
    from reporter.cli.descriptions import describe_example
    from reporter.cli.scaffold import new as write_example

    describe_example(out, folder, write_example(folder, style=style))
