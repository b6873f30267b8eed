"""The plan: who gets which file, frozen with hashes, so that what was approved is what is sent.

A plan is a JSON file of one exact form: keys in order, one indent, UTF-8. A file that differs from that form
in any byte is not the file that was written, and is refused. Everything that can be worked out from a
message's recipient and file (subject, attachment's name, key, Message-ID) is worked out again when a plan is
read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from reporter.delivery.edition import FinishedEdition, briefing_path
from reporter.delivery.recipient import Recipient, email_fault
from reporter.delivery.words import WordsError, say
from reporter.errors import InputError, Problem
from reporter.release import LONDON, Status

LONGEST_NAME = 100
"""Characters of an attachment's name; GOV.UK Notify takes no longer one."""
NO_DOMAIN = "reporter.invalid"
"""Right side of Message-IDs where the producer has no e-mail address."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_Record):
    """One message: a recipient, a file, and what follows from the two.

    Attributes:
        path, sha256, bytes: the file within the edition, its hash and its size.
        attachment: name of the file as the recipient sees it.
        key: idempotency key: hash of publication, edition, network, address and the file's hash. It names
            the message wherever an address may not stand.
        message_id: the Message-ID header, the same at every attempt.
    """

    area_code: str
    area_name: str
    name: str
    email: str
    role: str
    organisation: str
    path: str
    sha256: str
    bytes: int
    subject: str
    attachment: str
    key: str
    message_id: str

    @property
    def label(self) -> str:
        """Short name of the message for people, without its address."""
        return self.key[:12]


class Correction(_Record):
    """Why messages are sent again: the hash of the plan that is corrected, and words for the recipients."""

    of: str
    notice: str


class Approval(_Record):
    """Who approved which plan and when; see `approval`."""

    name: str
    time: AwareDatetime
    plan_sha256: str
    method: Literal["record", "hmac-sha256"]
    signature: str


class Plan(_Record):
    """Everything that is decided before a message is sent.

    Attributes:
        folder: the edition's folder as seen from the plan's.
        manifest_sha256: hash of the edition's manifest, which fixes every file of it.
        reply_to: address of the producer; None where the manifest has none.
        words: own templates of the e-mail's words, by name (see `words`).
    """

    form: Literal["reporter send plan, form 1"] = "reporter send plan, form 1"
    publication: str
    title: str
    edition: str
    language: str
    status: Status
    release_time: AwareDatetime
    folder: str
    manifest_sha256: str
    producer: str
    reply_to: str | None
    words: dict[str, str]
    correction: Correction | None
    messages: tuple[Message, ...]
    approval: Approval | None = None

    @property
    def sha256(self) -> str:
        """Hash of all that is approved: the plan without its approval."""
        return _hash(self.model_dump(mode="json", exclude={"approval"}))

    def edition_folder(self, plan_file: Path) -> Path:
        """The edition's folder, for a plan that stands in this file."""
        return plan_file.parent / self.folder


def make_plan(
    edition: FinishedEdition,
    recipients: Sequence[Recipient],
    plan_file: Path,
    words: Mapping[str, str],
    correction: Correction | None = None,
) -> Plan:
    """Freeze who gets which file of an edition; checks nothing (see `checks`).

    Args:
        edition: the edition.
        recipients: recipients, each of a network of the edition.
        plan_file: where the plan will stand.
        words: own templates of the e-mail's words, by name.
        correction: for a corrected edition, what is corrected.
    """
    manifest = edition.manifest
    producer = manifest.producer
    names = edition.network_names()
    empty = Plan(
        publication=manifest.publication,
        title=manifest.title,
        edition=manifest.edition,
        language=manifest.language,
        status=manifest.status,
        release_time=manifest.release_time,
        folder=Path(os.path.relpath(edition.folder, plan_file.parent)).as_posix(),
        manifest_sha256=edition.sha256,
        producer=_on_one_line(producer.name) if producer else "",
        reply_to=producer.email if producer else None,
        words=dict(words),
        correction=correction,
        messages=(),
    )
    messages = tuple(_message(empty, edition, recipient, names) for recipient in recipients)
    return empty.model_copy(update={"messages": messages})


def _message(plan: Plan, edition: FinishedEdition, recipient: Recipient, names: dict[str, str]) -> Message:
    path = briefing_path(recipient.area_code)
    listed = edition.listed(path)
    assert listed is not None, "recipients are of networks of the edition"
    fixed = {**recipient._asdict(), "area_name": names[recipient.area_code]}
    return Message(
        **fixed, path=path, sha256=listed.sha256, bytes=listed.bytes, **_derived(plan, fixed, listed.sha256)
    )


def _derived(plan: Plan, recipient: dict[str, Any], sha256: str) -> dict[str, str]:
    """What follows from a message's recipient and file."""
    code = recipient["area_code"]
    key = _hash([plan.publication, plan.edition, code, recipient["email"].casefold(), sha256])
    domain = plan.reply_to.rpartition("@")[2] if plan.reply_to else NO_DOMAIN
    attachment = attachment_name(plan.publication, plan.edition, code)
    said = said_to(plan, {**recipient, "attachment": attachment})
    return {
        # A line break would end the header.
        "subject": _on_one_line(say(plan.words, "subject.txt", said)),
        "attachment": attachment,
        "key": key,
        "message_id": f"<{key[:40]}@{domain}>",
    }


def said_to(plan: Plan, message: Mapping[str, Any]) -> dict[str, object]:
    """What the words of a message are made from.

    Args:
        plan: the plan.
        message: the fields of the message, by name.
    """
    fields = ("name", "role", "organisation", "area_name", "attachment")
    return {
        **{name: message[name] for name in fields},
        "title": plan.title,
        "producer": plan.producer,
        "language": plan.language,
        "release": plan.release_time.astimezone(LONDON),
        "release_time": in_words(plan.release_time),
        "status": plan.status,
        "corrected": plan.correction is not None,
        "notice": plan.correction.notice if plan.correction else "",
    }


def attachment_name(publication: str, edition: str, area_code: str) -> str:
    """Name of a briefing outside its folder, at most 100 characters: the publication's name is cut to fit."""
    end = f"_{edition}_{area_code}.pdf"
    return f"{publication[: max(LONGEST_NAME - len(end), 0)]}{end}"


def contradictions(plan: Plan) -> Iterator[str]:
    """Everything in a plan that does not follow from its own recipients and files."""
    if plan.reply_to is not None and (fault := email_fault(plan.reply_to)):
        yield f"the producer's e-mail address is none: {fault}"
    keys: set[str] = set()
    for message in plan.messages:
        fields = message.model_dump()
        try:
            expected = {**_derived(plan, fields, message.sha256), "path": briefing_path(message.area_code)}
        except WordsError as error:
            yield f"its own words cannot be rendered: {error}"
            return
        for name, value in expected.items():
            if fields[name] != value:
                yield f"message {message.label}: its {name} does not follow from its recipient and file"
        if len(message.attachment) > LONGEST_NAME:
            yield f"message {message.label}: the attachment's name is over {LONGEST_NAME} characters"
        if message.key in keys:
            yield f"message {message.label} stands twice in the plan"
        keys.add(message.key)
    if not plan.messages:
        yield "the plan holds no message"


def write_plan(plan: Plan, file: Path) -> None:
    """Write a plan; an earlier file is replaced whole or stays.

    Raises:
        InputError: the file cannot be written.
    """
    beside = file.with_name(f".{file.name}.part")
    try:
        beside.write_bytes(plan_bytes(plan))
        beside.chmod(0o600)  # It holds addresses.
        beside.replace(file)
    except OSError as error:
        message = f"cannot be written ({error.strerror})"
        raise InputError([Problem(str(file), 0, message, "a file that can be written")]) from None


def plan_bytes(plan: Plan) -> bytes:
    """A plan in its one exact form."""
    text = json.dumps(plan.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True)
    return f"{text}\n".encode()


def read_plan(file: Path) -> tuple[Plan, bytes]:
    """Read a plan, and the bytes of its file as they stand.

    Raises:
        InputError: the file is no plan.
    """
    wanted = "a plan that reporter send plan wrote"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError([Problem(str(file), 0, f"cannot be read ({error.strerror})", wanted)]) from None
    try:
        return Plan.model_validate_json(content), content
    except ValidationError as error:
        problems = []
        for each in error.errors(include_url=False, include_input=False):
            place = ".".join(str(part) for part in each["loc"])
            where = f"{place}: " if place else ""
            problems.append(Problem(str(file), 0, f"this is no plan: {where}{each['msg'].lower()}", wanted))
        raise InputError(problems) from None


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _hash(value: object) -> str:
    """SHA-256 of a value's canonical JSON: keys in order, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_words(moment: dt.datetime) -> str:
    """A time in London as people write it, such as '09:30 on 19 November 2026'."""
    local = moment.astimezone(LONDON)
    return f"{local:%H:%M} on {local.day} {local:%B %Y}"
