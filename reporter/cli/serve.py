"""The command `reporter serve`: parse, call, print."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from reporter.cli.terminal import err

# The command imports the server and the pipeline when it runs, because every command imports this module.

PORT = 8000


class Lines:
    """Prints the progress of the preview, one line each."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def stage(self, description: str, steps: int = 0) -> None:
        """Print the name of a stage."""
        self._console.print(f"  {escape(description)}")

    def step(self) -> None:
        """Print nothing: a step is too small for a line."""

    def changed(self, files: list[str]) -> None:
        """Print the names of changed files."""
        self._console.print(f"Changed: {escape(', '.join(files))}")

    def failed(self, lines: list[str]) -> None:
        """Print problems."""
        for line in lines:
            self._console.print(f"[bold red]✗[/] {escape(line)}")


@click.command()
@click.argument("publication", type=click.Path(path_type=Path), metavar="PUBLICATION.toml")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="Port on this machine; 0 takes any that is free.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder of finished editions, for what corrections supersede; nothing is written to it.",
)
@click.option("--open", "opened", is_flag=True, help="Open the national page in the browser.")
def serve(publication: Path, port: int, output: Path, opened: bool) -> None:
    """Show the edition in a browser on this machine, made again whenever a file of it is saved."""
    try:
        _serve(publication, port, output, opened)
    except KeyboardInterrupt:
        # The thread that makes editions may be in the middle of the gate; it writes nothing, so it can end.
        sys.stdout.flush()
        os._exit(0)


def _serve(publication: Path, port: int, output: Path, opened: bool) -> None:
    import asyncio
    import datetime as dt

    from reporter.cli.descriptions import describe_slow_pdfs
    from reporter.pipeline.preview.answers import Preview
    from reporter.pipeline.preview.server import Server, bind

    console = Console(highlight=False, soft_wrap=True)
    describe_slow_pdfs(err)
    listening = bind(port)
    address = f"http://{':'.join(map(str, listening.getsockname()))}/"
    console.print(f"Serving {escape(str(publication))} at [bold]{address}[/] until Ctrl-C")
    sys.stdout.flush()
    if opened:
        click.launch(address)
    preview = Preview(publication, output, Lines(console), lambda: dt.datetime.now(dt.UTC))
    asyncio.run(Server(preview).run(listening))
