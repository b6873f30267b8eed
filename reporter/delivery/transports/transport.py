"""The interface of transports that the sending loop uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Literal, NamedTuple, Protocol, Self

from reporter.delivery.letter import Letter
from reporter.delivery.plan import Message
from reporter.errors import ReporterError


class UnavailableError(ReporterError):
    """The transport can accept neither this letter nor another; the letter was certainly not sent."""


class Outcome(NamedTuple):
    """Outcome of handing over a letter.

    Attributes:
        state: 'sent': the other side accepted it; 'failed': it did not; 'unknown': no answer came.
        detail: the answer of the other side.
    """

    state: Literal["sent", "failed", "unknown"]
    detail: str


class Transport(Protocol):
    """A way of sending letters; the docstring of the package `transports` says how to add one."""

    @property
    def name(self) -> str:
        """Name on the command line."""

    @property
    def is_live(self) -> bool:
        """Whether recipients receive something."""

    def __enter__(self) -> Self:
        """Prepare for a batch; raises `UnavailableError`."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Release all resources."""

    def refusals(self, letter: Letter) -> Iterator[str]:
        """Every reason why the transport cannot carry this letter."""

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        """A function that hands the letter over when called; the function raises `UnavailableError`."""

    def look_up(self, message: Message) -> Outcome | None:
        """Outcome of a message whose sender died: 'sent', 'failed' if certainly not sent, None if unknown."""
