"""Every reason why a plan may not be sent now; all checks run before anything is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from reporter.delivery.access import access_refusals
from reporter.delivery.approval import approval_faults
from reporter.delivery.briefing_file import differences
from reporter.delivery.edition import MANIFEST, FinishedEdition, read_edition, sha256
from reporter.delivery.plan import DeliveryPlan, Message, contradictions
from reporter.delivery.plan_file import read_plan
from reporter.delivery.refusal import RefusedError


@dataclass(frozen=True)
class CheckedPlan:
    """A plan that may be sent, and the edition that it sends."""

    file: Path
    plan: DeliveryPlan
    edition: FinishedEdition


def check_plan(plan_file: Path, now: dt.datetime, key: str | None) -> CheckedPlan:
    """Read an approved plan and check it, its edition and every file that it sends.

    Args:
        plan_file: the plan.
        now: the present time.
        key: the secret of approvals; None where there is none.

    Raises:
        InputError: the plan or its edition cannot be read.
        RefusedError: with every reason why the plan may not be sent.
    """
    plan, content = read_plan(plan_file)
    _refuse([*approval_faults(plan, content, now, key), *contradictions(plan)])
    edition = read_edition(plan.edition_folder(plan_file))
    _refuse(edition_faults(plan, edition))
    _refuse(release_refusals(plan, edition, plan.messages, now))
    return CheckedPlan(plan_file, plan, edition)


def edition_faults(plan: DeliveryPlan, edition: FinishedEdition) -> Iterator[str]:
    """Every way in which an edition on disk differs from the planned one, or a PDF from its briefing."""
    if edition.sha256 != plan.manifest_sha256:
        yield f"{MANIFEST} is not that of the planned edition: it was built again or changed since the plan"
        return
    manifest = edition.manifest
    for name in ("publication", "title", "edition", "status", "release_time"):
        if getattr(manifest, name) != getattr(plan, name):
            yield f"the edition's {name.replace('_', ' ')} is not that of the plan"
    yield from edition.differences()
    seen: set[tuple[str, str, str]] = set()
    for message in plan.messages:
        same = (message.path, message.sha256, message.area_name)
        if same not in seen:
            seen.add(same)
            yield from file_faults(plan, edition, message)[1]


def file_faults(plan: DeliveryPlan, edition: FinishedEdition, message: Message) -> tuple[bytes, list[str]]:
    """The present bytes of a message's file, and every reason why they may not be sent."""
    try:
        content = edition.read(message.path)
    except OSError:
        return b"", [f"{message.path} cannot be read"]
    faults = []
    if sha256(content) != message.sha256 or len(content) != message.bytes:
        faults.append(f"{message.path} is not the planned file")
    faults += [f"{message.path} {difference}" for difference in differences(content, message, plan)]
    return content, faults


def release_refusals(
    plan: DeliveryPlan, edition: FinishedEdition, messages: Iterable[Message], now: dt.datetime
) -> Iterator[str]:
    """Every reason why messages of a plan may not be sent at this time."""
    return access_refusals(messages, plan.status, plan.release_time, edition.manifest.release, now)


def content_to_send(checked: CheckedPlan, message: Message, now: dt.datetime) -> bytes:
    """The file of a message, read and checked again just before it is sent.

    Raises:
        RefusedError: the manifest or the file changed since the plan was checked, or the recipient may not
            have the edition yet.
    """
    plan, edition = checked.plan, checked.edition
    faults = list(release_refusals(plan, edition, [message], now))
    try:
        manifest = edition.read(MANIFEST)
    except OSError:
        manifest = b""
    if sha256(manifest) != plan.manifest_sha256:
        faults.append(f"{MANIFEST} is no longer that of the planned edition")
    content, found = file_faults(plan, edition, message)
    _refuse([*faults, *found])
    return content


def _refuse(reasons: Iterable[str]) -> None:
    if found := list(reasons):
        raise RefusedError(found)
