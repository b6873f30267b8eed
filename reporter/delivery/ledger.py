"""The ledger: the state of every message, in one SQLite file for all plans of a folder.

A row is claimed, and the claim is on disk, before a transport is called; the outcome is written afterwards.
So a row in state 'sending' while nobody sends belongs to a sender that died in between: its message may or
may not have been sent. There is one row a publication, edition, network, recipient, content hash, and kind
(live or rehearsal): a message written to a folder does not count as sent.

    pending -> sending -> sent | failed | unknown        failed, and unknown once a person says so -> pending
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from reporter.delivery.plan import DeliveryPlan, Message
from reporter.errors import InputError, Problem
from reporter.machine.folders import make_private

State = Literal["pending", "sending", "sent", "failed", "unknown"]

FILE_NAME = "plan.ledger.sqlite"
"""Name of the ledger; plans in one folder share it, so that no two of them send the same message."""

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS delivery (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    live INTEGER NOT NULL CHECK (live IN (0, 1)),
    publication TEXT NOT NULL,
    edition TEXT NOT NULL,
    area_code TEXT NOT NULL,
    email TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    organisation TEXT NOT NULL,
    plan_sha256 TEXT NOT NULL,
    approved_by TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN {get_args(State)}),
    attempts INTEGER NOT NULL DEFAULT 0,
    transport TEXT NOT NULL DEFAULT '',
    changed TEXT NOT NULL,
    detail TEXT NOT NULL DEFAULT '',
    UNIQUE (publication, edition, area_code, email, content_sha256, live),
    UNIQUE (key, live)
) STRICT
"""


class Delivery(NamedTuple):
    """A row of the ledger: a message and its state.

    Attributes:
        live: True for a message to its recipient; False for a rehearsal, which writes it to a folder.
        attempts: how often the message was given to a transport.
        changed: time of the last change, ISO 8601.
        detail: the words of the transport, or of a person, on the outcome.
    """

    number: int
    key: str
    live: bool
    area_code: str
    email: str
    content_sha256: str
    name: str
    role: str
    organisation: str
    state: State
    attempts: int
    transport: str
    changed: str
    detail: str


def _opened(file: Path) -> sqlite3.Connection:
    """A connection to a ledger, whose table is made if it has none; closed again where that fails."""
    connection = sqlite3.connect(file, timeout=60, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute(_SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


class Ledger:
    """The ledger of a folder of plans; use it in a `with` statement.

    Args:
        file: the SQLite file; created if it does not exist.

    Raises:
        InputError: the file is no ledger, or cannot be written.
    """

    def __init__(self, file: Path) -> None:
        try:
            make_private(file.parent)
            file.touch(mode=0o600)  # It holds addresses.
            file.chmod(0o600)  # One of an earlier version may be readable by others.
            self._connection = _opened(file)
        except (sqlite3.Error, OSError) as error:
            message = f"cannot be used as a ledger: {error}"
            raise InputError(
                [Problem(str(file), 0, message, "a ledger, or a folder to make one in")]
            ) from None

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def register(self, plan: DeliveryPlan, live: bool, now: dt.datetime) -> None:
        """Add the messages of an approved plan that have no row yet, as pending."""
        approved_by = plan.approval.name if plan.approval else ""
        with self._transaction():
            self._connection.executemany(
                "INSERT OR IGNORE INTO delivery (key, live, publication, edition, area_code, email,"
                " content_sha256, name, role, organisation, plan_sha256, approved_by, state, changed)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', ?)",
                [
                    (
                        *(message.key, live, plan.publication, plan.edition, message.area_code),
                        *(message.email, message.sha256, message.name, message.role),
                        *(message.organisation, plan.sha256, approved_by, now.isoformat()),
                    )
                    for message in plan.messages
                ],
            )

    def deliveries(self, publication: str, edition: str, live: bool) -> list[Delivery]:
        """All rows of an edition, live or rehearsal, in the order in which they were added."""
        rows = self._connection.execute(
            f"SELECT {', '.join(Delivery._fields)} FROM delivery"
            " WHERE publication = ? AND edition = ? AND live = ? ORDER BY number",
            (publication, edition, live),
        )
        return [Delivery(*row)._replace(live=live) for row in rows]

    def of_plan(self, plan: DeliveryPlan, live: bool) -> dict[str, Delivery]:
        """The rows of a plan's messages, by key."""
        keys = {message.key for message in plan.messages}
        rows = self.deliveries(plan.publication, plan.edition, live)
        return {row.key: row for row in rows if row.key in keys}

    def claim(self, message: Message, live: bool, transport: str, now: dt.datetime) -> bool:
        """Claim a pending or failed message; False where another sender has claimed it or it was sent."""
        return self._change(
            message.key, live, ("pending", "failed"), "sending", "", now, transport=transport, attempts=1
        )

    def record(self, message: Message, live: bool, state: State, detail: str, now: dt.datetime) -> None:
        """Write the outcome of a claimed message."""
        if not self._change(message.key, live, ("sending",), state, detail, now):
            raise AssertionError(f"message {message.label} was not claimed")

    def settle(self, delivery: Delivery, state: State, detail: str, now: dt.datetime) -> bool:
        """Write a person's finding on a message in state 'unknown'; False where its state is another."""
        return self._change(delivery.key, delivery.live, ("unknown",), state, detail, now)

    def _change(
        self,
        key: str,
        live: bool,
        from_states: tuple[State, ...],
        state: State,
        detail: str,
        now: dt.datetime,
        transport: str | None = None,
        attempts: int = 0,
    ) -> bool:
        marks = ", ".join("?" * len(from_states))
        with self._transaction():
            changed = self._connection.execute(
                "UPDATE delivery SET state = ?, detail = ?, changed = ?, attempts = attempts + ?,"
                f" transport = coalesce(?, transport) WHERE key = ? AND live = ? AND state IN ({marks})",
                (state, detail, now.isoformat(), attempts, transport, key, live, *from_states),
            )
        return changed.rowcount == 1

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """A transaction that takes the write lock at once and is on disk when it ends."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def ledger_file(plan_file: Path) -> Path:
    """Path of the ledger of a plan, beside it."""
    return plan_file.with_name(FILE_NAME)
