"""The command `reporter build`: a whole edition or nothing."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from reporter.cli.settings_file import SETTINGS_FILE, refuse_wrong_settings
from reporter.cli.terminal import err, out
from reporter.machine.garbage import collected_after

NEEDED_BY_WORKERS = (
    "reporter.report.pdf.writer",
    "reporter.report.render",
    "reporter.verification.checked_pages",
)
"""Modules that take long to import and that workers need to render and check pages."""


@click.command()
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
    from reporter.cli.descriptions import (
        describe_edition,
        describe_slow_pdfs,
        describe_unchanged,
        progress_bar,
    )
    from reporter.pipeline.up_to_date import finished

    now = dt.datetime.now(dt.UTC)
    before = None if force else finished(publication, output, now, archive=archive)
    if before and before.unchanged:
        describe_unchanged(out, before.folder)
        return
    describe_slow_pdfs(err)
    refuse_wrong_settings(publication)
    # Imported late, because these imports take longer than everything above.
    from reporter.machine.parallel import WorkerPool
    from reporter.machine.processors import processors

    with WorkerPool(jobs or processors()) as pool:
        # With an edition in place few pages are left to render, so no workers are started ahead.
        if not before:
            pool.import_modules(*NEEDED_BY_WORKERS)
        with collected_after():
            from reporter.pipeline.build import build_edition
        with progress_bar(err) as progress:
            edition = build_edition(publication, output, pool, progress, now, archive=archive, force=force)
    describe_edition(out, edition)
