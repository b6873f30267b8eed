"""Pages rendered: Jinja templates to HTML, and by way of HTML to PDF.

Light on purpose: a worker that renders pages loads neither pandas nor numpy nor scipy.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import BytecodeCache, Environment, StrictUndefined
from markupsafe import Markup

from reporter.report.charts.lettering import Lettering
from reporter.report.charts.typeface import lettering
from reporter.report.page import Medium, Page
from reporter.report.templates import Templates
from reporter.report.words.catalogue import words

if TYPE_CHECKING:
    from reporter.report.pdf.writer import PdfWriter


class Renderer:
    """Renders pages with the templates of some folders; a file of an earlier folder goes before.

    Args:
        folders: folders of templates, a publication's own first; one that does not exist is passed over.
        compiled: where compiled templates are kept for the next renderer; None, and each compiles its own.
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
        self._environment.globals |= {
            "font": self._font,
            "logo": self._logo,
            "text_width": self._text_width,
            "catalogue": words(self._folders).model_dump(),
        }

    def render(self, page: Page) -> bytes:
        """The finished file of a page.

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

    def load(self) -> None:
        """Read the fonts and the style sheet of PDFs, which the first PDF would wait for."""
        with suppress(Exception):  # A style sheet with a mistake is told of with the page that needs it.
            _ = self._pdf

    def _html(self, page: Page) -> str:
        with self._templates.placed(page.template, page.path):
            template = self._environment.get_template(page.template)
            return template.render(page.context, medium=page.medium, path=page.path)

    def module(self, template: str, medium: Medium) -> Any:
        """The macros of a template, to be called one by one."""
        return self._environment.get_template(template).make_module({"medium": medium})

    @cached_property
    def _pdf(self) -> PdfWriter:
        medium: Medium = "print"
        return _writer(self._environment.get_template("style/print.css").render(medium=medium))

    def _font(self, name: str, medium: Medium = "print") -> Markup:
        """A font file of the templates as a data URL: small for the screen if there is one, plain for PDF."""
        kinds = ("woff2", "ttf") if medium == "screen" else ("ttf", "woff2")
        names = [f"fonts/{name}.{kind}" for kind in kinds]
        for kind, each in zip(kinds, names, strict=True):
            if (file := self._templates.file(each)) is not None:
                return _data_url(f"font/{kind}", file)
        raise FileNotFoundError(f"no {' and no '.join(names)} in the templates")

    def _text_width(self, text: str, size: float, bold: bool = False) -> float:
        """The width in pixels of a text of a chart at a font size in pixels."""
        plain = text.unescape() if isinstance(text, Markup) else text
        return self._lettering.width(plain, size, bold=bold)

    @cached_property
    def _lettering(self) -> Lettering:
        return lettering(self._folders)

    def _logo(self) -> Markup | None:
        """The logo of the templates as a data URL; None where there is none."""
        kinds = {"svg": "image/svg+xml", "png": "image/png"}
        found = ((kind, self._templates.file(f"logo.{kind}")) for kind in kinds)
        return next((_data_url(kinds[kind], file) for kind, file in found if file is not None), None)


class _OfPlainData(Environment):
    """Finds the keys of dicts, of which pages are made, without failing to find attributes first.

    As in any other environment, an attribute of all dicts goes before a key of the same name: `items`.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a template means by `obj.attribute`."""
        if obj.__class__ is dict and attribute in obj and attribute not in _OF_DICTS:
            return obj[attribute]
        return super().getattr(obj, attribute)


_OF_DICTS = frozenset(dir(dict))


def _data_url(kind: str, file: Path) -> Markup:
    return Markup(f"data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()}")


@lru_cache(maxsize=1)  # A preview renders with other templates again and again, mostly in the same style.
def _writer(stylesheet: str) -> PdfWriter:
    # WeasyPrint takes long to load: a preview that is asked for HTML alone does without.
    from reporter.report.pdf.writer import PdfWriter

    return PdfWriter(stylesheet)
