"""HTML made into tagged PDF (PDF/UA-1): own fonts, no network, the same bytes, no warning let pass."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.html import UA
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reporter.errors import RenderError
from reporter.report.page import Embedded
from reporter.report.pdf_archive import archive_options
from reporter.report.pdf_labels import draw_labels_as_lines
from reporter.report.pdf_tags import repair


class PdfWriter:
    """Writes PDF files that share one style sheet and its fonts, which are read once.

    Args:
        stylesheet: the style sheet, its fonts inside as data URLs.
    """

    def __init__(self, stylesheet: str) -> None:
        draw_labels_as_lines()
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=["data"])
        with _warnings_raise("style sheet"):
            self._style = CSS(string=stylesheet, font_config=self._fonts, url_fetcher=self._fetcher)

    def write(self, html: str, path: str, embedded: Sequence[Embedded] = ()) -> bytes:
        """The PDF of a page.

        Args:
            html: the page; its `lang`, `title` and `meta` elements become the document's.
            path: the page's path in its edition, to name it in errors and to identify the file.
            embedded: files that it holds, which make it an archive file; none, and it is a plain PDF.

        Raises:
            RenderError: WeasyPrint warned of anything at all.
        """
        form = archive_options(embedded) if embedded else {"finisher": repair}
        written_from = "".join([html, *(each.content for each in embedded)])
        with _warnings_raise(path):
            pdf: bytes = _Html(string=html, url_fetcher=self._fetcher).write_pdf(
                stylesheets=[self._style],
                font_config=self._fonts,
                pdf_variant="pdf/ua-1",
                pdf_identifier=hashlib.sha256(written_from.encode()).digest()[:16],
                custom_metadata=True,
                **form,
            )
        return pdf


class _Html(HTML):  # type: ignore[misc]  # WeasyPrint publishes no types.
    """HTML whose elements are not each given the pseudo-elements of lists and footnotes.

    WeasyPrint's own style sheet has rules for `::marker`, `::footnote-call` and others that match every
    element, and computing their styles takes longer than all else it does with styles. Only list items have
    markers here and nothing has footnotes, so the pages are the same. A private hook of this version: the
    version is pinned, and a test compares the bytes.
    """

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [_slim_sheet()]


@cache
def _slim_sheet() -> CSS:
    rules = re.sub(r"^::(foot)?note-.*$", "", UA, flags=re.MULTILINE)
    return CSS(
        string=re.sub(r"^::marker", "li::marker", rules, flags=re.MULTILINE), counter_style=CounterStyle()
    )


@contextmanager
def _warnings_raise(path: str) -> Iterator[None]:
    """Collects what WeasyPrint logs while it works and raises it, if there is any of it."""
    found: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            found.append(record.getMessage())

    collector = Collector(logging.WARNING)
    LOGGER.addHandler(collector)
    try:
        yield
    finally:
        LOGGER.removeHandler(collector)
    if found:
        raise RenderError("\n".join(f"{path}: {message}" for message in found))
