"""Sending by SMTP, to a real server with TLS that refuses, stalls and hangs up."""

import dataclasses
import email.utils
import ssl
from pathlib import Path

import pytest

from reporter.delivery.letter import Letter, mail_bytes, mail_size
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import Sent, run
from reporter.delivery.transports.smtp import ATTEMPTS, SmtpTransport, settings_from
from reporter.errors import InputError
from reporter.machine.progress import Silent
from tests.delivery import mail_server as post_office
from tests.delivery.mail_server import Server, mail_server
from tests.delivery.plans import AFTER, after, approved_plan, load
from tests.publications.briefings import NETWORKS

ADDRESSES = sorted(f"lead0@{code.lower()}.example" for code in NETWORKS)
FIRST, SECOND = ADDRESSES[:2]


def send(plan_file: Path, server: Server, waits: list[float] | None = None) -> Sent:
    pauses = [] if waits is None else waits
    return run(
        plan_file, SmtpTransport(server.settings, server.context, pauses.append), after, None, Silent()
    )


def states(sent: Sent) -> dict[str, str]:
    return {delivery.email: delivery.state for delivery in sent.deliveries}


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
def test_one_message_a_recipient_over_tls_with_log_in(tmp_path: Path, tls: str) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server(tls, login=tls == "starttls") as server:
        sent = send(plan_file, server)
    assert set(states(sent).values()) == {"sent"}
    assert [len(addresses) for addresses, _ in server.post.taken] == [1] * 5
    assert server.post.recipients() == ADDRESSES
    assert server.post.connections == 1
    planned = {message.email: message for message in load(plan_file).messages}
    for message in server.post.messages():
        (to,) = email.utils.getaddresses([message["To"]])
        expected = planned[to[1]]
        assert message["Bcc"] is None
        assert message["Cc"] is None
        assert message["From"] == "Test office <out@office.example>"
        assert message["Reply-To"] == "Test office <team@office.example>"
        assert message["Subject"] == expected.subject
        assert message["Message-ID"] == expected.message_id
        assert email.utils.parsedate_to_datetime(message["Date"]) == AFTER
        words, page = message.get_body(("plain",)), message.get_body(("html",))
        assert words is not None
        assert page is not None
        assert f"briefing for {expected.area_name} is attached" in words.get_content()
        assert "<b>Network" not in page.get_content()
        (attached,) = message.iter_attachments()
        assert attached.get_content_type() == "application/pdf"
        assert attached.get_filename() == expected.attachment
        assert attached.get_payload(decode=True) == (tmp_path / "edition" / expected.path).read_bytes()


def test_nothing_is_sent_twice(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        send(plan_file, server)
        again = send(plan_file, server)
    assert (again.before, len(again.deliveries)) == (5, 5)
    assert server.post.recipients() == ADDRESSES
    assert server.post.connections == 1


def test_4xx_is_tried_again_with_growing_waits(tmp_path: Path) -> None:
    plan_file, waits = approved_plan(tmp_path), list[float]()
    with mail_server() as server:
        server.post.answers[FIRST].extend(["450 Busy", "451 Later"])
        server.post.endings[SECOND].append("452 Full")
        sent = send(plan_file, server, waits)
    assert set(states(sent).values()) == {"sent"}
    assert server.post.recipients() == ADDRESSES
    assert waits == [2, 4, 2]


def test_4xx_without_end_fails_and_the_next_run_tries_again(tmp_path: Path) -> None:
    plan_file, waits = approved_plan(tmp_path), list[float]()
    with mail_server() as server:
        server.post.answers[FIRST].extend(["450 Busy"] * ATTEMPTS)
        sent = send(plan_file, server, waits)
        assert {address for address, state in states(sent).items() if state == "failed"} == {FIRST}
        assert len(waits) == ATTEMPTS - 1
        assert FIRST not in server.post.recipients()
        assert set(states(send(plan_file, server)).values()) == {"sent"}
    assert server.post.recipients() == ADDRESSES


@pytest.mark.parametrize("at_the_end", [False, True])
def test_5xx_is_not_tried_again_and_the_others_go(tmp_path: Path, at_the_end: bool) -> None:
    plan_file, waits = approved_plan(tmp_path), list[float]()
    with mail_server() as server:
        scripted = server.post.endings if at_the_end else server.post.answers
        scripted[FIRST].append("550 No such person")
        sent = send(plan_file, server, waits)
    assert states(sent) == {address: "failed" if address == FIRST else "sent" for address in ADDRESSES}
    assert server.post.recipients() == ADDRESSES[1:]
    assert waits == []
    (failed,) = [delivery for delivery in sent.deliveries if delivery.state == "failed"]
    assert failed.detail == "550 No such person"


@pytest.mark.parametrize(
    "ending", [post_office.DROP, post_office.DROP_AFTER_KEEPING, post_office.STALL_AFTER_KEEPING]
)
def test_no_answer_after_the_data_is_unknown_and_never_sent_again(tmp_path: Path, ending: str) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        server.post.endings[FIRST].append(ending)
        sent = send(plan_file, server)
        assert states(sent) == {address: "unknown" if address == FIRST else "sent" for address in ADDRESSES}
        assert states(send(plan_file, server))[FIRST] == "unknown"
    kept = [] if ending == post_office.DROP else [FIRST]
    assert server.post.recipients() == sorted(kept + ADDRESSES[1:])


def test_a_connection_that_breaks_before_the_data_is_made_again(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        server.post.answers[SECOND].append(post_office.DROP)
        sent = send(plan_file, server)
    assert set(states(sent).values()) == {"sent"}
    assert server.post.recipients() == ADDRESSES
    assert server.post.connections == 2


def test_a_server_that_goes_away_stops_the_batch_with_nothing_unknown(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        server.post.answers[SECOND].extend([post_office.DROP] * ATTEMPTS)
        with pytest.raises(RefusedError, match="connection broke before") as caught:
            send(plan_file, server)
        assert caught.value.sent == 1
        assert set(states(send(plan_file, server)).values()) == {"sent"}
    assert server.post.recipients() == ADDRESSES


def test_a_message_over_the_servers_size_stops_the_batch_before_the_first(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server(size=5000) as server, pytest.raises(RefusedError, match="the server takes 5,000"):
        send(plan_file, server)
    assert server.post.taken == []


def test_a_message_over_the_own_size_stops_the_batch_before_the_first(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        smaller = dataclasses.replace(server, settings=dataclasses.replace(server.settings, max_bytes=4000))
        with pytest.raises(RefusedError, match="the server takes 4,000"):
            send(plan_file, smaller)
    assert server.post.taken == []


def test_a_wrong_password_sends_nothing(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server(login=True) as server:
        wrong = dataclasses.replace(server, settings=dataclasses.replace(server.settings, password="wrong"))
        with pytest.raises(RefusedError, match="refused the log-in: 535") as caught:
            send(plan_file, wrong)
    assert "wrong" not in str(caught.value)
    assert server.post.taken == []


def test_a_server_without_a_trusted_certificate_gets_nothing(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with mail_server() as server:
        doubtful = dataclasses.replace(server, context=ssl.create_default_context())
        with pytest.raises(RefusedError, match="no certificate to trust"):
            send(plan_file, doubtful)
    assert server.post.taken == []


def test_a_mail_is_refused_by_the_bytes_that_it_really_has(tmp_path: Path) -> None:
    """Words in Chinese take far more bytes in an e-mail than in a template (RFC 2045)."""
    own = tmp_path / "words"
    own.mkdir()
    for name in ("briefing.txt", "briefing.html"):
        (own / name).write_text("{{ notice }}Dear\n" + "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 1900, "utf-8")
    plan_file, recipients = approved_plan(tmp_path), tmp_path / "recipients.csv"
    plan_delivery(tmp_path / "edition", recipients, plan_file, AFTER, own)
    approve_plan(plan_file, "A. Approver", AFTER, None)
    with mail_server() as server:
        assert set(states(send(plan_file, server)).values()) == {"sent"}
        largest = max(len(content) for _, content in server.post.taken)
        plan = load(plan_file)
        letters = [
            Letter(message, plan, (tmp_path / "edition" / message.path).read_bytes(), AFTER)
            for message in plan.messages
        ]
        for limit, refused in ((largest, 0), (largest - 1, 1)):
            settings = dataclasses.replace(server.settings, max_bytes=limit)
            transport = SmtpTransport(settings, server.context)
            assert sum(len(list(transport.refusals(letter))) for letter in letters) == refused


def test_the_size_of_a_mail_is_known_before_its_briefing_is_written_out(tmp_path: Path) -> None:
    plan = load(approved_plan(tmp_path))
    addresses = ("out@office.example", "team@office.example")
    for size in (0, 1, 2, 3, 56, 57, 58, 113, 114, 115, 1_000_000):
        letter = Letter(plan.messages[4], plan, b"x" * size, AFTER)
        assert mail_size(letter, *addresses) == len(mail_bytes(letter, *addresses))


def test_settings_come_from_the_environment_with_every_problem_at_once(tmp_path: Path) -> None:
    plan = load(approved_plan(tmp_path))
    wrong = {"REPORTER_SMTP_PORT": "x", "REPORTER_SMTP_TLS": "none", "REPORTER_SMTP_USER": "u"}
    with pytest.raises(InputError) as caught:
        settings_from({**wrong, "REPORTER_SMTP_FROM": "nobody"}, plan)
    named = [problem.file.removeprefix("REPORTER_SMTP_") for problem in caught.value.problems]
    assert named == ["FROM", "HOST", "PASSWORD", "PORT", "TLS"]
    right = settings_from({"REPORTER_SMTP_HOST": "mail.example", "REPORTER_SMTP_FROM": "a@b.example"}, plan)
    assert (right.port, right.tls, right.reply_to) == (587, "starttls", "team@office.example")
    assert "secret" not in repr(dataclasses.replace(right, password="secret"))
