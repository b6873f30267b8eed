"""E-mails in words of one's own: checked, frozen in the plan, and used as they were approved."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.delivery.commands import send
from reporter.delivery.correction import plan_correction
from reporter.delivery.letter import Letter, mail_bytes
from reporter.delivery.plan import Plan, contradictions
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.sending import run
from reporter.delivery.transports.folder import FolderTransport
from reporter.errors import InputError
from tests.delivery.small_editions import AFTER, TITLE, after, load, write_edition, write_recipients
from tests.silent import Silent

WELSH = {
    "subject.txt": "{% if corrected %}Cywiriad: {% endif %}Briff i {{ area_name }}\n",
    "briefing.txt": "Annwyl {{ name }},\n{{ release.day }}/{{ release.month }} {{ notice }}\n",
    "notice.txt": "Defnyddiwch hwn. {{ changed }}\n",
}
"""Words in Welsh: "Correction: ", "Briefing for ...", "Dear ...", "Use this one."."""


def planned(folder: Path, words: dict[str, str], title: str = TITLE) -> Plan:
    own = folder / "words"
    own.mkdir()
    for name, text in words.items():
        (own / name).write_text(text, "utf-8")
    write_edition(folder / "edition", title=title)
    write_recipients(folder / "recipients.csv", ["W1", "W2"])
    return plan_delivery(folder / "edition", folder / "recipients.csv", folder / "plan.json", AFTER, own)


def refused(folder: Path, words: dict[str, str]) -> list[str]:
    with pytest.raises(InputError) as caught:
        planned(folder, words)
    assert not (folder / "plan.json").exists()
    return [str(problem).replace(f"{folder}/words/", "") for problem in caught.value.problems]


def mail(plan: Plan) -> EmailMessage:
    content = mail_bytes(
        Letter(plan.messages[0], plan, b"%PDF-", AFTER), "out@office.example", "in@office.example"
    )
    return email.message_from_bytes(content, policy=email.policy.default)


def part(plan: Plan, kind: str) -> str:
    found = mail(plan).get_body((kind,))
    assert found is not None
    return str(found.get_content())


def test_own_words_take_the_place_of_the_shipped_and_are_part_of_what_is_approved(tmp_path: Path) -> None:
    plan = planned(tmp_path, WELSH)
    assert plan.words == WELSH
    assert mail(plan)["Subject"] == "Briff i North and West Network"
    # The release of these editions is on 19 November 2026.
    assert part(plan, "plain").splitlines()[:2] == ["Annwyl Lead 0 of W1,", "19/11 "]
    assert "Dear Lead 0 of W1," in part(plan, "html")
    other = plan.model_copy(update={"words": {}})
    assert other.sha256 != plan.sha256
    assert any("its subject does not follow" in reason for reason in contradictions(other))


def test_own_words_can_go_on_from_the_shipped_and_are_escaped_in_html(tmp_path: Path) -> None:
    words = {"briefing.html": '<p>{{ title }}</p>{% include "shipped/briefing.html" %}'}
    plan = planned(tmp_path, words, title="Births & <deaths>")
    said = part(plan, "html")
    assert said.startswith("<p>Births &amp; &lt;deaths&gt;</p>")
    assert "Dear Lead 0 of W1," in said


def test_a_correction_is_told_in_the_same_words(tmp_path: Path) -> None:
    planned(tmp_path, WELSH)
    plan_file = tmp_path / "plan.json"
    approve_plan(plan_file, "A. Approver", AFTER, None)
    run(plan_file, FolderTransport(tmp_path / "messages"), after, None, Silent())
    edition = write_edition(tmp_path / "new", words={"W1": "Right."}, corrections=["A figure was wrong."])
    corrected = plan_correction(plan_file, edition, None, None, AFTER).plan
    assert corrected.words == WELSH
    assert corrected.messages[0].subject == "Cywiriad: Briff i North and West Network"
    assert "Defnyddiwch hwn. A figure was wrong." in part(corrected, "plain")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, "words: holds no words"),
        ({"letter.txt": "Dear"}, "letter.txt: is no part of an e-mail, expected some of subject.txt"),
        ({"subject.txt": "{% if %}"}, "subject.txt:1: TemplateSyntaxError"),
        ({"briefing.txt": "Dear\n{{ nane }}"}, "briefing.txt:2: UndefinedError: 'nane' is undefined"),
        (
            {"briefing.txt": '{% if status == "pre-release" %}\n{{ x }}{% endif %}'},
            "briefing.txt:2: Undefined",
        ),
        ({"briefing.txt": "{% if corrected %}{{ x }}{% endif %}"}, "briefing.txt:1: UndefinedError"),
        ({"notice.txt": "{{ name }}"}, "notice.txt:1: UndefinedError"),
        ({"briefing.txt": "{{ 1 / 0 }}"}, "briefing.txt:1: ZeroDivisionError"),
        ({"briefing.txt": "{{ name.__class__.__mro__ }}"}, "briefing.txt:1: SecurityError"),
        ({"briefing.html": "x" * 6001}, "briefing.html: says 6,001 bytes, expected at most 6,000 bytes"),
    ],
)
def test_what_is_wrong_with_own_words_is_named_with_its_line(
    tmp_path: Path, words: dict[str, str], expected: str
) -> None:
    (found,) = refused(tmp_path, words)
    assert expected in found


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    assert len(refused(tmp_path, {"subject.txt": "{{ a }}", "briefing.txt": "{{ b }}"})) == 2


def test_broken_words_in_a_plan_that_was_changed_are_a_reason_not_a_traceback(tmp_path: Path) -> None:
    plan = planned(tmp_path, WELSH).model_copy(update={"words": {"subject.txt": "{{ 1 / 0 }}"}})
    assert list(contradictions(plan)) == [
        "its own words cannot be rendered: subject.txt:1: ZeroDivisionError: division by zero"
    ]


def test_from_the_command_line(tmp_path: Path) -> None:
    planned(tmp_path, WELSH)
    plan_file = tmp_path / "again.json"
    options = ["--recipients", str(tmp_path / "recipients.csv"), "--plan", str(plan_file)]
    arguments = ["plan", str(tmp_path / "edition"), *options, "--words", str(tmp_path / "words")]
    assert CliRunner().invoke(send, arguments, catch_exceptions=False).exit_code == 0
    assert load(plan_file).words == WELSH
