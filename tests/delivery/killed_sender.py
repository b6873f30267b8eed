"""A sender that is killed at one step: run by test_killed as a process of its own.

Reads lines 'FOLDER STEP' and for each runs the plan in that folder in a child that kills itself (SIGKILL)
when it comes to that step; answers with how the child ended. A step is the beginning or the end of a call of
the ledger, the transport, or what the transport calls. Step 0 kills nobody and answers with the number of
steps.
"""

import os
import signal
import smtplib
import ssl
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reporter.delivery.ledger import Ledger
from reporter.delivery.sending import run
from reporter.delivery.transports.folder import FolderTransport
from reporter.delivery.transports.smtp import SmtpSettings, SmtpTransport
from reporter.delivery.transports.transport import Transport
from reporter.machine.progress import Silent
from tests.delivery.plans import after

CALLS: list[tuple[Any, str]] = [(Ledger, "register"), (Ledger, "claim"), (Ledger, "record")]
SMTP_CALLS = [(SmtpTransport, "_send"), *((smtplib.SMTP, name) for name in ("mail", "rcpt", "data"))]
FOLDER_CALLS = [(FolderTransport, "_write"), (Path, "write_bytes"), (Path, "replace")]


class Steps:
    """Counts steps, and kills its process at one of them."""

    def __init__(self, last: int) -> None:
        self.taken = 0
        self._last = last

    def step(self) -> None:
        self.taken += 1
        if self.taken == self._last:
            os.kill(os.getpid(), signal.SIGKILL)

    def count(self, owner: Any, name: str) -> None:
        """Make the beginning and the end of a function steps."""
        original: Callable[..., Any] = getattr(owner, name)

        def counted(*arguments: Any, **options: Any) -> Any:
            self.step()
            result = original(*arguments, **options)
            self.step()
            return result

        setattr(owner, name, counted)


def transport(folder: Path, server: list[str]) -> Transport:
    """A folder beside the plan, or the server on this port with the certificate of this file."""
    if not server:
        return FolderTransport(folder / "messages")
    port, certificate = server
    settings = SmtpSettings(
        "localhost", int(port), "starttls", "", "", "out@office.example", "team@office.example"
    )
    return SmtpTransport(settings, ssl.create_default_context(cafile=certificate))


def send(folder: Path, last: int, server: list[str]) -> int:
    """Run a plan and be killed at a step; how many steps there were."""
    steps = Steps(last)
    for owner, name in CALLS + (SMTP_CALLS if server else FOLDER_CALLS):
        steps.count(owner, name)
    run(folder / "plan.json", transport(folder, server), after, None, Silent())
    return steps.taken


def main() -> None:
    """Answer each line with the steps taken, or minus the signal that killed."""
    for line in sys.stdin:
        folder, last = line.split()
        child = os.fork()
        if child == 0:
            os._exit(send(Path(folder), int(last), sys.argv[1:]))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
