"""Hooks into private parts of WeasyPrint and pydyf: the same PDFs, byte for byte, in about half the time.

No other package names a part of WeasyPrint, pydyf or Pango that their documentation does not name. The
hooks are installed all together or not at all: only with the versions that they are tested with, and not
where the environment variable `REPORTER_PDF_HOOKS` is `off`. Without them WeasyPrint works alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, TypeAlias

from reporter.errors import InputError, Problem

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

TESTED: Mapping[str, tuple[str, ...]] = {"weasyprint": ("70.0",), "pydyf": ("0.13.0",)}
"""The versions that the hooks fit, by package."""
VARIABLE = "REPORTER_PDF_HOOKS"
"""The environment variable that turns the hooks off."""

ReadPage: TypeAlias = Callable[[str, "URLFetcher"], Any]
"""Makes a `weasyprint.HTML` of a page and of what fetches the files that it names."""


def why_off(environment: Mapping[str, str] = os.environ, versions: Mapping[str, str] | None = None) -> str:
    """The reason why PDFs are made without hooks, as half a sentence; empty where they are made with them.

    Args:
        environment: the environment variables.
        versions: versions of WeasyPrint and pydyf; by default those that are installed.

    Raises:
        InputError: the environment variable is neither `on` nor `off`.
    """
    wanted = environment.get(VARIABLE) or "on"
    if wanted == "off":
        return f"{VARIABLE} is off"
    if wanted != "on":
        raise InputError([Problem(VARIABLE, 0, f"is '{wanted}'", "on or off")])
    found = versions or {package: version(package) for package in TESTED}
    others = [f"{package} {found[package]}" for package in TESTED if found[package] not in TESTED[package]]
    return f"the reporter is not yet tuned for {' and '.join(others)}" if others else ""


def page_reader(stylesheet: str) -> ReadPage:
    """A reader for pages that share a style sheet; installs the hooks in this process where they are used.

    Args:
        stylesheet: the style sheet of the pages.
    """
    if why_off():
        from weasyprint import HTML

        return lambda html, fetcher: HTML(string=html, url_fetcher=fetcher)
    # Only now: where they are not used, nothing needs to be where they look for it.
    from reporter.report.pdf.hooks import cascade, lines, source, styles, text

    for hook in (cascade, lines, styles, text):
        hook.install()
    return source.reader(stylesheet)
