"""The delivery plan: recipients and files, frozen with hashes, so that what was approved is what is sent.

Everything that follows from a message's recipient and file (subject, hashes of its text, attachment's name,
key, Message-ID) is derived again before a plan is approved and before it is sent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from reporter.delivery.edition import FinishedEdition, briefing_path
from reporter.delivery.recipient import Recipient, email_fault
from reporter.delivery.words import NAMES, Moment, WordsError, message_text
from reporter.publication.release import Status
from reporter.publication.time_zones import LONDON, TimeZone, in_zone, offset_of, place_of

HASHES_OF_WORDS = {"text_sha256", "html_sha256"}
LONGEST_NAME = 100
"""Greatest length of an attachment's name in characters, the limit of GOV.UK Notify."""
FORM: Final = "reporter send plan, form 2"
"""Format of plans; a plan of form 1 can still be read, for its ledger, but not sent."""
NO_DOMAIN = "reporter.invalid"
"""Right side of Message-IDs where the producer has no e-mail address."""


class _PlanRecord(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Message(_PlanRecord):
    """A planned message: a recipient, a file, and the fields derived from these.

    Attributes:
        path, sha256, bytes: the file within the edition, its hash and its size.
        attachment: name of the file as the recipient sees it.
        key: idempotency key: hash of publication, edition, network, address and the file's hash. It names the
            message where an address may not appear.
        message_id: the Message-ID header, the same at every attempt.
        text_sha256, html_sha256: hashes of the letter as plain text and as HTML, so that the approved text is
        sent whichever templates it came from. Empty in a plan of form 1.
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
    text_sha256: str = ""
    html_sha256: str = ""

    @property
    def label(self) -> str:
        """Short name of the message for people, without its address."""
        return self.key[:12]


class CorrectionNotice(_PlanRecord):
    """Reason for sending again: the hash of the plan that is corrected, and the notice to the recipients."""

    of: str
    notice: str


class Approval(_PlanRecord):
    """The approval of a plan: name, time, hash of the plan and signature; see `approval`."""

    name: str
    time: AwareDatetime
    plan_sha256: str
    method: Literal["record", "hmac-sha256"]
    signature: str


class DeliveryPlan(_PlanRecord):
    """A delivery plan: everything that is decided before a message is sent.

    Attributes:
        form: `FORM`, or the format of an earlier version: see `described`.
        folder: path of the edition's folder, relative to the plan's folder.
        manifest_sha256: hash of the edition's manifest, which fixes every file of it.
        reply_to: address of the producer; None where the manifest has none.
        time_zone: zone of the release time where it is named; None where it is London's and need not be.
        words: custom templates of e-mails by name (see `words`).
    """

    form: Literal["reporter send plan, form 1", "reporter send plan, form 2"] = FORM
    publication: str
    title: str
    edition: str
    language: str
    status: Status
    release_time: AwareDatetime
    time_zone: TimeZone | None = None
    folder: str
    manifest_sha256: str
    producer: str
    reply_to: str | None
    words: dict[str, str] = {}
    correction: CorrectionNotice | None
    messages: tuple[Message, ...]
    approval: Approval | None = None

    @property
    def sha256(self) -> str:
        """Hash of all that is approved: the plan without its approval."""
        fields = self.described()
        del fields["approval"]
        return _hash(fields)

    def described(self) -> dict[str, Any]:
        """The plan as its file has it; in form 1 without the keys that form 1 lacked."""
        said = self.model_dump(mode="json", exclude_unset=self.form != FORM)
        if self.time_zone is None:
            said.pop("time_zone", None)
        return said

    def edition_folder(self, plan_file: Path) -> Path:
        """The edition's folder, from the path of the plan's file."""
        return plan_file.parent / self.folder


def make_plan(
    edition: FinishedEdition,
    recipients: Sequence[Recipient],
    plan_file: Path,
    words: Mapping[str, str],
    correction: CorrectionNotice | None = None,
) -> DeliveryPlan:
    """A plan of the messages of an edition; nothing is checked (see `checks`).

    Args:
        edition: the edition.
        recipients: recipients, each of a network of the edition.
        plan_file: path of the plan's file.
        words: custom templates of e-mails by name.
        correction: for a corrected edition, the correction.
    """
    manifest = edition.manifest
    producer = manifest.producer
    names = edition.network_names()
    empty = DeliveryPlan(
        publication=manifest.publication,
        title=manifest.title,
        edition=manifest.edition,
        language=manifest.language,
        status=manifest.status,
        release_time=manifest.release_time,
        time_zone=manifest.release.time_zone,
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


def _message(
    plan: DeliveryPlan, edition: FinishedEdition, recipient: Recipient, names: dict[str, str]
) -> Message:
    path = briefing_path(recipient.area_code)
    listed = edition.listed(path)
    assert listed is not None, "recipients are of networks of the edition"
    fixed = {**recipient._asdict(), "area_name": names[recipient.area_code]}
    return Message(
        **fixed, path=path, sha256=listed.sha256, bytes=listed.bytes, **_derived(plan, fixed, listed.sha256)
    )


def _derived(plan: DeliveryPlan, recipient: dict[str, Any], sha256: str) -> dict[str, str]:
    """Fields of a message that follow from its recipient and file."""
    code = recipient["area_code"]
    key = _hash([plan.publication, plan.edition, code, recipient["email"].casefold(), sha256])
    domain = plan.reply_to.rpartition("@")[2] if plan.reply_to else NO_DOMAIN
    attachment = attachment_name(plan.publication, plan.edition, code)
    words = message_text(plan.words, template_variables(plan, {**recipient, "attachment": attachment}))
    return {
        **words.frozen(),
        "attachment": attachment,
        "key": key,
        "message_id": f"<{key[:40]}@{domain}>",
    }


def template_variables(plan: DeliveryPlan, message: Mapping[str, Any]) -> dict[str, object]:
    """Variables of the e-mail templates for one message.

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
        "release": Moment.of(in_zone(plan.release_time, plan.time_zone or LONDON)),
        "release_time": in_words(plan.release_time, plan.time_zone),
        "time_zone": plan.time_zone or "",
        "status": plan.status,
        "corrected": plan.correction is not None,
        "notice": plan.correction.notice if plan.correction else "",
    }


def attachment_name(publication: str, edition: str, area_code: str) -> str:
    """Name of an attached briefing, at most 100 characters: the publication's name is cut to fit."""
    end = f"_{edition}_{area_code}.pdf"
    return f"{publication[: max(LONGEST_NAME - len(end), 0)]}{end}"


def contradictions(plan: DeliveryPlan) -> Iterator[str]:
    """Every inconsistency of a plan: its form, address and templates, and fields that cannot be derived."""
    if plan.form != FORM:
        yield (
            "the plan was made by an earlier version, which did not fix every word: make it again (reporter "
            "send plan, or correct) in the same folder and approve it; what has gone is not sent twice"
        )
        return
    if plan.reply_to is not None and (fault := email_fault(plan.reply_to)):
        yield f"the producer's e-mail address is none: {fault}"
    if others := sorted(plan.words.keys() - set(NAMES)):
        yield f"its own words hold what is no part of an e-mail: {', '.join(others)}"
    keys: set[str] = set()
    reworded = 0
    for message in plan.messages:
        fields = message.model_dump()
        try:
            expected = {**_derived(plan, fields, message.sha256), "path": briefing_path(message.area_code)}
        except WordsError as error:
            yield f"message {message.label} cannot be put in words: {error}"
            return
        different = {name for name, value in expected.items() if fields[name] != value}
        reworded += bool(different & HASHES_OF_WORDS)
        for name in sorted(different - HASHES_OF_WORDS):
            yield f"message {message.label}: its {name} does not follow from its recipient and file"
        if len(message.attachment) > LONGEST_NAME:
            yield f"message {message.label}: the attachment's name is over {LONGEST_NAME} characters"
        if message.key in keys:
            yield f"message {message.label} stands twice in the plan"
        keys.add(message.key)
    if reworded:
        yield (
            f"the words of {reworded} of {len(plan.messages)} letters are not the planned ones: the shipped "
            "templates have changed, or its own say something else each time; plan and approve again"
        )
    if not plan.messages:
        yield "the plan holds no message"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _hash(value: object) -> str:
    """SHA-256 of a value's canonical JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_words(moment: dt.datetime, time_zone: str | None) -> str:
    """A time as people write it, such as '10:00 (New York time) on 19 November 2026'.

    Args:
        moment: the time.
        time_zone: the zone, which is named; None for London's, unnamed.
    """
    local = in_zone(moment, time_zone or LONDON)
    said = f"{local:%H:%M}"
    if time_zone:
        place = place_of(time_zone)
        said += f" ({place} time)" if place else f" (UTC{offset_of(local)})"
    return f"{said} on {local.day} {local:%B %Y}"
