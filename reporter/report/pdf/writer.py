"""HTML made into tagged PDF (PDF/UA-1): own fonts, no network, the same bytes, no warning let pass."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from weasyprint import CSS
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher

from reporter.errors import RenderError
from reporter.report.page import Embedded
from reporter.report.pdf.archive import archive_options
from reporter.report.pdf.hooks.backgrounds import (
    draw_single_colours_as_rectangles,
    pass_over_boxes_without_background,
)
from reporter.report.pdf.hooks.cascade import SharedStyles, share_styles
from reporter.report.pdf.hooks.charts import draw_charts_apart
from reporter.report.pdf.hooks.labels import draw_labels_as_lines
from reporter.report.pdf.hooks.lines import measure_lines_once
from reporter.report.pdf.hooks.objects import write_objects_quickly
from reporter.report.pdf.hooks.source import PdfSource
from reporter.report.pdf.hooks.styles import look_up_styles_once
from reporter.report.pdf.hooks.text import lay_out_text_once
from reporter.report.pdf.tags import repair


class PdfWriter:
    """Writes PDF files that share one style sheet and its fonts, which are read once.

    Args:
        stylesheet: the style sheet, its fonts inside as data URLs.
    """

    def __init__(self, stylesheet: str) -> None:
        draw_single_colours_as_rectangles()
        pass_over_boxes_without_background()
        draw_charts_apart()
        draw_labels_as_lines()
        share_styles()
        look_up_styles_once()
        lay_out_text_once()
        measure_lines_once()
        write_objects_quickly()
        self._fonts = FontConfiguration()
        self._fetcher = URLFetcher(allowed_protocols=["data"])
        self._styles = SharedStyles(stylesheet)
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
        try:
            with _warnings_raise(path):
                pdf: bytes = PdfSource(html, self._fetcher, self._styles).write_pdf(
                    stylesheets=[self._style],
                    font_config=self._fonts,
                    pdf_variant="pdf/ua-1",
                    custom_metadata=True,
                    **form,
                )
        except Exception:
            self._styles.forget()
            raise
        return _identified(pdf, hashlib.sha256(written_from.encode()).hexdigest()[:32])


def _identified(pdf: bytes, identifier: str) -> bytes:
    """The file with its identifier (ISO 32000-1, 14.4), the same for its first form and this one.

    The library that writes the objects would write each of them twice to reckon an identifier of its own. The
    dictionary of the cross-references is the last thing in the file that may grow: places are counted up to
    where it begins.
    """
    written = identifier.encode()
    before, dictionary, after = pdf.rpartition(b"/Type /XRef")
    return b"%s%s/ID [<%b> <%b>]%s" % (before, dictionary, written, written, after)


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
