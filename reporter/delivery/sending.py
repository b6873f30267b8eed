"""The sending loop: each message is checked again, claimed, handed over and recorded, one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from reporter.delivery.checks import CheckedPlan, check_plan, content_to_send
from reporter.delivery.ledger import Delivery, Ledger, ledger_file
from reporter.delivery.letter import Letter
from reporter.delivery.plan import Message
from reporter.delivery.refusal import RefusedError
from reporter.delivery.transports.transport import Outcome, Transport, UnavailableError
from reporter.machine.progress import Progress

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True)
class Sent:
    """Result of a run.

    Attributes:
        transport: the name of the transport.
        is_live: whether the transport reaches recipients.
        before: how many of the plan's messages had been sent before this run.
        deliveries: the ledger's row of every message, in the order of the plan.
    """

    transport: str
    is_live: bool
    before: int
    deliveries: tuple[Delivery, ...]


def run(plan_file: Path, transport: Transport, clock: Clock, key: str | None, progress: Progress) -> Sent:
    """Send the messages of an approved plan that were not sent before.

    Everything is checked before the first message, and each message again just before it is sent. A second
    sender waits until the first has finished, and then finds nothing left to send.

    Args:
        plan_file: the plan; the ledger stands beside it.
        transport: the transport.
        clock: returns the present time.
        key: the secret of approvals; None where there is none.
        progress: shows the stage and counts messages.

    Raises:
        InputError: the plan, its edition or the ledger cannot be read.
        RefusedError: the plan may not be sent, or something changed during the run; has the number sent.
    """
    progress.stage("Checking the plan and every file")
    checked = check_plan(plan_file, clock(), key)
    file = ledger_file(plan_file)
    with _only_sender(file, progress), Ledger(file) as ledger:
        return _Run(checked, transport, ledger, clock, progress).run()


@contextmanager
def _only_sender(ledger: Path, progress: Progress) -> Iterator[None]:
    """Hold the lock of a ledger, so that no other process sends from it; a dead sender's lock is freed."""
    lock = FileLock(ledger.with_suffix(".lock"))
    try:
        lock.acquire(blocking=False)
    except Timeout:
        progress.stage("Waiting for another sender to finish")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()


@dataclass(frozen=True)
class _Run:
    """A run under the ledger's lock."""

    checked: CheckedPlan
    transport: Transport
    ledger: Ledger
    clock: Clock
    progress: Progress

    def run(self) -> Sent:
        plan, live = self.checked.plan, self.transport.is_live
        self.ledger.register(plan, live, self.clock())
        before = self._in_state("sent")
        if self._in_state("pending", "failed", "sending"):
            self._send_all()
        rows = self.ledger.of_plan(plan, live)
        return Sent(self.transport.name, live, len(before), tuple(rows[m.key] for m in plan.messages))

    def _send_all(self) -> None:
        sent = 0
        try:
            with self.transport:
                self._settle_interrupted()
                waiting = self._in_state("pending", "failed")
                self._refuse_what_cannot_be_carried(waiting)
                self.progress.stage(f"Sending by {self.transport.name}", len(waiting))
                for message in waiting:
                    sent += self._send(message)
                    self.progress.step()
        except UnavailableError as error:
            raise RefusedError([str(error)], sent) from None
        except RefusedError as error:
            raise RefusedError(error.reasons, sent) from None

    def _settle_interrupted(self) -> None:
        """Record the fate of messages whose sender died between its claim and its record."""
        for message in self._in_state("sending"):
            outcome = self.transport.look_up(message)
            if outcome is None:
                outcome = Outcome("unknown", "the sender stopped before it could record an answer")
            self.ledger.record(message, self.transport.is_live, *outcome, self.clock())

    def _refuse_what_cannot_be_carried(self, messages: Sequence[Message]) -> None:
        plan, edition, now = self.checked.plan, self.checked.edition, self.clock()
        reasons = [
            reason
            for message in messages
            for reason in self.transport.refusals(Letter(message, plan, edition.read(message.path), now))
        ]
        if reasons:
            raise RefusedError(reasons)

    def _send(self, message: Message) -> bool:
        """Send a message; False where it was not sent."""
        live = self.transport.is_live
        now = self.clock()
        letter = Letter(message, self.checked.plan, content_to_send(self.checked, message, now), now)
        # Prepared before the claim, so that a failure up to here leaves no message in an unknown state.
        hand_over = self.transport.prepare(letter)
        if not self.ledger.claim(message, live, self.transport.name, self.clock()):
            return False
        try:
            state, detail = hand_over()
        except UnavailableError as error:
            self.ledger.record(message, live, "pending", str(error), self.clock())
            raise
        except Exception as error:
            self.ledger.record(message, live, "unknown", type(error).__name__, self.clock())
            raise
        self.ledger.record(message, live, state, detail, self.clock())
        return state == "sent"

    def _in_state(self, *states: str) -> list[Message]:
        rows = self.ledger.of_plan(self.checked.plan, self.transport.is_live)
        return [message for message in self.checked.plan.messages if rows[message.key].state in states]
