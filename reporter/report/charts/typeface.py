"""The fonts that a publication's templates name, read for measuring."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import Environment

from reporter.report.charts.lettering import Lettering, read_font, shipped
from reporter.report.templates import Templates

TYPEFACE = "style/typeface.css"
"""The template that names the fonts."""
KINDS = ("ttf", "woff2")
"""File name extensions of fonts, in order of preference for PDFs."""


def font_files(folders: Sequence[Path]) -> tuple[Path, Path] | None:
    """The files of the regular and the semi-bold font; None where templates name none that can be measured.

    Args:
        folders: folders of templates, a publication's own first.
    """
    templates = Templates([folder for folder in folders if folder.is_dir()])
    try:
        named = Environment(loader=templates, autoescape=True).get_template(TYPEFACE).make_module()
        regular, semibold = (_file(templates, getattr(named, weight)) for weight in ("regular", "semibold"))
    # A template can fail as any code can; the page that needs it reports file and line.
    except Exception:
        return None
    return None if regular is None or semibold is None else (regular, semibold)


def _file(templates: Templates, font: str) -> Path | None:
    files = (templates.file(f"fonts/{font}.{kind}") for kind in KINDS)
    return next((file for file in files if file is not None), None)


def lettering(folders: Sequence[Path]) -> Lettering:
    """The fonts of a publication, or the shipped ones where those cannot be measured.

    Args:
        folders: folders of templates, a publication's own first.
    """
    files = font_files(folders)
    if files is None:
        return shipped()
    try:
        return Lettering(*map(read_font, files))
    except Exception:  # A damaged font can fail anywhere; drawing with it reports the error.
        return shipped()
