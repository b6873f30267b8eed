"""Tagged PDF (PDF/UA-1) from HTML: own fonts, no network, the same bytes, every warning an error."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pydyf
from weasyprint import CSS
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reporter.errors import RenderError
from reporter.report.page import Embedded
from reporter.report.pdf.archive import attachments, make_archive
from reporter.report.pdf.fonts import families, refuse_other_fonts
from reporter.report.pdf.hooks import page_reader
from reporter.report.pdf.numbers import write_numbers_alike
from reporter.report.pdf.once import write_objects_once
from reporter.report.pdf.rectangles import draw_rectangles_in_place
from reporter.report.pdf.tags import complete_tags

LOGGER = logging.getLogger("weasyprint")


class PdfWriter:
    """Writer of PDF files that share one style sheet and its fonts, which are read once.

    Args:
        stylesheet: the style sheet, its fonts inside as data URLs.
    """

    def __init__(self, stylesheet: str) -> None:
        self._stylesheet = stylesheet
        self._families = families(stylesheet)
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=["data"])
        self._read = page_reader(stylesheet)
        with _warnings_raise("style sheet"):
            self._style = CSS(string=stylesheet, font_config=self._fonts, url_fetcher=self._fetcher)

    def write(self, html: str, path: str, embedded: Sequence[Embedded] = ()) -> bytes:
        """The PDF of a page; its identifier (ISO 32000-1, 14.4) is a hash of its content.

        Args:
            html: the page; its `lang`, `title` and `meta` elements become the document's.
            path: the page's path in its edition, to name it in errors.
            embedded: files to embed, which make it an archive file; without any it is a plain PDF.

        Raises:
            RenderError: WeasyPrint gave any warning, or took a font that the style sheet does not bring.
        """

        def finish(_: object, pdf: pydyf.PDF) -> None:
            refuse_other_fonts(pdf, self._families, path)
            complete_tags(pdf)
            write_numbers_alike(pdf)
            draw_rectangles_in_place(pdf)
            if embedded:
                make_archive(pdf)
            write_objects_once(pdf)

        try:
            with _warnings_raise(path):
                pdf: bytes = self._read(html, self._fetcher).write_pdf(
                    stylesheets=[self._style],
                    font_config=self._fonts,
                    pdf_variant="pdf/ua-1",
                    pdf_identifier=True,
                    custom_metadata=True,
                    attachments=attachments(embedded),
                    finisher=finish,
                )
        except Exception:
            # A reader that has seen a mistake may not warn of it again on the next page.
            self._read = page_reader(self._stylesheet)
            raise
        return pdf


@contextmanager
def _warnings_raise(path: str) -> Iterator[None]:
    """Raise RenderError with all warnings in WeasyPrint's log of a block."""
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
