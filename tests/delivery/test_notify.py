"""Sending by GOV.UK Notify, to a local server that speaks its API."""

import base64
import dataclasses
from pathlib import Path

import pytest

from reporter.delivery.ledger import FILE_NAME, Ledger
from reporter.delivery.letter import Letter
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import Sent, run
from reporter.delivery.transports.notify import ATTEMPTS, LARGEST, NotifyTransport, settings_from
from reporter.errors import InputError
from reporter.machine.progress import Silent
from tests.delivery import notify_server as notify_office
from tests.delivery.notify_server import KEY, Notify, notify_server
from tests.delivery.plans import AFTER, after, approved_plan, load
from tests.publications.briefings import NETWORKS

ADDRESSES = sorted(f"lead0@{code.lower()}.example" for code in NETWORKS)


def send(plan_file: Path, notify: Notify, waits: list[float] | None = None) -> Sent:
    pauses = [] if waits is None else waits
    return run(plan_file, NotifyTransport(notify.settings, pauses.append), after, None, Silent())


def states(sent: Sent) -> list[str]:
    return [delivery.state for delivery in sent.deliveries]


def test_every_letter_goes_as_a_file_that_its_recipient_alone_can_download(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        sent = send(plan_file, notify)
        assert send(plan_file, notify).before == 5
    assert states(sent) == ["sent"] * 5
    assert notify.asked == 5
    for request, message in zip(notify.accepted, load(plan_file).messages, strict=True):
        assert request["email_address"] == message.email
        assert request["reference"] == message.key
        assert request["email_reply_to_id"] == "reply-to"
        words = request["personalisation"]
        file = words.pop("link_to_file")
        assert base64.b64decode(file["file"]) == (tmp_path / "edition" / message.path).read_bytes()
        assert file["filename"] == message.attachment
        assert file["confirm_email_before_download"] is True
        assert file["retention_period"] == "4 weeks"
        assert words["area_name"] == message.area_name
        # Whoever wrote the names cannot write links or headings into the letter.
        assert set(request["sanitise_content_for"]) == set(words)
        assert message.email not in request["reference"]


def test_too_many_in_a_minute_is_tried_again_with_growing_waits(tmp_path: Path) -> None:
    plan_file, waits = approved_plan(tmp_path), list[float]()
    with notify_server() as notify:
        notify.answers.extend([notify_office.TOO_MANY] * 2)
        sent = send(plan_file, notify, waits)
    assert states(sent) == ["sent"] * 5
    assert notify.recipients() == ADDRESSES
    assert waits == [5, 10]


@pytest.mark.parametrize(
    "answers",
    [
        [notify_office.TOO_MANY] * ATTEMPTS,
        [notify_office.TOO_MANY_TODAY],
        [notify_office.FORBIDDEN],
    ],
)
def test_limits_and_wrong_keys_stop_the_batch_with_nothing_unknown(
    tmp_path: Path, answers: list[notify_office.Answer]
) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        notify.answers.extend([notify_office.accept, *answers])
        with pytest.raises(RefusedError) as caught:
            send(plan_file, notify)
        assert caught.value.sent == 1
        assert notify.asked == 1 + len(answers)
        assert states(send(plan_file, notify)) == ["sent"] * 5
    assert notify.recipients() == ADDRESSES


@pytest.mark.parametrize("answer", [notify_office.VIRUS, notify_office.NOT_SET_UP])
def test_4xx_fails_once_and_the_others_go(tmp_path: Path, answer: notify_office.Answer) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        notify.answers.append(answer)
        sent = send(plan_file, notify)
    assert states(sent) == ["failed", *["sent"] * 4]
    assert notify.asked == 5
    assert sent.deliveries[0].detail.startswith("400 BadRequestError: ")


@pytest.mark.parametrize("answer", [notify_office.accept_and_stall, notify_office.accept_and_fail])
def test_an_answer_that_never_came_is_looked_up(tmp_path: Path, answer: notify_office.Answer) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        notify.answers.append(answer)
        sent = send(plan_file, notify)
    assert states(sent) == ["sent"] * 5
    assert notify.recipients() == ADDRESSES
    assert sent.deliveries[0].detail == "id-1 sending"


@pytest.mark.parametrize("answer", [notify_office.accept_and_stall, notify_office.UNAVAILABLE])
def test_what_cannot_be_looked_up_is_unknown_and_never_sent_again(
    tmp_path: Path, answer: notify_office.Answer
) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        notify.is_known = False
        notify.answers.append(answer)
        assert states(send(plan_file, notify)) == ["unknown", *["sent"] * 4]
        assert states(send(plan_file, notify)) == ["unknown", *["sent"] * 4]
    assert notify.asked == 5


def test_a_reference_is_looked_up_before_anything_is_sent_again(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    plan = load(plan_file)
    with notify_server() as notify:
        # One was accepted and recorded as failed by mistake; one was claimed by a sender that died.
        notify.accepted += [
            {"reference": plan.messages[number].key, "email_address": "-"} for number in (0, 1)
        ]
        with Ledger(tmp_path / FILE_NAME) as ledger:
            ledger.register(plan, True, AFTER)
            for number in (0, 1, 2):
                ledger.claim(plan.messages[number], True, "notify", AFTER)
            ledger.record(plan.messages[0], True, "failed", "", AFTER)
        sent = send(plan_file, notify)
    assert states(sent) == ["sent", "sent", "unknown", "sent", "sent"]
    assert notify.asked == 2


def test_a_file_over_two_mebibytes_stops_the_batch_before_the_first(tmp_path: Path) -> None:
    plan = load(approved_plan(tmp_path))
    with notify_server() as notify, NotifyTransport(notify.settings) as transport:
        allowed = Letter(plan.messages[0], plan, b"x" * LARGEST, AFTER)
        assert list(transport.refusals(allowed)) == []
        assert list(transport.refusals(allowed._replace(content=b"x" * (LARGEST + 1)))) == [
            "networks/W1.pdf has 2,097,153 bytes, and GOV.UK Notify takes 2,097,152"
        ]


def test_a_wrong_template_or_address_sends_nothing(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with notify_server() as notify:
        for wrong, words in (
            (dataclasses.replace(notify.settings, template_id="wrong"), "404"),
            (dataclasses.replace(notify.settings, address="http://127.0.0.1:1"), "503"),
        ):
            with pytest.raises(RefusedError, match=words):
                send(plan_file, dataclasses.replace(notify, settings=wrong))
    assert notify.asked == 0


def test_settings_come_from_the_environment_with_every_problem_at_once() -> None:
    with pytest.raises(InputError) as caught:
        settings_from({"REPORTER_NOTIFY_RETENTION_WEEKS": "79"})
    named = [problem.file.removeprefix("REPORTER_NOTIFY_") for problem in caught.value.problems]
    assert named == ["API_KEY", "REPLY_TO_ID", "RETENTION_WEEKS", "TEMPLATE_ID"]
    given = {"API_KEY": KEY, "TEMPLATE_ID": "template", "REPLY_TO_ID": "reply-to"}
    right = settings_from({f"REPORTER_NOTIFY_{name}": value for name, value in given.items()})
    assert (right.api_key, right.retention) == (KEY, "26 weeks")
    assert KEY not in repr(right)
