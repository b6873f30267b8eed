"""The command `reporter compare`: parse, call, print."""

from __future__ import annotations

from pathlib import Path

import click

FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("old", type=FOLDER, metavar="OLD_EDITION_DIR")
@click.argument("new", type=FOLDER, metavar="NEW_EDITION_DIR")
@click.option("--csv", "csv_file", type=FOLDER, metavar="FILE", help="Write the list to a CSV file as well.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def compare(old: Path, new: Path, csv_file: Path | None, as_json: bool) -> None:
    """List every cell that changed from one edition to another, from their published files alone."""
    from reporter.comparison.differences import differences
    from reporter.comparison.manifest import MANIFEST
    from reporter.comparison.published import read_published
    from reporter.comparison.written import csv_text, json_text, lines
    from reporter.machine.folders import write_file

    before, after = read_published(old), read_published(new)
    for file in (*before.changed_files, *after.changed_files):
        click.echo(f"{file}: is not the file that {MANIFEST} lists: it was changed after the build", err=True)
    found = differences(before.cells, after.cells)
    if csv_file is not None:
        write_file(csv_file, csv_text(found).encode())
    click.echo(json_text(before, after, found) if as_json else "\n".join(lines(before, after, found)))
