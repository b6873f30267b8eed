"""The fonts that a publication's templates name, read for measuring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fontTools.ttLib import TTLibError
from jinja2 import Environment, TemplateError

from reporter.errors import RenderError
from reporter.report.charts.lettering import Lettering, read_font, shipped
from reporter.report.templates import Templates

TYPEFACE = "style/typeface.css"
"""The template that names the fonts."""


def font_files(folders: Sequence[Path]) -> tuple[Path, Path] | None:
    """The files of the regular and the semi-bold font; None where templates name none that can be measured.

    Args:
        folders: folders of templates, a publication's own first.
    """
    templates = Templates([folder for folder in folders if folder.is_dir()])
    try:
        named = Environment(loader=templates, autoescape=True).get_template(TYPEFACE).make_module()
        files = [templates.file(f"fonts/{getattr(named, weight)}.ttf") for weight in ("regular", "semibold")]
    except (TemplateError, RenderError, AttributeError):
        return None  # Said of the page that needs it, with file and line.
    regular, semibold = files
    return None if regular is None or semibold is None else (regular, semibold)


def lettering(folders: Sequence[Path]) -> Lettering:
    """The fonts of a publication; where they cannot be measured, labels are placed as in the shipped ones.

    Args:
        folders: folders of templates, a publication's own first.
    """
    files = font_files(folders)
    if files is None:
        return shipped()
    try:
        return Lettering(*map(read_font, files))
    except (OSError, TTLibError, KeyError, AttributeError):
        return shipped()  # Said when it is drawn with.
