"""The error of messages that may not be sent."""

from __future__ import annotations

from collections.abc import Iterable

from reporter.errors import ReporterError


class RefusedError(ReporterError):
    """A plan that may not be sent, or not now; carries every reason found. Exit code 1.

    Attributes:
        reasons: one sentence each, without addresses of recipients.
        sent: how many messages this run had sent before it was stopped.
    """

    def __init__(self, reasons: Iterable[str], sent: int = 0) -> None:
        self.reasons = tuple(dict.fromkeys(reasons))
        self.sent = sent
        gone = f"{sent} message{'s' if sent > 1 else ''} had gone before" if sent else "nothing was sent"
        super().__init__("\n".join([f"{gone}.", *(f"  - {reason}" for reason in self.reasons)]))
