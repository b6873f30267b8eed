"""The loop and the ledger: each message once, whatever happens on the way."""

import datetime as dt
import multiprocessing
import sqlite3
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from reporter.delivery.ledger import FILE_NAME, Ledger
from reporter.delivery.letter import Letter
from reporter.delivery.plan import Message
from reporter.delivery.planning import approve_plan
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import Sent, run
from reporter.delivery.status import plan_status, settle
from reporter.delivery.transports.folder import FolderTransport
from reporter.delivery.transports.notify import NotifySettings, NotifyTransport
from reporter.delivery.transports.smtp import SmtpSettings, SmtpTransport
from reporter.delivery.transports.transport import Outcome, Transport
from reporter.errors import InputError
from reporter.machine.progress import Silent
from tests.delivery.notify_server import KEY
from tests.delivery.plans import ACCESS, AFTER, after, approved_plan, load
from tests.delivery.test_plan import plan_now
from tests.publications.briefings import NETWORKS, RELEASE, briefing_pdf, write_briefings


class Handed(FolderTransport):
    """A live transport that hands letters to a function, and can look nothing up."""

    name = "handed"
    is_live = True

    def __init__(self, folder: Path, hand: Callable[[Letter], Outcome]) -> None:
        super().__init__(folder)
        self._hand = hand

    def prepare(self, letter: Letter) -> Callable[[], Outcome]:
        return partial(self._hand, letter)

    def look_up(self, message: Message) -> None:  # type: ignore[override]
        return None


def taken(letters: list[Letter]) -> Callable[[Letter], Outcome]:
    def take(letter: Letter) -> Outcome:
        letters.append(letter)
        return Outcome("sent", "taken")

    return take


def write(plan_file: Path, folder: Path) -> Sent:
    return run(plan_file, FolderTransport(folder), after, None, Silent())


def test_a_folder_gets_a_letter_for_each_message_and_nobody_anything(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    sent = write(plan_file, tmp_path / "out")
    assert not sent.is_live
    expected = sorted(f"{m.area_code}_{m.label}.eml" for m in load(plan_file).messages)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == expected
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    again = write(plan_file, tmp_path / "out")
    assert again.before == len(NETWORKS)
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_the_same_plan_at_the_same_time_gives_the_same_letters(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    write(plan_file, tmp_path / "one")
    (tmp_path / FILE_NAME).unlink()
    write(plan_file, tmp_path / "two")
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()} for name in ("one", "two")
    )
    assert len(one) == len(NETWORKS)
    assert one == two


def test_a_rehearsal_does_not_count_as_sent(tmp_path: Path) -> None:
    plan_file, letters = approved_plan(tmp_path), list[Letter]()
    write(plan_file, tmp_path / "out")
    sent = run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert (sent.before, len(letters)) == (0, len(NETWORKS))


def test_two_plans_of_a_folder_send_the_same_once(tmp_path: Path) -> None:
    plan_file, letters = approved_plan(tmp_path), list[Letter]()
    copy = tmp_path / "another.json"
    copy.write_bytes(plan_file.read_bytes())
    for file in (plan_file, copy):
        run(file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert len(letters) == len(NETWORKS)


def test_a_file_that_changes_while_others_are_sent_stops_the_batch(tmp_path: Path) -> None:
    plan_file, letters = approved_plan(tmp_path), list[Letter]()

    def swap(letter: Letter) -> Outcome:
        files = [tmp_path / f"edition/networks/{code}.pdf" for code in ("W4", "W5")]
        contents = [file.read_bytes() for file in files]
        for file, content in zip(files, reversed(contents), strict=True):
            file.write_bytes(content)
        return taken(letters)(letter)

    with pytest.raises(RefusedError, match="3 messages had gone before") as caught:
        run(plan_file, Handed(tmp_path, swap), after, None, Silent())
    assert any("networks/W4.pdf says its area code is 'W5'" in reason for reason in caught.value.reasons)
    assert [letter.message.area_code for letter in letters] == ["W1", "W2", "W3"]


def test_what_was_checked_is_what_is_sent(tmp_path: Path) -> None:
    plan_file, letters = approved_plan(tmp_path), list[Letter]()
    run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    for letter in letters:
        code = letter.message.area_code
        assert letter.content == briefing_pdf(
            code, NETWORKS[code], "2022", "released", "made-up", "A made-up publication: 2022", "Some words."
        )


def test_time_that_runs_out_on_the_way_stops_the_batch(tmp_path: Path) -> None:
    write_briefings(tmp_path / "edition", status="pre-release", access=[ACCESS])
    before = RELEASE - dt.timedelta(minutes=1)
    plan_now(tmp_path, before)
    approve_plan(tmp_path / "plan.json", "A. Approver", before, None)
    times: Iterator[dt.datetime] = iter([before, before, before, RELEASE])
    letters: list[Letter] = []
    with pytest.raises(RefusedError, match="build it again as released"):
        run(tmp_path / "plan.json", Handed(tmp_path, taken(letters)), lambda: next(times), None, Silent())
    assert letters == []


def test_a_defect_of_a_transport_leaves_its_message_unknown_and_a_person_settles_it(tmp_path: Path) -> None:
    plan_file, letters = approved_plan(tmp_path), list[Letter]()

    def fail(letter: Letter) -> Outcome:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(plan_file, Handed(tmp_path, fail), after, None, Silent())
    sent = run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert [delivery.state for delivery in sent.deliveries] == ["unknown", *["sent"] * 4]
    (doubtful,) = plan_status(plan_file).in_state("unknown")
    with pytest.raises(RefusedError, match="no message of unknown fate"):
        settle(plan_file, "someone@else.example", "sent", "A. Finder", AFTER)
    settle(plan_file, doubtful.label, "not-sent", "A. Finder", AFTER)
    assert plan_status(plan_file).rows[doubtful.key].detail == "A. Finder found that it was not sent"
    run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert sorted(letter.message.area_code for letter in letters) == sorted(NETWORKS)


def test_what_fails_before_a_letter_leaves_makes_nothing_unknown(tmp_path: Path) -> None:
    class Unprepared(Handed):
        def prepare(self, letter: Letter) -> Callable[[], Outcome]:
            if letter.message.area_code == "W2":
                raise ZeroDivisionError
            return super().prepare(letter)

    plan_file, letters = approved_plan(tmp_path), list[Letter]()
    with pytest.raises(ZeroDivisionError):
        run(plan_file, Unprepared(tmp_path, taken(letters)), after, None, Silent())
    assert [len(plan_status(plan_file).in_state(state)) for state in ("sent", "pending")] == [1, 4]
    run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert [letter.message.area_code for letter in letters] == list(NETWORKS)


@pytest.mark.parametrize("kind", ["folder", "smtp", "notify"])
def test_no_transport_lets_anything_out_before_it_is_told_to(tmp_path: Path, kind: str) -> None:
    """Preparing takes no connection: there is none here."""
    plan = load(approved_plan(tmp_path))
    smtp = SmtpSettings("localhost", 1, "starttls", "", "", "out@office.example", "team@office.example")
    notify = NotifySettings(KEY, "template", "reply-to", "4 weeks", "http://localhost:1")
    transports: dict[str, Transport] = {
        "folder": FolderTransport(tmp_path / "out"),
        "smtp": SmtpTransport(smtp),
        "notify": NotifyTransport(notify),
    }
    transports[kind].prepare(Letter(plan.messages[0], plan, b"%PDF-", AFTER))
    assert not (tmp_path / "out").exists()
    changed = plan.messages[0].model_copy(update={"text_sha256": ""})
    if kind != "notify":  # Whose words stand elsewhere.
        with pytest.raises(RefusedError, match="no longer the planned ones"):
            transports[kind].prepare(Letter(changed, plan, b"%PDF-", AFTER))


def test_a_message_found_claimed_is_looked_up(tmp_path: Path) -> None:
    """A folder can tell; a transport that cannot leaves it unknown."""
    plan_file = approved_plan(tmp_path)
    plan, letters = load(plan_file), list[Letter]()
    for live in (False, True):
        with Ledger(tmp_path / FILE_NAME) as ledger:
            ledger.register(plan, live, AFTER)
            assert ledger.claim(plan.messages[0], live, "dead", AFTER)
    assert {delivery.state for delivery in write(plan_file, tmp_path / "out").deliveries} == {"sent"}
    assert len(list((tmp_path / "out").iterdir())) == len(NETWORKS)
    sent = run(plan_file, Handed(tmp_path, taken(letters)), after, None, Silent())
    assert sent.deliveries[0].state == "unknown"
    assert [letter.message.area_code for letter in letters] == ["W2", "W3", "W4", "W5"]


def test_a_message_is_claimed_once(tmp_path: Path) -> None:
    plan = load(approved_plan(tmp_path))
    with Ledger(tmp_path / FILE_NAME) as one, Ledger(tmp_path / FILE_NAME) as two:
        one.register(plan, True, AFTER)
        two.register(plan, True, AFTER)
        claims = [ledger.claim(plan.messages[0], True, "smtp", AFTER) for ledger in (one, two, one)]
        one.record(plan.messages[0], True, "sent", "", AFTER)
        assert not two.claim(plan.messages[0], True, "smtp", AFTER)
    assert claims == [True, False, False]


def test_the_ledger_holds_a_release_network_recipient_and_content_once(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    write(plan_file, tmp_path / "out")
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        same = "live, publication, edition, area_code, email, content_sha256"
        rest = "name, role, organisation, plan_sha256, approved_by, state, changed"
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            connection.execute(
                f"INSERT INTO delivery (key, {same}, {rest}) SELECT 'other', {same}, {rest} FROM delivery"
            )
    connection.close()


def test_a_file_that_is_no_ledger(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    (tmp_path / FILE_NAME).write_text("This is a letter, and not at all a data base of any kind.")
    with pytest.raises(InputError, match="cannot be used as a ledger"):
        write(plan_file, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def _send_all(plan_file: Path, folder: Path, started: Any) -> None:
    """A sender in a process of its own, which appends each letter's network to a file."""

    def append(letter: Letter) -> Outcome:
        with (folder / "handed").open("a") as file:
            file.write(f"{letter.message.key}\n")
        return Outcome("sent", "")

    started.wait()
    run(plan_file, Handed(folder, append), after, None, Silent())


def test_two_senders_at_once_send_each_message_once(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path, each=8)
    processes = multiprocessing.get_context("spawn")
    started = processes.Barrier(2)
    senders = [processes.Process(target=_send_all, args=(plan_file, tmp_path, started)) for _ in range(2)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [sender.exitcode for sender in senders] == [0, 0]
    handed = (tmp_path / "handed").read_text().split()
    assert sorted(handed) == sorted(message.key for message in load(plan_file).messages)
    assert len(handed) == 40
