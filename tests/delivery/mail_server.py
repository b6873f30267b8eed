"""A real SMTP server on loopback, with TLS, whose answers a test can script."""

import asyncio
import email
import email.policy
import socket
import ssl
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

from reporter.delivery.transports.smtp import SmtpSettings

DROP, DROP_AFTER_KEEPING, STALL_AFTER_KEEPING = "drop", "drop after keeping", "stall after keeping"
"""Ways to end the data without an answer; the message is lost, or kept."""

STALL = 1.5
"""Seconds of a slow answer."""


@dataclass
class Post:
    """What a server was told to answer, and what it took.

    Attributes:
        answers: answers to recipients, by address: the next ones, then 250.
        endings: answers to the end of data, by address, likewise; or one of the ways to end it.
        taken: the recipients and the bytes of every message that was kept, whether or not it said so.
        connections: how many connections were made.
    """

    answers: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    endings: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))
    taken: list[tuple[list[str], bytes]] = field(default_factory=list)
    connections: int = 0

    def recipients(self) -> list[str]:
        """The addresses that got something, once for each message."""
        return sorted(address for addresses, _ in self.taken for address in addresses)

    def messages(self) -> list[EmailMessage]:
        """The messages that were kept."""
        parsed = [email.message_from_bytes(content, policy=email.policy.default) for _, content in self.taken]
        return [message for message in parsed if isinstance(message, EmailMessage)]


class _Handler:
    def __init__(self, post: Post) -> None:
        self.post = post

    # The names and arguments of these are aiosmtpd's.
    async def handle_EHLO(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.post.answers[address]:
            answer = self.post.answers[address].popleft()
            if answer == DROP:
                _drop(server)
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        endings = self.post.endings[envelope.rcpt_tos[0]]
        ending = endings.popleft() if endings else "250 Kept"
        assert isinstance(envelope.content, bytes)
        if ending.startswith("2") or ending in (DROP_AFTER_KEEPING, STALL_AFTER_KEEPING):
            self.post.taken.append((list(envelope.rcpt_tos), envelope.content))
        if ending in (DROP, DROP_AFTER_KEEPING):
            _drop(server)
        if ending == STALL_AFTER_KEEPING:
            await asyncio.sleep(STALL)
        return ending if ending[0].isdigit() else "250 Kept"


def _drop(server: SMTP) -> None:
    assert isinstance(server.transport, asyncio.WriteTransport)
    server.transport.abort()


def _authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    return AuthResult(success=(data.login, data.password) == (b"user", b"right"), handled=False)


@dataclass
class Server:
    """A running server.

    Attributes:
        post: its answers and what it took.
        settings: how to reach it.
        context: TLS that trusts it.
        authority: the authority that signed its certificate.
    """

    post: Post
    settings: SmtpSettings
    context: ssl.SSLContext
    authority: trustme.CA


@contextmanager
def mail_server(tls: str = "starttls", size: int = 1_000_000, login: bool = False) -> Iterator[Server]:
    """Run a server for the time of a block."""
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost")
    own = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(own)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    post = Post()

    class Counted(Controller):
        def factory(self) -> SMTP:
            post.connections += 1
            made = super().factory()
            assert isinstance(made, SMTP)
            return made

    options: dict[str, Any] = {"data_size_limit": size}
    if tls == "implicit":
        options |= {"ssl_context": own}
    else:
        options |= {"tls_context": own, "require_starttls": True}
    if login:
        options |= {"authenticator": _authenticate, "auth_required": True}
    controller = Counted(_Handler(post), hostname="localhost", port=_free_port(), **options)
    controller.start()
    post.connections = 0  # Starting makes one of its own.
    try:
        settings = SmtpSettings(
            host="localhost",
            port=controller.port,
            tls=tls,
            user="user" if login else "",
            password="right" if login else "",
            sender="out@office.example",
            reply_to="team@office.example",
            seconds=0.7,
        )
        yield Server(post, settings, trusting, authority)
    finally:
        controller.stop()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("localhost", 0))
        return int(listening.getsockname()[1])
