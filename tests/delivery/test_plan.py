"""Plan and approval: what is frozen, what is derived, and who may have an edition when."""

import datetime as dt
import email
import json
from pathlib import Path

import pytest

from reporter.delivery.approval import approve
from reporter.delivery.checks import check_plan
from reporter.delivery.letter import Letter, mail_bytes
from reporter.delivery.plan import DeliveryPlan, attachment_name, contradictions
from reporter.delivery.plan_file import plan_bytes, write_plan
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.refusal import RefusedError
from reporter.errors import InputError
from tests.delivery.plans import ACCESS, AFTER, approved_plan, load, write_recipients
from tests.publications.briefings import NETWORKS, RELEASE, briefing_pdf, write_briefings
from tests.publications.finished import write_manifest


def plan_now(
    folder: Path, now: dt.datetime, role: str = "Minister", organisation: str = "Department"
) -> DeliveryPlan:
    (folder / "recipients.csv").write_text(
        f"area_code,name,email,role,organisation\nW1,A,a@example.org,{role},{organisation}\n"
    )
    return plan_delivery(folder / "edition", folder / "recipients.csv", folder / "plan.json", now)


def reasons(folder: Path, now: dt.datetime, role: str = "Minister", organisation: str = "Department") -> str:
    with pytest.raises(RefusedError) as caught:
        plan_now(folder, now, role, organisation)
    assert not (folder / "plan.json").exists()
    return "\n".join(caught.value.reasons)


def test_what_a_plan_freezes(tmp_path: Path) -> None:
    plan = load(approved_plan(tmp_path))
    assert [message.area_code for message in plan.messages] == list(NETWORKS)
    first = plan.messages[0]
    content = (tmp_path / "edition/networks/W1.pdf").read_bytes()
    assert (first.path, first.bytes) == ("networks/W1.pdf", len(content))
    assert first.attachment == "made-up_2022_W1.pdf"
    assert first.subject == "Briefing for North and West Network: A made-up publication: 2022"
    assert first.message_id == f"<{first.key[:40]}@office.example>"
    assert (plan.folder, plan.reply_to) == ("edition", "team@office.example")


def test_the_same_input_gives_the_same_plan_and_nothing_else_does(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two", "three")]
    for folder in folders:
        folder.mkdir()
    one, two = (load(approved_plan(folder)) for folder in folders[:2])
    three = load(approved_plan(folders[2], words={"W3": "Other words."}))
    assert one.sha256 == two.sha256 != three.sha256
    changed = [a.key != b.key for a, b in zip(one.messages, three.messages, strict=True)]
    assert changed == [False, False, True, False, False]


def test_an_attachments_name_is_cut_to_what_notify_takes() -> None:
    name = attachment_name("a" * 300, "2022", "E54000008")
    assert len(name) == 100
    assert name.endswith("a_2022_E54000008.pdf")


def test_no_line_break_reaches_a_header(tmp_path: Path) -> None:
    plan = load(
        approved_plan(tmp_path, producer=("Office\r\nBcc: everyone@example.org", "team@office.example"))
    )
    assert plan.producer == "Office Bcc: everyone@example.org"
    letter = Letter(plan.messages[0], plan, b"", AFTER)
    mail = email.message_from_bytes(mail_bytes(letter, "out@office.example", "team@office.example"))
    assert mail["Bcc"] is None
    assert mail["From"] == '"Office Bcc: everyone@example.org" <out@office.example>'
    hostile = plan.model_copy(update={"title": "Title\nBcc: everyone@example.org"})
    assert any("its subject does not follow" in reason for reason in contradictions(hostile))


def test_a_producers_address_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="producer's e-mail address is none"):
        approved_plan(tmp_path, producer=("Office", "team,another@office"))


def test_an_approval_holds_for_these_bytes_only(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    assert check_plan(plan_file, AFTER, None).plan.approval is not None
    changed = json.loads(plan_file.read_bytes())
    changed["approval"]["name"] = "Somebody Else"
    write_plan(DeliveryPlan.model_validate(changed), plan_file)
    with pytest.raises(RefusedError, match="signature does not fit"):
        check_plan(plan_file, AFTER, None)


def test_an_approval_from_the_future_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="lies in the future"):
        check_plan(approved_plan(tmp_path), AFTER - dt.timedelta(seconds=1), None)


def test_a_secret_makes_an_approval_that_only_its_holder_can_make(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with pytest.raises(RefusedError, match="not signed with the secret"):
        check_plan(plan_file, AFTER, "secret")
    approve_plan(plan_file, "B. Approver", AFTER, "secret")
    assert check_plan(plan_file, AFTER, "secret").plan.approval is not None
    for other, words in (("guess", "does not fit"), (None, "set REPORTER_APPROVAL_KEY")):
        with pytest.raises(RefusedError, match=words):
            check_plan(plan_file, AFTER, other)


@pytest.mark.parametrize("name", ["", "  ", "A\x07"])
def test_an_approval_needs_a_name(tmp_path: Path, name: str) -> None:
    plan = load(approved_plan(tmp_path))
    with pytest.raises(RefusedError, match="name of the person"):
        approve(plan, name, AFTER, None)


def test_a_plan_changed_and_approved_again_still_must_follow_from_itself(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    plan = load(plan_file)
    first, second = plan.messages[:2]
    swapped = first.model_copy(update={"path": second.path, "sha256": second.sha256, "bytes": second.bytes})
    write_plan(plan.model_copy(update={"messages": (swapped, *plan.messages[1:])}), plan_file)
    with pytest.raises(RefusedError, match="its path does not follow"):
        approve_plan(plan_file, "A. Approver", AFTER, None)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"form": 1}', b"\xff"])
def test_files_that_are_no_plan(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "plan.json").write_bytes(content)
    with pytest.raises(InputError, match="this is no plan"):
        check_plan(tmp_path / "plan.json", AFTER, None)


def test_the_files_form_is_exact(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    plan = load(plan_file)
    assert plan_file.read_bytes() == plan_bytes(plan)
    plan_file.write_bytes(plan_bytes(plan).replace(b"\n", b"\n "))
    with pytest.raises(RefusedError, match="changed by hand"):
        check_plan(plan_file, AFTER, None)


def test_a_briefing_built_for_another_network_is_refused_when_it_is_planned(tmp_path: Path) -> None:
    """The whole edition is wrong from the build on: its hashes fit, its files do not."""
    edition = write_briefings(tmp_path / "edition")
    described = json.loads((edition / "manifest.json").read_bytes())
    wrong = (edition / "networks/W2.pdf").read_bytes()
    (edition / "networks/W1.pdf").write_bytes(wrong)
    (entry,) = [entry for entry in described["files"] if entry["path"] == "networks/W1.pdf"]
    (other,) = [entry for entry in described["files"] if entry["path"] == "networks/W2.pdf"]
    entry |= {"bytes": other["bytes"], "sha256": other["sha256"]}
    (edition / "manifest.json").write_text(json.dumps(described))
    write_recipients(tmp_path / "recipients.csv")
    with pytest.raises(RefusedError) as caught:
        plan_delivery(edition, tmp_path / "recipients.csv", tmp_path / "plan.json", AFTER)
    said = "\n".join(caught.value.reasons)
    assert "networks/W1.pdf says its area code is 'W2', not 'W1'" in said
    assert "does not show 'North and West Network' on its first page" in said


def test_right_metadata_over_the_wrong_page_is_refused(tmp_path: Path) -> None:
    """'Network 11' holds the words 'Network 1', but its heading is another."""
    edition = write_briefings(tmp_path / "edition", networks={"W3": "Network 11"})
    content = briefing_pdf(
        "W3", "Network 11", "2022", "released", "made-up", "A made-up publication: 2022", "."
    )
    described = json.loads((edition / "manifest.json").read_bytes())
    areas = (edition / "tables/areas.csv").read_text().replace("Network 11", "Network 1").encode()
    (edition / "tables/areas.csv").write_bytes(areas)
    write_manifest(edition, described, {"tables/areas.csv": areas, "networks/W3.pdf": content})
    write_recipients(tmp_path / "recipients.csv", ["W3"])
    with pytest.raises(RefusedError, match="does not show 'Network 1' on its first page"):
        plan_delivery(edition, tmp_path / "recipients.csv", tmp_path / "plan.json", AFTER)


def test_before_the_release_only_the_list_may_have_a_marked_edition(tmp_path: Path) -> None:
    write_briefings(tmp_path / "edition", status="pre-release", access=[{**ACCESS, "hours": 12}])
    before = RELEASE - dt.timedelta(hours=12)
    early = before - dt.timedelta(seconds=1)
    assert "not on the pre-release list" in reasons(tmp_path, before, role="Adviser")
    assert "not on the pre-release list" in reasons(tmp_path, before, organisation="Another")
    assert "may have the edition from 21:30 on 18 November 2026" in reasons(tmp_path, early)
    assert "build it again as released" in reasons(tmp_path, RELEASE)
    plan = plan_now(tmp_path, before, role="MINISTER", organisation="the department".removeprefix("the "))
    assert plan.messages[0].subject.startswith("Pre-release, not to be shared: ")


def test_before_the_release_an_unmarked_edition_goes_to_nobody(tmp_path: Path) -> None:
    write_briefings(tmp_path / "edition", access=[ACCESS])
    assert "not marked pre-release" in reasons(tmp_path, RELEASE - dt.timedelta(seconds=1))
    assert plan_now(tmp_path, RELEASE, role="Anyone").messages


def test_nothing_goes_at_a_provisional_time(tmp_path: Path) -> None:
    write_briefings(tmp_path / "edition", status="pre-release", kind="provisional", access=[ACCESS])
    assert "provisional" in reasons(tmp_path, RELEASE - dt.timedelta(hours=1))
    assert "provisional" in reasons(tmp_path, AFTER)


def test_a_plan_approved_in_time_is_refused_once_the_edition_is_released(tmp_path: Path) -> None:
    write_briefings(tmp_path / "edition", status="pre-release", access=[ACCESS])
    before = RELEASE - dt.timedelta(hours=1)
    plan_now(tmp_path, before)
    approve_plan(tmp_path / "plan.json", "A. Approver", before, None)
    assert check_plan(tmp_path / "plan.json", before, None)
    with pytest.raises(RefusedError, match="build it again as released"):
        check_plan(tmp_path / "plan.json", RELEASE, None)


@pytest.mark.parametrize("hours", [0, 25])
def test_pre_release_access_lasts_a_day_at_most(tmp_path: Path, hours: int) -> None:
    """SI 2008/2998: at most 24 hours."""
    write_briefings(tmp_path / "edition", status="pre-release", access=[{**ACCESS, "hours": hours}])
    with pytest.raises(InputError, match="pre_release_access"):
        plan_now(tmp_path, RELEASE - dt.timedelta(hours=1))
