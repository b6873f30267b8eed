"""Progress: what a build tells whoever started it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Told what is being done; the command line draws it."""

    def stage(self, description: str, steps: int = 0) -> None:
        """A new stage begins, of so many steps (0: not counted)."""

    def step(self) -> None:
        """One step of the stage is done."""


class Silent:
    """Progress that nobody is told of."""

    def stage(self, description: str, steps: int = 0) -> None:
        """Tell nobody of a stage."""

    def step(self) -> None:
        """Tell nobody of a step."""


SILENT = Silent()
