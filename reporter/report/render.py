"""Rendering of pages: Jinja templates to HTML, and HTML to PDF.

Imports are few: a worker that renders pages loads neither pandas nor numpy nor scipy.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from jinja2 import BytecodeCache, Environment, StrictUndefined
from markupsafe import Markup

from reporter.errors import Problem, RenderError
from reporter.report.charts.lettering import SHAPED, Lettering, Line
from reporter.report.charts.typeface import lettering
from reporter.report.marks.filters import FILTERS
from reporter.report.marks.page import with_attributes
from reporter.report.marks.text import unmarked
from reporter.report.own_templates import mistakes
from reporter.report.page import Medium, Page
from reporter.report.templates import Templates
from reporter.report.words.catalogue import words
from reporter.report.words.direction import Direction, direction

if TYPE_CHECKING:
    from reporter.report.pdf.writer import PdfWriter


class Renderer:
    """Renderer of pages from template folders; a file of an earlier folder takes precedence.

    Args:
        folders: template folders, a publication's own first; missing folders are ignored.
        compiled: cache of compiled templates for later renderers; if None, each compiles its own.
    """

    def __init__(self, folders: Sequence[Path], compiled: BytecodeCache | None = None) -> None:
        self._folders = [folder for folder in folders if folder.is_dir()]
        self._templates = Templates(self._folders)
        self._environment = _OfPlainData(
            loader=self._templates,
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        self._environment.filters |= FILTERS
        self._environment.globals |= {
            "font": self._font,
            "logo": self._logo,
            "text_lines": self._text_lines,
            "text_width": self._text_width,
            "direction": self._direction,
            "catalogue": words(self._folders).model_dump(),
        }

    def render(self, page: Page) -> bytes:
        """File of a page: HTML or PDF.

        Raises:
            RenderError: the template failed, or the PDF was made with a warning; names the page, and the
                line of the template.
        """
        html = self._html(page)
        if page.medium == "screen":
            return html.encode()
        with self._templates.placed("style/print.css", page.path):
            writer = self._pdf
        return writer.write(html, page.path, page.embedded)

    def mistakes(self) -> Iterator[Problem]:
        """Mistakes in the publication's own templates that no page is needed for."""
        return mistakes(self._templates, self._environment)

    def html(self, page: Page) -> bytes:
        """The HTML of a page, also of one that becomes a PDF.

        Raises:
            RenderError: the template failed.
        """
        return self._html(page).encode()

    def try_style(self) -> None:
        """Try fonts, style sheet and logo of PDFs on an empty page.

        Raises:
            RenderError: one of them cannot be read, or gave a warning.
        """
        logo = self._logo()
        shown = f'<img alt="." src="{logo}">' if logo else ""
        with self._templates.placed("style/print.css"):
            self._pdf.write(f'<html lang="en"><title>.</title><p>{shown}</p></html>', "style/print.css")
        _writer.cache_clear()

    def load(self) -> None:
        """Read the fonts and the style sheet of PDFs before the first PDF needs them."""
        with suppress(Exception):  # The page that needs the style sheet reports an error in it.
            _ = self._pdf

    def _html(self, page: Page) -> str:
        with self._templates.placed(page.template, page.path):
            template = self._environment.get_template(page.template)
            rendered = template.render(page.context.variables, medium=page.medium, path=page.path)
        if page.medium == "screen":
            return with_attributes(rendered)
        paper = unmarked(rendered)
        _refuse_shaped(paper, page.path)
        return paper

    def module(self, template: str, medium: Medium) -> Any:
        """Module with the macros of a template, as pages of a publication of calendar years have them."""
        variables = {"medium": medium, "step": words(self._folders).steps["year"]}
        return self._environment.get_template(template).make_module(variables)

    @cached_property
    def _pdf(self) -> PdfWriter:
        medium: Medium = "print"
        return _writer(self._environment.get_template("style/print.css").render(medium=medium))

    def _font(self, name: str, medium: Medium = "print") -> Markup:
        """A font file of the templates as a data URL: WOFF2 preferred for the screen, TTF for PDF."""
        kinds = ("woff2", "ttf") if medium == "screen" else ("ttf", "woff2")
        names = [f"fonts/{name}.{kind}" for kind in kinds]
        for kind, each in zip(kinds, names, strict=True):
            if (file := self._templates.file(each)) is not None:
                return _data_url(f"font/{kind}", file)
        raise FileNotFoundError(f"no {' and no '.join(names)} in the templates")

    def _text_width(self, text: str, size: float, bold: bool = False) -> float:
        """The width in pixels of a text of a chart at a font size in pixels."""
        return self._lettering.width(_plain(text), size, bold=bold)

    def _text_lines(self, text: str, longest: float, size: float) -> tuple[Line, ...]:
        """A text of a chart in lines no wider than `longest` pixels (see `Lettering.wrap`)."""
        return self._lettering.wrap(_plain(text), longest, size)

    def _direction(self, language: str) -> Direction:
        """The direction of pages in a language, 'ltr' or 'rtl'."""
        months = "".join(words(self._folders).months)
        return direction(language, months, lambda letters: not self._lettering.missing(letters))

    @cached_property
    def _lettering(self) -> Lettering:
        return lettering(self._folders)

    def _logo(self) -> Markup | None:
        """The logo of the templates as a data URL; None where there is none."""
        kinds = {"svg": "image/svg+xml", "png": "image/png"}
        found = ((kind, self._templates.file(f"logo.{kind}")) for kind in kinds)
        return next((_data_url(kinds[kind], file) for kind, file in found if file is not None), None)


class _OfPlainData(Environment):
    """Environment that looks up keys of dicts and fields of records directly.

    As in any other environment, an attribute of dicts, such as `items`, hides a key of the same name.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Value of `obj.attribute` in a template."""
        if obj.__class__ is dict:
            if attribute in obj and attribute not in _OF_DICTS:
                return obj[attribute]
        elif hasattr(obj, attribute):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


_OF_DICTS = frozenset(dir(dict))
_DRAWING = re.compile(r'src="data:image/svg\+xml,([^"]*)')
_NOT_DRAWN = re.compile(r"<(title|desc)\b.*?</\1>|<[^>]*>", re.DOTALL)


def _refuse_shaped(paper: str, path: str) -> None:
    """Raise RenderError if a chart of a PDF has letters that WeasyPrint cannot set on one."""
    for drawing in _DRAWING.findall(paper):
        drawn = unescape(_NOT_DRAWN.sub(" ", unquote(drawing)))
        if found := SHAPED.search(drawn):
            around = " ".join(drawn[max(0, found.start() - 20) : found.end() + 20].split())
            raise RenderError(f"{path}: charts of PDFs cannot set letters such as {found[0]}, in “{around}”")


def _plain(text: str) -> str:
    return unmarked(text.unescape() if isinstance(text, Markup) else text)


def _data_url(kind: str, file: Path) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}")


@lru_cache(maxsize=1)  # A preview often changes templates, but rarely the style sheet.
def _writer(stylesheet: str) -> PdfWriter:
    # WeasyPrint takes long to load, and a preview of HTML alone does not need it.
    from reporter.report.pdf.writer import PdfWriter

    return PdfWriter(stylesheet)
