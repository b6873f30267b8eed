"""The status of a plan's messages, and the settling of messages of unknown fate by a person."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reporter.delivery.ledger import Delivery, Ledger, ledger_file
from reporter.delivery.plan import DeliveryPlan, Message
from reporter.delivery.plan_file import read_plan
from reporter.delivery.refusal import RefusedError


@dataclass(frozen=True)
class PlanStatus:
    """A plan and the ledger's rows of its messages.

    Attributes:
        plan: the plan.
        live: rows of messages to recipients, by key; empty where no run was live.
        rehearsal: rows of messages written to a folder, by key.
    """

    plan: DeliveryPlan
    live: dict[str, Delivery]
    rehearsal: dict[str, Delivery]

    @property
    def rows(self) -> dict[str, Delivery]:
        """The live rows; those of the rehearsal where there are none."""
        return self.live or self.rehearsal

    def in_state(self, *states: str) -> list[Message]:
        """The plan's messages in any of the states; a message without a row is pending."""
        rows = self.rows
        return [
            message
            for message in self.plan.messages
            if (rows[message.key].state if message.key in rows else "pending") in states
        ]


def plan_status(plan_file: Path) -> PlanStatus:
    """Status of the messages of a plan.

    Raises:
        InputError: the plan or the ledger cannot be read.
    """
    plan, _ = read_plan(plan_file)
    file = ledger_file(plan_file)
    if not file.exists():
        return PlanStatus(plan, {}, {})
    with Ledger(file) as ledger:
        return PlanStatus(plan, ledger.of_plan(plan, True), ledger.of_plan(plan, False))


def settle(
    plan_file: Path, recipient: str, fate: Literal["sent", "not-sent"], name: str, now: dt.datetime
) -> Delivery:
    """Record a person's finding on a message of unknown fate; 'not-sent' lets it be sent again.

    Args:
        plan_file: the plan.
        recipient: the message's label, as `send status` shows it, or its address.
        fate: whether it arrived.
        name: name of the person who found out.
        now: the present time.

    Returns:
        The ledger's row of the message before the change.

    Raises:
        InputError: the plan or the ledger cannot be read.
        RefusedError: not exactly one message of unknown fate has this recipient, its state has changed, or
            the name is empty.
    """
    status = plan_status(plan_file)
    wanted = recipient.strip().casefold()
    meant = [
        message
        for message in status.in_state("unknown")
        if message.email.casefold() == wanted or (len(wanted) >= 6 and message.key.startswith(wanted))
    ]
    if len(meant) != 1:
        number = "no message" if not meant else f"{len(meant)} messages"
        raise RefusedError([f"{number} of unknown fate has this recipient: give the label that status shows"])
    if not (name := " ".join(name.split())):
        raise RefusedError(["it needs the name of the person who found out"])
    detail = f"{name} found that it was {fate.replace('-', ' ')}"
    row = status.rows[meant[0].key]
    with Ledger(ledger_file(plan_file)) as ledger:
        if not ledger.settle(row, "sent" if fate == "sent" else "pending", detail, now):
            raise RefusedError(["the message is no longer of unknown fate"])
    return row
