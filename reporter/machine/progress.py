"""Progress of a build, reported to its caller."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Receiver of progress; the command line draws it."""

    def stage(self, description: str, steps: int = 0) -> None:
        """Start a stage with a number of steps (0: not counted)."""

    def step(self) -> None:
        """Count one finished step."""


class Silent:
    """Receiver that ignores progress."""

    def stage(self, description: str, steps: int = 0) -> None:
        """Ignore a stage."""

    def step(self) -> None:
        """Ignore a step."""


SILENT = Silent()
