"""The error raised when cells cannot be protected."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.errors import DisclosureError

MOST_NAMED = 10
"""Greatest number of cells that the error names."""


class CannotBeProtected(DisclosureError):  # noqa: N818 -- reads as the sentence it is
    """Cells do not keep their minimum width, whatever else is withheld.

    Attributes:
        cells: their names.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        more = f" and {len(self.cells) - MOST_NAMED} more" if len(self.cells) > MOST_NAMED else ""
        super().__init__(
            "whatever else is withheld, these cells can be worked out, because what may never be withheld "
            f"pins them down: {', '.join(self.cells[:MOST_NAMED])}{more}"
        )
