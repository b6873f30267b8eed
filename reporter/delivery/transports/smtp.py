"""The SMTP transport: one message a recipient over TLS, refused early where the server will not accept it.

RFC 5321: after a 4xx answer a message may be offered again later, after a 5xx answer it may not; the server
is responsible for a message once it answers 2xx to the end of the data. If the connection breaks after the
data and before that answer, the fate of the message is unknown.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import sleep
from types import TracebackType
from typing import Self

from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from reporter.delivery.letter import Letter, mail_bytes, mail_size
from reporter.delivery.plan import DeliveryPlan, Message
from reporter.delivery.transports.environment import Environment
from reporter.delivery.transports.transport import Outcome, UnavailableError

ATTEMPTS = 5
"""How often a letter is offered while the server answers 4xx, with waits of 2, 4, 8 and 16 seconds."""
LARGEST = 35_000_000
"""Greatest size of a message at NHSmail, in bytes; REPORTER_SMTP_MAX_BYTES sets another limit."""
SECONDS = 120
"""Longest wait for an answer, in seconds."""


class _TryAgainError(Exception):
    """The server did not accept the letter but may do so later; the text is the server's answer."""


@dataclass(frozen=True)
class SmtpSettings:
    """Settings of the transport.

    Attributes:
        host, port: the server.
        tls: 'starttls' (usually port 587) or 'implicit' (465); TLS is always used.
        user, password: for log-in; no log-in where the user is empty.
        sender: address that messages come from.
        reply_to: address for replies.
        max_bytes: greatest size of a message.
        seconds: longest wait for an answer.
    """

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    sender: str
    reply_to: str
    max_bytes: int = LARGEST
    seconds: float = SECONDS


def settings_from(variables: Mapping[str, str], plan: DeliveryPlan) -> SmtpSettings:
    """Settings from the environment variables REPORTER_SMTP_...

    Raises:
        InputError: with every variable that is missing or wrong.
    """
    read = Environment(variables)
    tls = read.one_of("REPORTER_SMTP_TLS", ("starttls", "implicit"))
    user = read.optional("REPORTER_SMTP_USER")
    settings = SmtpSettings(
        host=read.text("REPORTER_SMTP_HOST", "the name of the mail server"),
        port=read.number(
            "REPORTER_SMTP_PORT",
            465 if tls == "implicit" else 587,
            lambda port: 0 < port < 65536,
            "a port, such as 587",
        ),
        tls=tls,
        user=user,
        password=read.text("REPORTER_SMTP_PASSWORD", f"the password of {user}") if user else "",
        sender=read.address("REPORTER_SMTP_FROM", "the address that messages come from"),
        reply_to=read.address("REPORTER_SMTP_REPLY_TO", "the address that answers go to", plan.reply_to),
        max_bytes=read.number(
            "REPORTER_SMTP_MAX_BYTES", LARGEST, lambda size: size > 0, "a number of bytes, such as 35000000"
        ),
    )
    read.finish()
    return settings


class SmtpTransport:
    """Sends letters through one SMTP server.

    Args:
        settings: settings of the transport.
        context: TLS context with the trusted authorities; the machine's own by default.
        pause: waits for some seconds before a letter is offered again; replaced in tests.
    """

    name = "smtp"
    is_live = True

    def __init__(
        self,
        settings: SmtpSettings,
        context: ssl.SSLContext | None = None,
        pause: Callable[[float], None] = sleep,
    ) -> None:
        self._settings = settings
        self._context = context or ssl.create_default_context()
        self._connection: smtplib.SMTP | None = None
        self._limit = settings.max_bytes
        self._retrying = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential(multiplier=2, max=60),
            sleep=pause,
        )

    def __enter__(self) -> Self:
        """Connect and log in; raises `UnavailableError`."""
        try:
            announced = self._connected().esmtp_features.get("size", "")
        except _TryAgainError as error:
            raise UnavailableError(str(error)) from None
        if announced.isdigit() and int(announced) > 0:
            self._limit = min(self._limit, int(announced))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        if self._connection is not None:
            try:
                self._connection.quit()
            except (OSError, smtplib.SMTPException):
                self._connection.close()
            self._connection = None

    def refusals(self, letter: Letter) -> Iterator[str]:
        """The reason why a letter is too large for the server or the settings."""
        size = mail_size(letter, self._settings.sender, self._settings.reply_to)
        if size > self._limit:
            label = letter.message.label
            yield f"message {label} has {size:,} bytes, and the server takes {self._limit:,}"

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        """A function that sends the e-mail, and offers it again while the server answers 4xx."""
        mail = mail_bytes(letter, self._settings.sender, self._settings.reply_to)
        return partial(self._send, letter.message.email, mail)

    def _send(self, recipient: str, mail: bytes) -> Outcome:
        try:
            return self._retrying(self._offer, recipient, mail)
        except RetryError as error:
            if self._connection is None:
                raise UnavailableError(_last(error)) from None
            return Outcome("failed", _last(error))

    def look_up(self, message: Message) -> None:
        """None: a mail server keeps no list of messages that can be asked."""

    def _offer(self, recipient: str, mail: bytes) -> Outcome:
        connection = self._connected()
        try:
            options = [f"size={len(mail)}"] if connection.has_extn("size") else []
            for code, answer in _envelope(connection, self._settings.sender, recipient, options):
                if code >= 300:
                    return self._not_taken(connection, code, answer)
        except (OSError, smtplib.SMTPException) as error:
            # The data had not begun, so the letter was not taken.
            self._drop()
            raise _TryAgainError(
                f"the connection broke before the message was handed over: {error}"
            ) from None
        try:
            code, said = connection.data(mail)
        except smtplib.SMTPDataError as error:
            return self._not_taken(connection, error.smtp_code, _text(error.smtp_error))
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            return Outcome("unknown", f"the connection broke before the server's answer: {error}")
        if code >= 300:
            return self._not_taken(connection, code, _text(said))
        return Outcome("sent", f"{code} {_text(said)}")

    def _not_taken(self, connection: smtplib.SMTP, code: int, answer: str) -> Outcome:
        """Outcome of an answer other than 2xx; raises `_TryAgainError` for 4xx."""
        if code == 421:
            self._drop()
        else:
            try:
                connection.rset()
            except (OSError, smtplib.SMTPException):
                self._drop()
        if 400 <= code < 500:
            raise _TryAgainError(f"{code} {answer}")
        return Outcome("failed", f"{code} {answer}")

    def _connected(self) -> smtplib.SMTP:
        """The connection, opened if needed; raises `_TryAgainError` or `UnavailableError`."""
        if self._connection is None:
            where = f"{self._settings.host}:{self._settings.port}"
            try:
                self._connection = self._open()
            except smtplib.SMTPAuthenticationError as error:
                raise UnavailableError(f"{where} refused the log-in: {error.smtp_code}") from None
            except ssl.SSLCertVerificationError as error:
                raise UnavailableError(
                    f"{where} has no certificate to trust: {error.verify_message}"
                ) from None
            except (OSError, smtplib.SMTPException) as error:
                raise _TryAgainError(f"{where} cannot be used: {error}") from None
        return self._connection

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        place = (settings.host, settings.port)
        connection: smtplib.SMTP
        if settings.tls == "implicit":
            connection = smtplib.SMTP_SSL(*place, timeout=settings.seconds, context=self._context)
        else:
            connection = smtplib.SMTP(*place, timeout=settings.seconds)
        try:
            if settings.tls != "implicit":
                connection.starttls(context=self._context)
            connection.ehlo_or_helo_if_needed()
            if settings.user:
                connection.login(settings.user, settings.password)
        except BaseException:
            connection.close()
            raise
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _envelope(
    connection: smtplib.SMTP, sender: str, recipient: str, options: list[str]
) -> Iterator[tuple[int, str]]:
    """The server's answers to sender and recipient, one by one."""
    code, answer = connection.mail(sender, options)
    yield code, _text(answer)
    code, answer = connection.rcpt(recipient)
    yield code, _text(answer)


def _text(answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(text.split())


def _last(error: RetryError) -> str:
    return str(error.last_attempt.exception())
