"""A corrected edition goes to exactly those who had another file of it."""

from pathlib import Path

import pytest

from reporter.delivery.correction import Corrected, plan_correction
from reporter.delivery.ledger import FILE_NAME, Ledger
from reporter.delivery.letter import Letter
from reporter.delivery.planning import approve_plan
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import run
from reporter.delivery.transports.folder import FolderTransport
from reporter.delivery.transports.transport import Outcome
from reporter.machine.progress import Silent
from tests.delivery.plans import AFTER, after, approved_plan, load
from tests.delivery.test_sending import Handed, taken
from tests.publications.briefings import write_briefings


def send(plan_file: Path) -> list[str]:
    """Send a plan; networks in the order in which their letters went."""
    letters = list[Letter]()
    run(plan_file, Handed(plan_file.parent, taken(letters)), after, None, Silent())
    return [letter.message.area_code for letter in letters]


def correct(plan_file: Path, name: str, words: dict[str, str], file: str | None = None) -> Corrected:
    folder = plan_file.parent
    edition = write_briefings(folder / name, words=words, corrections=["A wrong figure was replaced."])
    return plan_correction(plan_file, edition, folder / file if file else None, None, AFTER)


def test_only_those_whose_file_changed_get_it_again_and_only_once(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    assert len(send(plan_file)) == 5
    corrected = correct(plan_file, "corrected", {"W2": "Right.", "W4": "Right too."})
    assert [message.area_code for message in corrected.plan.messages] == ["W2", "W4"]
    assert corrected.unchanged == 3
    assert corrected.file == tmp_path / "plan.correction.json"
    assert corrected.plan.correction is not None
    assert corrected.plan.correction.of == load(plan_file).sha256
    assert corrected.plan.correction.notice.endswith("A wrong figure was replaced.")
    assert all(message.subject.startswith("Corrected: ") for message in corrected.plan.messages)
    with pytest.raises(RefusedError, match="not approved"):
        send(corrected.file)
    approve_plan(corrected.file, "A. Approver", AFTER, None)
    assert send(corrected.file) == ["W2", "W4"]
    assert send(corrected.file) == []
    assert send(plan_file) == []


def test_a_correction_of_a_correction_knows_what_each_recipient_had_last(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    send(plan_file)
    first = correct(plan_file, "first", {"W2": "Better."})
    approve_plan(first.file, "A. Approver", AFTER, None)
    send(first.file)
    second = correct(first.file, "second", {"W2": "Better.", "W3": "Best."}, "second.json")
    assert [message.area_code for message in second.plan.messages] == ["W3"]
    third = correct(plan_file, "third", {"W2": "Best.", "W3": "Best."}, "third.json")
    assert [message.area_code for message in third.plan.messages] == ["W2", "W3"]


def test_those_who_may_have_it_get_it_too_and_are_listed_but_not_those_who_never_did(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)

    def hand(letter: Letter) -> Outcome:
        state = {"W1": "unknown", "W2": "failed"}.get(letter.message.area_code, "sent")
        return Outcome(state, "")  # type: ignore[arg-type]

    run(plan_file, Handed(tmp_path, hand), after, None, Silent())
    everywhere = dict.fromkeys(("W1", "W2", "W3", "W4", "W5"), "Right.")
    corrected = correct(plan_file, "corrected", everywhere)
    assert [message.area_code for message in corrected.plan.messages] == ["W1", "W3", "W4", "W5"]
    assert [row.area_code for row in corrected.uncertain] == ["W1"]


def test_a_plan_made_stale_by_a_correction_is_refused(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    write_briefings(tmp_path / "edition", words={"W2": "Right."})
    with pytest.raises(RefusedError, match="built again or changed since the plan"):
        send(plan_file)


def test_a_folders_letters_count_where_none_went_live(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    run(plan_file, FolderTransport(tmp_path / "out"), after, None, Silent())
    corrected = correct(plan_file, "corrected", {"W5": "Right."})
    assert [message.area_code for message in corrected.plan.messages] == ["W5"]


def test_nothing_to_correct(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    with pytest.raises(RefusedError, match="nothing was sent"):
        correct(plan_file, "corrected", {"W5": "Right."})
    send(plan_file)
    with pytest.raises(RefusedError, match="nobody was sent a file that differs"):
        correct(plan_file, "same", {})
    other = write_briefings(tmp_path / "other", edition="2023")
    with pytest.raises(RefusedError, match="the plan is of made-up 2022, and the edition is made-up 2023"):
        plan_correction(plan_file, other, None, None, AFTER)
    assert not (tmp_path / "plan.correction.json").exists()


def test_an_unfinished_sender_must_be_settled_first(tmp_path: Path) -> None:
    plan_file = approved_plan(tmp_path)
    plan = load(plan_file)
    with Ledger(tmp_path / FILE_NAME) as ledger:
        ledger.register(plan, True, AFTER)
        ledger.claim(plan.messages[0], True, "smtp", AFTER)
    with pytest.raises(RefusedError, match="a sender has not finished"):
        correct(plan_file, "corrected", {"W5": "Right."})
