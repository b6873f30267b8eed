"""The argument of commands that take a settings file."""

from __future__ import annotations

from pathlib import Path

import click

SETTINGS_FILE = click.argument("publication", type=click.Path(path_type=Path), metavar="PUBLICATION.toml")


def refuse_wrong_settings(publication: Path) -> None:
    """Refuse wrong settings before a command imports its libraries, which takes seconds.

    Raises:
        InputError: with every problem of the settings.
    """
    from reporter.publication.loading import examine

    if examine(publication).publication is None:
        from reporter.counts.files import read_settings

        read_settings(publication)
