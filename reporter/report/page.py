"""A page: everything needed to render one file of an edition, in plain data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

Medium = Literal["screen", "print"]
"""An HTML page for the screen, or a PDF for paper."""


@dataclass(frozen=True)
class Page:
    """One file of an edition before it is rendered.

    Attributes:
        path: path of the file inside the edition, such as 'networks/E54000010.pdf'.
        template: name of the Jinja template.
        medium: what it is rendered for; the same template serves both.
        context: what the template is given: dicts, lists, text, numbers, booleans and None, so that a page
            can be hashed, sent to a worker, and compared with the same page of another edition.
    """

    path: str
    template: str
    medium: Medium
    context: dict[str, Any]

    @property
    def data(self) -> bytes:
        """All of the page that decides the bytes of its file; code, templates and packages do the rest."""
        decides = [self.path, self.template, self.medium, self.context]
        return json.dumps(decides, allow_nan=False).encode()
