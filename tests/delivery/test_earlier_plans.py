"""Plans that an earlier version wrote: read for what became of them, corrected, but not sent."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from reporter.delivery.approval import _signature, approval_faults
from reporter.delivery.checks import check_plan
from reporter.delivery.correction import plan_correction
from reporter.delivery.plan import Approval
from reporter.delivery.plan_file import plan_bytes, read_plan
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import run
from reporter.delivery.status import plan_status
from reporter.delivery.transports.folder import FolderTransport
from reporter.machine.progress import Silent
from tests.delivery.plans import AFTER, after, approved_plan, load
from tests.publications.briefings import NETWORKS, write_briefings


def sent_by_an_earlier_version(folder: Path) -> Path:
    """A plan of form 1, without the keys that came later, its approval, and the ledger."""
    plan_file = approved_plan(folder)
    run(plan_file, FolderTransport(folder / "messages"), after, None, Silent())
    plan: dict[str, Any] = json.loads(plan_file.read_bytes())
    plan["form"] = "reporter send plan, form 1"
    del plan["words"]
    for message in plan["messages"]:
        del message["text_sha256"], message["html_sha256"]
    # As form 1 was hashed: canonical JSON of everything but the approval.
    approval = Approval.model_validate(plan.pop("approval"))
    canonical = json.dumps(plan, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    approval = approval.model_copy(update={"plan_sha256": hashlib.sha256(canonical.encode()).hexdigest()})
    approval = approval.model_copy(update={"signature": _signature(approval, None)})
    plan["approval"] = approval.model_dump(mode="json")
    text = json.dumps(plan, ensure_ascii=False, indent=1, sort_keys=True)
    plan_file.write_text(f"{text}\n", "utf-8")
    return plan_file


def test_an_earlier_plan_is_read_as_it_was_approved(tmp_path: Path) -> None:
    plan_file = sent_by_an_earlier_version(tmp_path)
    plan, content = read_plan(plan_file)
    assert plan_bytes(plan) == content
    assert list(approval_faults(plan, content, AFTER, None)) == []
    assert len(plan_status(plan_file).in_state("sent")) == len(NETWORKS)


def test_an_edition_sent_by_an_earlier_version_can_be_corrected(tmp_path: Path) -> None:
    plan_file = sent_by_an_earlier_version(tmp_path)
    approval = load(plan_file).approval
    assert approval is not None
    edition = write_briefings(tmp_path / "new", words={"W2": "Right."}, corrections=["A figure was wrong."])
    corrected = plan_correction(plan_file, edition, None, None, AFTER)
    assert [message.area_code for message in corrected.plan.messages] == ["W2"]
    assert corrected.plan.correction is not None
    assert corrected.plan.correction.of == approval.plan_sha256
    approve_plan(corrected.file, "A. Approver", AFTER, None)
    sent = run(corrected.file, FolderTransport(tmp_path / "messages"), after, None, Silent())
    assert {delivery.state for delivery in sent.deliveries} == {"sent"}


def test_an_earlier_plan_is_not_sent_but_made_again_and_nobody_gets_it_twice(tmp_path: Path) -> None:
    plan_file = sent_by_an_earlier_version(tmp_path)
    with pytest.raises(RefusedError) as caught:
        check_plan(plan_file, AFTER, None)
    (reason,) = caught.value.reasons
    assert reason.startswith("the plan was made by an earlier version")
    with pytest.raises(RefusedError, match="made by an earlier version"):
        approve_plan(plan_file, "A. Approver", AFTER, None)
    plan_delivery(tmp_path / "edition", tmp_path / "recipients.csv", plan_file, AFTER)
    approve_plan(plan_file, "A. Approver", AFTER, None)
    sent = run(plan_file, FolderTransport(tmp_path / "messages"), after, None, Silent())
    assert sent.before == len(NETWORKS)
