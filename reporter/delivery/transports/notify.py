"""The GOV.UK Notify transport: the briefing is a file that only its recipient can download.

Notify does not recognise equal requests: posting twice sends twice. So a letter's key is its reference; the
reference is looked up before a letter is offered, and a request without an answer is looked up, never
repeated. The text is in a template at Notify, which may use ((subject)), ((link_to_file)) and the fields of
`letter.fields_of`.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from time import sleep
from types import TracebackType
from typing import Any, Self

from notifications_python_client.errors import APIError, HTTPError
from notifications_python_client.notifications import NotificationsAPIClient
from notifications_python_client.utils import prepare_upload
from requests import ConnectTimeout
from tenacity import RetryError, Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential
from urllib3.exceptions import NewConnectionError

from reporter.delivery.letter import Letter, fields_of
from reporter.delivery.plan import LONGEST_NAME, Message
from reporter.delivery.transports.environment import Environment
from reporter.delivery.transports.transport import Outcome, UnavailableError

ADDRESS = "https://api.notifications.service.gov.uk"
LARGEST = 2 * 1024 * 1024
"""Greatest size of a file at Notify, in bytes."""
ATTEMPTS = 5
"""How often a letter is offered while Notify answers that requests are too many."""
LOOK_UPS = 3
"""How often a letter is looked up after a request without an answer: Notify may still be recording it."""
SECONDS = 30
"""Longest wait for an answer, in seconds."""


# Without a handler, the client's log goes to the terminal; outcomes hold its errors already.
logging.getLogger("notifications_python_client").addHandler(logging.NullHandler())


class _TooManyError(Exception):
    """Notify did not accept the letter because of its limit on requests a minute."""


@dataclass(frozen=True)
class NotifySettings:
    """Settings of the transport.

    Attributes:
        api_key: the key; its first part says whether it is a live, a team or a test key.
        template_id: the e-mail template.
        reply_to_id: the reply-to address kept at Notify.
        retention: how long the file can be downloaded, '1 week' to '78 weeks'.
        address: URL of the API.
        seconds: longest wait for an answer.
    """

    api_key: str = field(repr=False)
    template_id: str
    reply_to_id: str
    retention: str
    address: str = ADDRESS
    seconds: float = SECONDS


def settings_from(variables: Mapping[str, str]) -> NotifySettings:
    """Settings from the environment variables REPORTER_NOTIFY_...

    Raises:
        InputError: with every variable that is missing or wrong.
    """
    read = Environment(variables)
    weeks = read.number(
        "REPORTER_NOTIFY_RETENTION_WEEKS",
        26,
        lambda weeks: 1 <= weeks <= 78,
        "a number of weeks from 1 to 78",
    )
    settings = NotifySettings(
        api_key=read.text("REPORTER_NOTIFY_API_KEY", "an API key of a service at GOV.UK Notify"),
        template_id=read.text("REPORTER_NOTIFY_TEMPLATE_ID", "the ID of an e-mail template"),
        reply_to_id=read.text("REPORTER_NOTIFY_REPLY_TO_ID", "the ID of a reply-to address"),
        retention=f"{weeks} week{'s' if weeks > 1 else ''}",
        address=read.optional("REPORTER_NOTIFY_ADDRESS", ADDRESS),
    )
    read.finish()
    return settings


class NotifyTransport:
    """Sends letters through GOV.UK Notify.

    Args:
        settings: settings of the transport.
        pause: waits for some seconds before another request; replaced in tests.
    """

    name = "notify"
    is_live = True

    def __init__(self, settings: NotifySettings, pause: Callable[[float], None] = sleep) -> None:
        self._settings = settings
        client: Any = NotificationsAPIClient  # Its functions have no types.
        self._client = client(settings.api_key, base_url=settings.address, timeout=settings.seconds)
        self._offering = Retrying(
            retry=retry_if_exception_type(_TooManyError),
            stop=stop_after_attempt(ATTEMPTS),
            wait=wait_exponential(multiplier=5, max=60),
            sleep=pause,
        )
        self._looking = Retrying(
            retry=retry_if_exception_type(LookupError),
            stop=stop_after_attempt(LOOK_UPS),
            wait=wait_exponential(multiplier=2, max=30),
            sleep=pause,
        )

    def __enter__(self) -> Self:
        """Fetch the template, which proves that URL, key and template are right; or `UnavailableError`."""
        try:
            self._client.get_template(self._settings.template_id)
        except APIError as error:
            raise UnavailableError(f"GOV.UK Notify cannot be used: {_text(error)}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self._client.request_session.close()

    def refusals(self, letter: Letter) -> Iterator[str]:
        """Reasons why the file is too large, or its name too long, for Notify."""
        size, name = len(letter.content), letter.message.attachment
        if size > LARGEST:
            yield f"{letter.message.path} has {size:,} bytes, and GOV.UK Notify takes {LARGEST:,}"
        if len(name) > LONGEST_NAME:
            yield f"{name} has {len(name)} characters, and GOV.UK Notify takes {LONGEST_NAME}"

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        """A function that sends the request, unless Notify has the letter already.

        The letter is offered again while requests are too many.
        """
        return partial(self._send, letter.message, self._request(letter))

    def _send(self, message: Message, request: Mapping[str, Any]) -> Outcome:
        if found := self.look_up(message):
            return found
        try:
            return self._offering(self._offer, message, request)
        except RetryError as error:
            raise UnavailableError(str(error.last_attempt.exception())) from None

    def look_up(self, message: Message) -> Outcome | None:
        """'sent' if Notify knows the letter, else None: it may still have to record it."""
        try:
            return self._known(message)
        except APIError as error:
            raise UnavailableError(f"GOV.UK Notify cannot look up a reference: {_text(error)}") from None

    def _known(self, message: Message) -> Outcome | None:
        answer = self._client.get_all_notifications(reference=message.key)
        found = answer["notifications"]
        return Outcome("sent", f"{found[0]['id']} {found[0]['status']}") if found else None

    def _request(self, letter: Letter) -> dict[str, Any]:
        fields = fields_of(letter)
        upload: Any = prepare_upload
        file = upload(
            io.BytesIO(letter.content),
            filename=letter.message.attachment,
            confirm_email_before_download=True,
            retention_period=self._settings.retention,
        )
        return {
            "email_address": letter.message.email,
            "template_id": self._settings.template_id,
            "personalisation": {**fields, "subject": letter.message.subject, "link_to_file": file},
            "reference": letter.message.key,
            "email_reply_to_id": self._settings.reply_to_id,
            "sanitise_content_for": [*fields, "subject"],
        }

    def _offer(self, message: Message, request: Mapping[str, Any]) -> Outcome:
        try:
            answer = self._client.send_email_notification(**request)
        except APIError as error:
            return self._not_accepted(error, message)
        return Outcome("sent", str(answer["id"]))

    def _not_accepted(self, error: APIError, message: Message) -> Outcome:
        """Outcome of an API error: a refusal is 'failed'; without an answer the letter is looked up.

        Raises:
            UnavailableError: Notify cannot be reached, or will accept no other letter either.
            _TooManyError: there were too many requests a minute.
        """
        code = error.status_code
        if _never_connected(error):
            raise UnavailableError("GOV.UK Notify cannot be reached") from None
        if code == 429 and "TooManyRequestsError" not in _text(error):
            raise _TooManyError(_text(error)) from None
        if code in (401, 403, 429):
            raise UnavailableError(f"GOV.UK Notify takes no more: {_text(error)}") from None
        if 400 <= code < 500:
            return Outcome("failed", _text(error))
        try:
            return self._looking(self._found, message)
        except RetryError:
            return Outcome("unknown", f"no answer ({_text(error)}), and the reference is not known yet")

    def _found(self, message: Message) -> Outcome:
        try:
            found = self._known(message)
        except APIError as error:
            raise LookupError(_text(error)) from None
        if found is None:
            raise LookupError(message.label)
        return found


def _never_connected(error: APIError) -> bool:
    """Whether the request was never sent, because no connection was made."""
    cause = error.__cause__
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(error, HTTPError) and (
        isinstance(cause, ConnectTimeout) or isinstance(reason, NewConnectionError)
    )


def _text(error: APIError) -> str:
    """Status and error types of an error, with its messages, which Notify may reword at any time."""
    said = error.message
    if isinstance(said, list):
        said = "; ".join(f"{each.get('error')}: {each.get('message')}" for each in said)
    return f"{error.status_code} {said}"
