"""Editions with their data files alone: everything that a build does, with no page rendered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from reporter.machine.progress import SILENT
from reporter.pipeline import build as pipeline
from reporter.report.edition.reuse import FinishedPages

NOW = dt.datetime(2025, 6, 1, tzinfo=dt.UTC)
"""A moment after the release of every edition."""


def build(settings: Path, output: Path) -> Path:
    """Build an edition's data files, manifest and private record; gives its folder.

    Args:
        settings: the settings file.
        output: folder of finished editions.

    Raises:
        ReporterError: as `reporter.build`.
    """
    with _without_pages():
        return pipeline.build(settings, output, 1, SILENT, NOW).folder


@contextmanager
def _without_pages() -> Iterator[None]:
    def nothing(*_: object, **__: object) -> Mapping[str, bytes]:
        return {}

    def rendering(*_: object, **__: object) -> tuple[object, FinishedPages]:
        return (lambda pages: nothing), FinishedPages("no pages")

    with (
        patch.object(pipeline, "rendering", rendering),
        patch.object(pipeline, "load_renderers", nothing),
        # Links to pages that are not there would be told.
        patch.object(pipeline, "verify_files", nothing),
    ):
        yield
