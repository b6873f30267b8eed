"""What every transport is: the interface that sending knows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Literal, NamedTuple, Protocol, Self

from reporter.delivery.letter import Letter
from reporter.delivery.plan import Message
from reporter.errors import ReporterError


class UnavailableError(ReporterError):
    """The transport cannot take a letter, nor would it take another; the letter was certainly not sent."""


class Outcome(NamedTuple):
    """What came of handing over a letter.

    Attributes:
        state: 'sent': the other side has taken it; 'failed': it has not; 'unknown': nobody can say.
        detail: what the other side said.
    """

    state: Literal["sent", "failed", "unknown"]
    detail: str


class Transport(Protocol):
    """A way out; the module's docstring of `transports` says how to add one."""

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def is_live(self) -> bool:
        """Whether recipients get something."""

    def __enter__(self) -> Self:
        """Make ready for a batch; raises `UnavailableError`."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let go of everything."""

    def refusals(self, letter: Letter) -> Iterator[str]:
        """Every reason why this letter cannot be carried."""

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        """Make a letter ready; what comes back hands it over, and raises `UnavailableError`."""

    def look_up(self, message: Message) -> Outcome | None:
        """What became of a message whose sender died: 'sent', 'failed' if surely not; None if unknown."""
