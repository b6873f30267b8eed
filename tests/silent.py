"""Progress that nobody looks at."""

from __future__ import annotations


class Silent:
    """Is told what is being done and says nothing."""

    def stage(self, description: str, steps: int = 0) -> None:
        """Say nothing."""

    def step(self) -> None:
        """Say nothing."""
