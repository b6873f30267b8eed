"""Answers of the preview: files of the edition made from the present input, or a page of its problems."""

from __future__ import annotations

import datetime as dt
import os
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from mimetypes import guess_type
from pathlib import Path
from typing import Protocol

from markupsafe import Markup

from reporter.errors import InputError, ReporterError
from reporter.machine.progress import Progress
from reporter.pipeline.preview.editions import Editions, PreviewEdition
from reporter.pipeline.preview.files import contents, differing, files_read, folders_to_watch
from reporter.report.provenance import sha256


class Told(Progress, Protocol):
    """Receiver of the preview's messages; the command line prints them."""

    def changed(self, files: list[str]) -> None:
        """Report the files that have changed."""

    def failed(self, lines: list[str]) -> None:
        """Report problems, one line each."""


@dataclass(frozen=True)
class Answer:
    """HTTP response of the preview: one file as a browser gets it.

    Attributes:
        content: its bytes; where `status` is 200, those that a build would write.
        media_type: its media type.
        status: HTTP status: 200; 404, no file of the edition; 500, a problem must be mended first.
    """

    content: bytes
    media_type: str = "text/html"
    status: int = 200

    @cached_property
    def hash(self) -> str:
        """SHA-256 of `content`."""
        return sha256(self.content)


class Preview:
    """Preview of one publication; to be called from one thread only.

    Args:
        settings_file: the publication's `publication.toml`.
        output: folder of finished editions, only read, for those that a correction supersedes.
        told: receives changes, stages and problems.
        clock: returns the present time with its offset from UTC.
    """

    def __init__(
        self, settings_file: Path, output: Path, told: Told, clock: Callable[[], dt.datetime]
    ) -> None:
        self._settings_file = settings_file
        self._output = output
        self._told = told
        self._clock = clock
        self._editions = Editions(settings_file, output, told)
        self._paths: tuple[Path, ...] = ()
        self._made_of: dict[Path, object] | None = None
        self._edition: PreviewEdition | Answer | None = None
        self._answers: dict[str, Answer] = {}
        self._said: list[list[str]] = []
        self._announced: dict[Path, object] | None = None

    def refresh(self) -> bool:
        """Check the input files, report those changed since the last call, and make the edition again.

        Returns:
            Whether any has changed; True on the first call.
        """
        before = self._announced
        self._look()
        self._announced = self._made_of
        if before == self._announced:
            return False
        if before is not None:
            self._told.changed(differing(before, self._announced or {}))
        self._current_edition()
        return True

    def answer(self, path: str) -> Answer:
        """Answer for a path of the edition, made from the input files as they are now."""
        self._look()
        if path not in self._answers:
            self._answers[path] = self._answer(path)
        return self._answers[path]

    def folders(self) -> dict[Path, int]:
        """Folders to watch, each with its inode number."""
        return folders_to_watch(self._paths)

    def _look(self) -> None:
        """Discard the edition if an input file has changed since, or its release time has passed."""
        if self._made_of is not None and contents(self._paths) == self._made_of and self._is_of_today:
            return
        paths, is_all = files_read(self._settings_file, self._output)
        # Settings that cannot be read do not give every file: those they named before are still watched.
        self._paths = paths if is_all else tuple(dict.fromkeys((*paths, *self._paths)))
        self._made_of = contents(self._paths)
        self._edition, self._answers, self._said = None, {}, []

    @property
    def _is_of_today(self) -> bool:
        edition = self._edition
        if not isinstance(edition, PreviewEdition):
            return True
        return edition.publication.settings.release.status(self._clock()) == edition.release_state.status

    def _current_edition(self) -> PreviewEdition | Answer:
        """Edition made from the files as last checked, or the page that lists the problems."""
        if self._edition is None:
            try:
                self._edition = self._editions.edition(self._clock())
            except (
                Exception
            ) as error:  # A defect of the reporter is shown like any problem: the server continues.
                self._edition = self._wrong(error)
        return self._edition

    def _answer(self, path: str) -> Answer:
        edition = self._current_edition()
        if isinstance(edition, Answer):
            return edition
        try:
            if path in edition.outlines:
                return Answer(self._editions.rendered(edition, path), _media_type(path))
            if path.startswith("tables/") and path in edition.tables:
                return Answer(edition.tables[path], _media_type(path))
        except Exception as error:  # As above.
            return self._wrong(error)
        return _page("Not in this edition", [path or "/", *_NOT_SHOWN.get(path, [])], 404)

    def _wrong(self, error: Exception) -> Answer:
        lines = _lines(error)
        if lines not in self._said:
            self._said.append(lines)
            self._told.failed(lines)
        return _page("This must be mended first", lines, 500)


_NOT_SHOWN = {"manifest.json": ["A build writes it: it lists the finished files."]}


def _lines(error: Exception) -> list[str]:
    """Messages of an error, one line a problem."""
    if isinstance(error, InputError):
        return [str(problem) for problem in error.problems]
    if isinstance(error, ReporterError):
        return str(error).splitlines()
    if os.environ.get("REPORTER_DEBUG"):
        traceback.print_exception(error)
    return [f"Unexpected error: {type(error).__name__}: {error}", "This is a defect of the reporter."]


def _page(title: str, lines: list[str], status: int) -> Answer:
    items = Markup().join(Markup("<li>{}</li>\n").format(line) for line in lines)
    return Answer(_PAGE.format(title=title, items=items).encode(), status=status)


_PAGE = Markup(
    """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>{title} - preview</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }}
li {{ font-family: monospace; overflow-wrap: anywhere; margin-bottom: .5rem }}
</style>
<h1>{title}</h1>
<ul>
{items}</ul>
<p>This page reloads when a file is saved. <a href="/">The national page</a></p>
</html>
"""
)


def _media_type(path: str) -> str:
    return guess_type(path)[0] or "application/octet-stream"
