"""Pages rendered: Jinja templates to HTML, and by way of HTML to PDF.

Light on purpose: a worker that renders pages loads neither pandas nor numpy nor scipy.
"""

from __future__ import annotations

import base64
import traceback
from collections.abc import Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, TemplateSyntaxError
from markupsafe import Markup

from reporter.errors import RenderError
from reporter.report.page import Medium, Page
from reporter.report.pdf import PdfWriter


class Renderer:
    """Renders pages with the templates of some folders; a file of an earlier folder goes before.

    Args:
        folders: folders of templates, a publication's own first; one that does not exist is passed over.
        compiled: where compiled templates are kept for the next renderer; None, and each compiles its own.
    """

    def __init__(self, folders: Sequence[Path], compiled: BytecodeCache | None = None) -> None:
        self._folders = [folder for folder in folders if folder.is_dir()]
        self._environment = Environment(
            loader=FileSystemLoader(self._folders),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=compiled,
        )
        self._environment.globals["font"] = self._font

    def render(self, page: Page) -> bytes:
        """The finished file of a page.

        Raises:
            RenderError: the template failed, or the PDF was made with a warning; names the page, and the
                line of the template.
        """
        html = self._html(page)
        return self._pdf.write(html, page.path, page.embedded) if page.medium == "print" else html.encode()

    def _html(self, page: Page) -> str:
        try:
            template = self._environment.get_template(page.template)
            return template.render(page.context, medium=page.medium, path=page.path)
        except RenderError:
            raise
        # A template can fail as any code can: with a missing key, a wrong type, a division by zero.
        except Exception as error:
            place = self._place(error) or page.template
            raise RenderError(f"{page.path}: {place}: {type(error).__name__}: {error}") from error

    def _place(self, error: Exception) -> str | None:
        """File and line of the innermost template in which an error arose."""
        if isinstance(error, TemplateSyntaxError):
            return f"{error.name}:{error.lineno}"
        frames = [
            (Path(frame.f_code.co_filename), line) for frame, line in traceback.walk_tb(error.__traceback__)
        ]
        return next(
            (
                f"{file.relative_to(folder).as_posix()}:{line}"
                for file, line in reversed(frames)
                for folder in self._folders
                if file.is_relative_to(folder)
            ),
            None,
        )

    def module(self, template: str, medium: Medium) -> Any:
        """The macros of a template, to be called one by one."""
        return self._environment.get_template(template).make_module({"medium": medium})

    @cached_property
    def _pdf(self) -> PdfWriter:
        medium: Medium = "print"
        return _writer(self._environment.get_template("style/print.css").render(medium=medium))

    def _font(self, name: str, medium: Medium = "print") -> Markup:
        """A font file of the templates as a data URL: small for the screen, plain for PDF."""
        kind = "woff2" if medium == "screen" else "ttf"
        relative = Path("fonts", f"{name}.{kind}")
        for folder in self._folders:
            if (folder / relative).is_file():
                encoded = base64.b64encode((folder / relative).read_bytes()).decode()
                return Markup(f"data:font/{kind};base64,{encoded}")
        raise RenderError(f"{relative.as_posix()}: no such font in the templates")


@lru_cache(maxsize=1)  # A preview renders with other templates again and again, mostly in the same style.
def _writer(stylesheet: str) -> PdfWriter:
    return PdfWriter(stylesheet)
