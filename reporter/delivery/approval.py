"""Approval: a person's name and a time, signed together with the hash of a plan.

Without a key the signature is a record: it shows any later change of the plan, the name or the time, but
anyone who can write the file can write another name. With a secret in the environment variable
REPORTER_APPROVAL_KEY it is an HMAC, which nobody without that secret can make; once the variable is set, a
plan that was approved without it is refused.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Iterator

from reporter.delivery.plan import Approval, DeliveryPlan, contradictions
from reporter.delivery.plan_file import plan_bytes
from reporter.delivery.refusal import RefusedError

KEY_VARIABLE = "REPORTER_APPROVAL_KEY"


def approve(plan: DeliveryPlan, name: str, now: dt.datetime, key: str | None) -> DeliveryPlan:
    """The plan with an approval, which replaces any earlier one.

    Args:
        plan: the plan.
        name: name of the person who approves.
        now: the time of approval.
        key: the secret of the signature; None for a record without one.

    Raises:
        RefusedError: the plan contradicts itself, or the name is empty or not printable.
    """
    name = " ".join(name.split())
    reasons = list(contradictions(plan))
    if not name or not name.isprintable():
        reasons.append("an approval needs the name of the person who approves")
    if reasons:
        raise RefusedError(reasons)
    unsigned = Approval(
        name=name,
        time=now.replace(microsecond=0),
        plan_sha256=plan.sha256,
        method="hmac-sha256" if key else "record",
        signature="",
    )
    signed = unsigned.model_copy(update={"signature": _signature(unsigned, key)})
    return plan.model_copy(update={"approval": signed})


def approval_faults(plan: DeliveryPlan, content: bytes, now: dt.datetime, key: str | None) -> Iterator[str]:
    """Every reason why a plan is not the approved one.

    Args:
        plan: the plan.
        content: the bytes of its file.
        now: the present time.
        key: the secret of signatures; None where there is none.
    """
    approval = plan.approval
    if approval is None:
        yield "the plan is not approved: reporter send approve PLAN --by NAME"
        return
    if content != plan_bytes(plan):
        yield "the plan's file is not as it was written: it was changed by hand"
    if approval.plan_sha256 != plan.sha256:
        yield "the plan was changed after it was approved: its hash is not the approved one"
    if key is None and approval.method != "record":
        yield f"the approval is signed with a secret: set {KEY_VARIABLE} to check it"
    elif key is not None and approval.method == "record":
        yield f"the approval is not signed with the secret in {KEY_VARIABLE}"
    elif not hmac.compare_digest(approval.signature.encode(), _signature(approval, key).encode()):
        yield "the approval's signature does not fit its plan, name and time"
    if approval.time > now:
        yield "the approval's time lies in the future"


def _signature(approval: Approval, key: str | None) -> str:
    signed = approval.model_dump(mode="json", include={"name", "time", "plan_sha256", "method"})
    text = json.dumps(signed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    if key is None:
        return hashlib.sha256(text).hexdigest()
    return hmac.new(key.encode(), text, hashlib.sha256).hexdigest()
