"""Rectangles of one colour drawn in the page itself, where WeasyPrint draws each as a form of its own.

WeasyPrint 70 makes a form of every layer of a background: three for each interval of a table, each with a
dictionary of resources. PDFs are two fifths larger with them.
"""

from __future__ import annotations

import re
from typing import Any

import pydyf

_DRAW_FORM = re.compile(rb"/(\w+) Do")
_OPAQUE_RECTANGLE = re.compile(rb"1 0 0 1 [-\d. ]+ cm\n[-\d. ]+ re\n/a1(?:\.0)? gs\n[\d. ]+ rg\nf")
"""The content of a form: a rectangle, moved to its place and filled with a colour that hides all below."""


def draw_rectangles_in_place(pdf: pydyf.PDF) -> None:
    """Replace each form that holds one opaque rectangle by its content; other forms stay as they are.

    Args:
        pdf: the file's objects, as WeasyPrint hands them to its `finisher`.
    """
    for reference in pdf.page_references:
        page = _at(pdf, reference)
        resources = _at(pdf, page["Resources"])
        content = _at(pdf, page["Contents"]).stream
        for place, operator in enumerate(content):
            drawn = _DRAW_FORM.fullmatch(operator) if isinstance(operator, bytes) else None
            name = drawn[1].decode() if drawn else None
            if name not in resources["XObject"]:
                continue
            form = _at(pdf, resources["XObject"][name])
            if filled := _opaque_rectangle(form):
                states = _at(pdf, form.extra["Resources"])
                resources["ExtGState"].update(states["ExtGState"])
                content[place] = b"q\n" + filled + b"\nQ"
                # An object keeps its number: numbers are the places in the list of objects.
                pdf.objects[form.number] = _empty(form.number)
                states.clear()
                del resources["XObject"][name]


def _opaque_rectangle(form: pydyf.Stream) -> bytes | None:
    """The content of a form if it is one opaque rectangle."""
    if not all(isinstance(operator, bytes) for operator in form.stream):
        return None
    content = b"\n".join(form.stream)
    return content if _OPAQUE_RECTANGLE.fullmatch(content) else None


def _empty(number: int) -> pydyf.Dictionary:
    nothing = pydyf.Dictionary()
    nothing.number = number
    return nothing


def _at(pdf: pydyf.PDF, reference: bytes) -> Any:
    """The object that a reference such as b'12 0 R' points to."""
    return pdf.objects[int(reference.split()[0])]
