"""Fonts of a PDF: those of its style sheet alone, so that every machine sets it alike."""

from __future__ import annotations

import re
from collections.abc import Collection

import pydyf

from reporter.errors import RenderError

_FACE = re.compile(r"""@font-face\s*\{[^}]*?font-family:\s*["']?([^"';}]+)""")
_NAME = re.compile(rb"/[A-Z]{6}\+(.*)")


def families(stylesheet: str) -> frozenset[str]:
    """The families of the fonts that a style sheet brings."""
    return frozenset(_FACE.findall(stylesheet))


def refuse_other_fonts(pdf: pydyf.PDF, known: Collection[str], path: str) -> None:
    """Refuse a PDF with a font of the machine, which WeasyPrint takes for letters that the others lack.

    Args:
        pdf: the file's objects, as WeasyPrint hands them to its `finisher`.
        known: the families that may be used; empty if any may.
        path: the page's path in its edition.

    Raises:
        RenderError: names the font.
    """
    starts = tuple(family.replace(" ", "-").encode() for family in known)
    named = [
        each["FontName"] for each in pdf.objects if isinstance(each, pydyf.Dictionary) and "FontName" in each
    ]
    found = (match[1] for name in named if (match := _NAME.fullmatch(name)))
    other = sorted({name.decode() for name in found if not name.startswith(starts)}) if starts else []
    if other:
        raise RenderError(
            f"{path}: some letters are set in {', '.join(other)}, a font of this machine, because "
            f"{', '.join(sorted(known))} lacks them; another machine has another"
        )
