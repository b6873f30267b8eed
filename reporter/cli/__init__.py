"""The command line: parse, call, print; no logic.

Exit codes: 0 done, 1 failed, 2 the input must be changed (every problem is listed, nothing was written), 130
interrupted.
"""

from __future__ import annotations

import os
import sys

import click
from rich.markup import escape

from reporter import __version__
from reporter.cli.build import build
from reporter.cli.check import check
from reporter.cli.compare import compare
from reporter.cli.compare_published import compare_published_command
from reporter.cli.disclosure import disclosure
from reporter.cli.group import group_command
from reporter.cli.importing import import_commands
from reporter.cli.new import new
from reporter.cli.plan import plan
from reporter.cli.send import send
from reporter.cli.serve import serve
from reporter.cli.terminal import err
from reporter.cli.verify import verify
from reporter.errors import InputError, ReporterError

# Commands import what they need when they run: with pandas and SciPy that takes seconds.

INTERRUPTED = 130
"""Exit code of a command that Ctrl-C ended, as shells use it."""


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


for each in (
    build,
    check,
    plan,
    new,
    import_commands,
    compare_published_command,
    group_command,
    compare,
    send,
    serve,
    verify,
    disclosure,
):
    commands.add_command(each)

if __name__ == "__main__":
    main()
