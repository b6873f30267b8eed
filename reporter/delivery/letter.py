"""The letter to a recipient: text and briefing, as an e-mail message."""

from __future__ import annotations

import datetime as dt
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple

from reporter.delivery.plan import DeliveryPlan, Message, template_variables
from reporter.delivery.refusal import RefusedError
from reporter.delivery.words import MessageText, WordsError, message_text

PLAIN = (
    "name",
    "role",
    "organisation",
    "area_name",
    "title",
    "producer",
    "release_time",
    "status",
    "notice",
    "attachment",
)
"""Plain-text fields of a message for templates."""


class Letter(NamedTuple):
    """Everything that a transport needs to send one message.

    Attributes:
        message: the planned message.
        plan: the plan it belongs to.
        content: the bytes of the briefing, already checked.
        time: the time of sending.
    """

    message: Message
    plan: DeliveryPlan
    content: bytes
    time: dt.datetime


def fields_of(letter: Letter) -> dict[str, str]:
    """Plain-text fields of a letter for a template kept elsewhere, such as at GOV.UK Notify."""
    said = template_variables(letter.plan, letter.message.model_dump())
    return {name: str(said[name]) for name in PLAIN}


def mail_size(letter: Letter, sender: str, reply_to: str) -> int:
    """Size of the letter's e-mail in bytes, worked out without encoding the briefing.

    Base64 (RFC 2045) makes four bytes of every three, and adds a line break after every 57.
    """
    size = len(letter.content)
    encoded = -(-size // 3) * 4 + -(-size // 57) * 2
    return len(mail_bytes(letter._replace(content=b""), sender, reply_to)) + encoded


def mail_bytes(letter: Letter, sender: str, reply_to: str) -> bytes:
    """The letter as an e-mail to its one recipient: plain text and HTML, with the PDF attached.

    The same letter at the same time gives the same bytes.

    Args:
        letter: the letter.
        sender: address that it comes from.
        reply_to: address for replies.

    Raises:
        RefusedError: the text is not that of the plan.
    """
    message, plan = letter.message, letter.plan
    words = _planned_words(letter)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address(display_name=plan.producer, addr_spec=sender)
    mail["To"] = Address(display_name=message.name, addr_spec=message.email)
    mail["Reply-To"] = Address(display_name=plan.producer, addr_spec=reply_to)
    mail["Subject"] = message.subject
    mail["Date"] = letter.time
    mail["Message-ID"] = message.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.text)
    mail.add_alternative(words.html, subtype="html")
    mail.add_attachment(letter.content, maintype="application", subtype="pdf", filename=message.attachment)
    mail["Content-Language"] = plan.language
    # The default boundary is random.
    for number, part in enumerate(part for part in mail.walk() if part.is_multipart()):
        part.set_boundary(f"=_{message.key[:32]}_{number}")
    return mail.as_bytes()


def _planned_words(letter: Letter) -> MessageText:
    """The text of a letter, rendered just before it is sent and checked against the plan's hashes.

    Raises:
        RefusedError: a template fails, or the text is not that of the plan.
    """
    message, plan = letter.message, letter.plan
    try:
        words = message_text(plan.words, template_variables(plan, message.model_dump()))
    except WordsError as error:
        raise RefusedError([f"message {message.label} cannot be put in words: {error}"]) from None
    if any(getattr(message, name) != value for name, value in words.frozen().items()):
        raise RefusedError([f"the words of message {message.label} are no longer the planned ones"])
    return words
