"""The command line: parse, call, print; no logic.

Exit codes: 0 done, 1 failed, 2 the input must be changed (every problem is listed, nothing was written), 130
interrupted.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from reporter import __version__
from reporter.comparison.commands import compare
from reporter.delivery.commands import send
from reporter.errors import InputError, ReporterError
from reporter.garbage import collected_after
from reporter.grouping.commands import group_command
from reporter.importing.commands import import_commands
from reporter.importing.fingertips.commands import compare_published_command
from reporter.preview.commands import serve
from reporter.verify_command import verify

# Everything that reads or computes is imported by the command that needs it: worker processes start from this
# module, and rendering a page needs none of it.

INTERRUPTED = 130
"""The exit code of a command that Ctrl-C ended, as a shell gives it."""

SETTINGS_FILE = click.argument("publication", type=click.Path(path_type=Path), metavar="PUBLICATION.toml")

NEEDED_BY_WORKERS = ("reporter.report.pdf", "reporter.report.render", "reporter.verify.checked_pages")
"""What takes long to import for workers that render and check pages."""

WIDTH = 120
"""Characters a line of a table that goes to a file or another program; a terminal has its own width."""

out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)
err = Console(highlight=False, soft_wrap=True, stderr=True)


def main() -> None:
    """Run the command line; no traceback ever reaches a user unless REPORTER_DEBUG is set."""
    try:
        sys.exit(commands(prog_name="reporter", standalone_mode=False))
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        err.print("Interrupted.")
        sys.exit(INTERRUPTED)
    except ReporterError as error:
        _explain(error)
        sys.exit(error.exit_code)
    except Exception as error:
        if os.environ.get("REPORTER_DEBUG"):
            raise
        err.print(f"[bold red]Unexpected error:[/] {escape(type(error).__name__)}: {escape(str(error))}")
        err.print("This is a defect of the reporter. Set REPORTER_DEBUG=1 to see where it happened.")
        sys.exit(1)


def _explain(error: ReporterError) -> None:
    if not isinstance(error, InputError):
        err.print(f"[bold red]Stopped:[/] {escape(str(error))}")
        return
    for problem in error.problems:
        err.print(escape(str(problem)))
    number = len(error.problems)
    err.print(f"[bold red]{number} problem{'s' if number > 1 else ''}[/]; nothing was written.")


@click.group(name="reporter", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def commands() -> None:
    """Turn counts of births and deaths into an annual indicator publication."""


def _refuse_wrong_settings(publication: Path) -> None:
    """Say what is wrong with settings before all that a command needs is imported, which takes seconds."""
    from reporter.publication import examine

    if examine(publication).publication is None:
        from reporter.sources import read_settings

        read_settings(publication)


@commands.command()
@SETTINGS_FILE
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path("output"),
    show_default=True,
    help="Folder for the finished edition.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    help="Worker processes, or threads; all processors by default. The result is the same for any number.",
)
@click.option(
    "--archive",
    is_flag=True,
    help="Make every PDF an archive file, PDF/A-3a and PDF/UA-1, with the released tables in it as CSV.",
)
@click.option("--force", is_flag=True, help="Make everything anew, also what has not changed.")
def build(publication: Path, output: Path, jobs: int | None, archive: bool, force: bool) -> None:
    """Build an edition: HTML, PDF, briefings and data files."""
    from reporter.terminal import describe_edition, describe_unchanged, progress_bar
    from reporter.unchanged import finished

    now = dt.datetime.now(dt.UTC)
    before = None if force else finished(publication, output, now, archive=archive)
    if before and before.unchanged:
        describe_unchanged(out, before.folder)
        return
    _refuse_wrong_settings(publication)
    # Only now: what is imported from here on takes longer to import than all of the above takes to run.
    from reporter.fan_out import importing, processors

    workers = jobs or processors()
    # Where an edition stands, few pages are left to render.
    with importing(1 if before else workers, *NEEDED_BY_WORKERS):
        with collected_after():
            from reporter.build import build as build_edition
        with progress_bar(err) as progress:
            edition = build_edition(publication, output, workers, progress, now, archive=archive, force=force)
    describe_edition(out, edition)


@commands.command()
@SETTINGS_FILE
def check(publication: Path) -> None:
    """Check all input and say what a build would publish and withhold; writes nothing."""
    _refuse_wrong_settings(publication)
    from reporter.build import read
    from reporter.data_quality import data_quality
    from reporter.disclosure.gate import release
    from reporter.fan_out import processors
    from reporter.source_record import read_source_record
    from reporter.terminal import describe_inputs, describe_quality

    inputs = read(publication)
    given = inputs.publication, inputs.areas, inputs.counts, inputs.profile, inputs.known
    passage = release(*given, jobs=processors())
    describe_inputs(out, inputs, passage)
    record = read_source_record(inputs.publication.path(inputs.publication.settings.data.counts))
    quality = data_quality(inputs.publication, inputs.areas, inputs.counts, record)
    describe_quality(out, quality, inputs.areas)


@commands.command()
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
    _refuse_wrong_settings(publication)
    from reporter.build import read
    from reporter.disclosure.plan import plan as make_plan
    from reporter.disclosure.plan_protected import with_protection
    from reporter.fan_out import processors
    from reporter.terminal import describe_plan, progress_bar

    inputs = read(publication)
    given = inputs.publication, inputs.areas, inputs.counts, inputs.profile
    made = make_plan(*given, share)
    if not quick:
        with progress_bar(err) as progress:
            made = with_protection(made, *given, progress, inputs.known, processors())
    describe_plan(out, inputs, made)


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option(
    "--style",
    is_flag=True,
    help="Also write an example house style; it alone where DIR holds a publication.",
)
def new(folder: Path, style: bool) -> None:
    """Write an example publication into DIR, to change into your own."""
    from reporter.starter import new as write_example
    from reporter.terminal import describe_example

    describe_example(out, folder, write_example(folder, style=style))


commands.add_command(import_commands)
commands.add_command(compare_published_command)
commands.add_command(group_command)
commands.add_command(compare)
commands.add_command(send)
commands.add_command(serve)
commands.add_command(verify)


@commands.group()
def disclosure() -> None:
    """Audit or protect any table of linked cells in the instance format (JSON); prints JSON."""


TABLE_FILE = click.argument("table", type=click.Path(path_type=Path), metavar="FILE.json")
ATTACKER = click.option("--attacker", help="Name of the attacker in the file; the first by default.")


@disclosure.command()
@TABLE_FILE
@ATTACKER
def audit(table: Path, attacker: str | None) -> None:
    """Print the exact interval of every withheld cell."""
    from reporter.disclosure.instance import read_instance

    click.echo(json.dumps(read_instance(table).audit(attacker)))


@disclosure.command()
@TABLE_FILE
@ATTACKER
@click.option(
    "--cost", default="count", show_default=True, help="count, weights, or the name of a weighting."
)
@click.option("--seconds", type=click.FloatRange(min=0), help="CPU seconds to search for.")
def protect(table: Path, attacker: str | None, cost: str, seconds: float | None) -> None:
    """Print a safe pattern and how near it is to the least possible."""
    from reporter.disclosure.instance import read_instance

    click.echo(json.dumps(read_instance(table).protect(attacker, cost, seconds)))


if __name__ == "__main__":
    main()
