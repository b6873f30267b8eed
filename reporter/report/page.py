"""A page: everything needed to render one file of an edition, in plain data."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, fields
from typing import Any, Literal

Medium = Literal["screen", "print"]
"""An HTML page for the screen, or a PDF for paper."""


@dataclass(frozen=True)
class Embedded:
    """A released table embedded in the PDF that was written from it.

    Attributes:
        name: its name, unique in the PDF.
        description: description for readers.
        time: time it was made, in ISO 8601 with the offset from UTC.
        content: its text, line ends included.
    """

    name: str
    description: str
    time: str
    content: str


@dataclass(frozen=True)
class Page:
    """One file of an edition before it is rendered.

    Attributes:
        path: path of the file inside the edition, such as 'networks/E54000010.pdf'.
        template: name of the Jinja template.
        medium: HTML for the screen or PDF for print; one template serves both.
        context: variables of the template: records, dicts, lists, text, numbers, booleans and None, so that a
            page can be hashed, sent to a worker, and compared with the same page of another edition.
        embedded: files embedded in a PDF; a PDF with any is an archive file, PDF/A-3a besides PDF/UA-1.
    """

    path: str
    template: str
    medium: Medium
    context: dict[str, Any]
    embedded: tuple[Embedded, ...] = ()

    @property
    def data(self) -> bytes:
        """The page as JSON; with code, templates and packages it determines the bytes of the file."""
        embedded = [astuple(each) for each in self.embedded]
        decides = [self.path, self.template, self.medium, self.context, embedded]
        return json.dumps(decides, allow_nan=False, default=_fields).encode()


def _fields(record: Any) -> dict[str, Any]:
    """The fields of a dataclass, by name."""
    return {field.name: getattr(record, field.name) for field in fields(record)}
