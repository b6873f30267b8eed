"""E-mails in words of one's own: checked, frozen in the plan, and used as they were approved."""

from __future__ import annotations

import email
import email.policy
import shutil
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import CliRunner

from reporter.cli.send import send
from reporter.delivery import word_templates
from reporter.delivery.checks import check_plan
from reporter.delivery.correction import plan_correction
from reporter.delivery.letter import Letter, mail_bytes
from reporter.delivery.plan import DeliveryPlan, contradictions, in_words
from reporter.delivery.planning import approve_plan, plan_delivery
from reporter.delivery.refusal import RefusedError
from reporter.delivery.sending import run
from reporter.delivery.transports.folder import FolderTransport
from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.machine.resources import templates_folder
from tests.delivery.plans import AFTER, after, approved_plan, load, write_recipients
from tests.publications.briefings import RELEASE, TITLE, write_briefings

WELSH = {
    "subject.txt": "{% if corrected %}Cywiriad: {% endif %}Briff i {{ area_name }}\n",
    "briefing.txt": "Annwyl {{ name }},\n{{ release.day }}/{{ release.month }} {{ notice }}\n",
    "notice.txt": "Defnyddiwch hwn. {{ changed }}\n",
}
"""Words in Welsh: "Correction: ", "Briefing for ...", "Dear ...", "Use this one."."""


def planned(
    folder: Path, words: dict[str, str], title: str = TITLE, time_zone: str | None = None
) -> DeliveryPlan:
    own = folder / "words"
    own.mkdir(parents=True)
    for name, text in words.items():
        (own / name).write_text(text, "utf-8")
    write_briefings(folder / "edition", title=title, time_zone=time_zone)
    write_recipients(folder / "recipients.csv", ["W1", "W2"])
    return plan_delivery(folder / "edition", folder / "recipients.csv", folder / "plan.json", AFTER, own)


def refused(folder: Path, words: dict[str, str]) -> list[str]:
    with pytest.raises(InputError) as caught:
        planned(folder, words)
    assert not (folder / "plan.json").exists()
    return [str(problem).replace(f"{folder}/words/", "") for problem in caught.value.problems]


def mail(plan: DeliveryPlan) -> EmailMessage:
    content = mail_bytes(
        Letter(plan.messages[0], plan, b"%PDF-", AFTER), "out@office.example", "in@office.example"
    )
    return email.message_from_bytes(content, policy=email.policy.default)


def part(plan: DeliveryPlan, kind: str) -> str:
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
    edition = write_briefings(tmp_path / "new", words={"W1": "Right."}, corrections=["A figure was wrong."])
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
            {"briefing.txt": '{% if status == "pre-release" %}\n{{ x }}{% endif %}Dear'},
            "briefing.txt:2: Undefined",
        ),
        ({"briefing.txt": "Dear{% if corrected %}{{ x }}{% endif %}"}, "briefing.txt:1: UndefinedError"),
        ({"notice.txt": "{{ name }}"}, "notice.txt:1: UndefinedError"),
        ({"briefing.txt": "{{ 1 / 0 }}"}, "briefing.txt:1: ZeroDivisionError"),
        ({"briefing.txt": "{{ name.__class__.__mro__ }}"}, "briefing.txt:1: SecurityError"),
        ({"briefing.html": "x" * 6001}, "briefing.html: says 6,001 bytes, expected at most 6,000 bytes"),
        ({"subject.txt": "x" * 401}, "subject.txt: says 401 characters, expected at most 400 characters"),
        ({"subject.txt": " \n"}, "subject.txt: says nothing, expected words"),
        ({"briefing.txt": ""}, "briefing.txt: says nothing"),
        ({"notice.txt": ""}, "notice.txt: says nothing"),
        (
            {"briefing.txt": "Dear {{ name }}"},
            "briefing.txt: does not tell a correction's notice, expected {{ n",
        ),
        ({"briefing.html": "<p>Dear</p>"}, "briefing.html: does not tell a correction's notice"),
        ({"subject.txt": "a\x00b"}, "subject.txt: holds U+0000, which cannot be seen, expected text"),
        ({"subject.txt": "a\x1b[31mb"}, "subject.txt: holds U+001B"),
        ({"subject.txt": "a\u202eb"}, "subject.txt: holds U+202E"),
        ({"subject.txt": "a\u200bb"}, "subject.txt: holds U+200B"),
        ({"subject.txt": "{{ '\\u202e' }}a"}, "subject.txt: holds U+202E"),
        ({"notice.txt": "a\u202eb"}, "notice.txt: holds U+202E"),
        ({"briefing.txt": "Dear\x00 {{ notice }}"}, "briefing.txt: holds U+0000"),
        ({"briefing.txt": "Dear\x0c {{ notice }}"}, "briefing.txt: holds U+000C"),
        ({"briefing.txt": "Dear\u202e {{ notice }}"}, "briefing.txt: holds U+202E"),
        ({"briefing.txt": "Dear\ufeff {{ notice }}"}, "briefing.txt: holds U+FEFF"),
        ({"briefing.txt": "{{ '\\ud800' }} {{ notice }}"}, "briefing.txt: holds U+D800"),
        ({"briefing.html": "<p>\u2066{{ notice }}"}, "briefing.html: holds U+2066"),
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
    (reason,) = contradictions(plan)
    assert "cannot be put in words: subject.txt:1: ZeroDivisionError: division by zero" in reason


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("{{ range(10**4)|random }}", "No filter named 'random'"),
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "'range' is undef",
        ),
        ("{{ lipsum() }}", "'lipsum' is undefined"),
        ("{{ joiner() }}", "'joiner' is undefined"),
        ("{{ cycler(1, 2) }}", "'cycler' is undefined"),
        ("{{ release.now() }}", "has no attribute 'now'"),
        ("{{ release }}", "Moment is neither text nor a number"),
        ("{{ name.upper }}", "builtin_function_or_method is neither text nor a number"),
        ("{{ [name] }}", "list is neither text nor a number"),
        ("{{ none }}", "NoneType is neither text nor a number"),
        ("{{ corrected }}", "bool is neither text nor a number"),
        ("{{ 'x' * 10**10 }}", "'**' is not for letters"),
        ("{{ 'x' * 9999999999 }}", "'*' is not for letters"),
    ],
)
@pytest.mark.parametrize("name", ["subject.txt", "briefing.html"])
def test_words_cannot_say_something_else_each_time_nor_last_for_ever(
    tmp_path: Path, name: str, template: str, expected: str
) -> None:
    (found,) = refused(tmp_path, {name: f"Dear\n{template} {{{{ notice }}}}"})
    assert found.startswith(f"{name}:2: ")
    assert expected in found


def test_text_and_numbers_may_be_said(tmp_path: Path) -> None:
    said = "{{ name.upper() }} {{ release.hour + 1 }} {{ '%02d'|format(release.minute) }}{{ notice }}"
    # The editions of these tests are released at 9:30.
    assert part(planned(tmp_path, {"briefing.txt": said}), "plain").splitlines() == ["LEAD 0 OF W1 10 30"]


def test_a_named_zone_stands_after_the_release_time(tmp_path: Path) -> None:
    said = {"briefing.txt": "{{ release.hour }} {{ time_zone }}, {{ release_time }}{{ notice }}"}
    plan = planned(tmp_path, said, time_zone="America/New_York")
    assert part(plan, "plain").strip() == "4 America/New_York, 04:30 (New York time) on 19 November 2026"
    assert "time_zone" not in planned(tmp_path / "london", said).described()
    assert in_words(RELEASE, "Etc/GMT+5") == "04:30 (UTC-05:00) on 19 November 2026"


def test_a_byte_order_mark_is_no_part_of_the_words(tmp_path: Path) -> None:
    """Windows Notepad writes one."""
    plan = planned(tmp_path, {name: f"\ufeff{text}" for name, text in WELSH.items()})
    assert plan.words == WELSH


def test_a_mistake_is_named_where_it_is_also_where_another_file_includes_it(tmp_path: Path) -> None:
    words = {"notice.txt": "x\n\n\n{{ nope }}", "briefing.txt": 'a\n{% include "notice.txt" %}{{ notice }}'}
    (found,) = refused(tmp_path, words)
    assert found.startswith("notice.txt:4: UndefinedError: 'nope' is undefined")
    (tmp_path / "words").rename(tmp_path / "before")
    wrong = {"notice.txt": "x\n{% if %}", "briefing.txt": '{% include "notice.txt" %}'}
    (found,) = refused(tmp_path, wrong)
    assert found.startswith("notice.txt:2: TemplateSyntaxError")
    (tmp_path / "words").rename(tmp_path / "then")
    (found,) = refused(tmp_path, {"notice.txt": 'a\n{% include "shipped/briefing.txt" %}'})
    assert found.startswith("notice.txt:2: UndefinedError: 'name' is undefined")


def test_what_is_included_in_html_is_escaped_whatever_its_name(tmp_path: Path) -> None:
    words = {"briefing.html": '{% include "shipped/briefing.txt" %}'}
    plan = planned(tmp_path, words, title="Births & <b>deaths")
    assert "Births &amp; &lt;b&gt;deaths" in part(plan, "html")
    assert "Births & <b>deaths" in part(plan, "plain")


def test_a_letter_is_what_was_approved(tmp_path: Path) -> None:
    plan = planned(tmp_path, {"briefing.txt": "Dear {{ name }} {{ notice }}"})
    for name, text in (
        ("briefing.txt", "Hello {{ name }} {{ notice }}"),
        ("briefing.html", "{{ notice }} Hello"),
    ):
        other = plan.model_copy(update={"words": {**plan.words, name: text}})
        (reason,) = contradictions(other)
        assert reason.startswith("the words of 2 of 2 letters are not the planned ones")
        with pytest.raises(RefusedError, match="no longer the planned ones"):
            mail(other)


def test_shipped_words_that_change_after_the_approval_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_file = approved_plan(tmp_path)
    assert check_plan(plan_file, AFTER, None)
    other = tmp_path / "templates"
    shutil.copytree(templates_folder() / "mail", other / "mail")
    with (other / "mail/briefing.txt").open("a") as file:
        file.write("Another word.")
    monkeypatch.setattr(word_templates, "templates_folder", lambda: other)
    word_templates._environment.cache_clear()
    try:
        with pytest.raises(RefusedError, match="the words of 5 of 5 letters are not the planned ones"):
            check_plan(plan_file, AFTER, None)
    finally:
        word_templates._environment.cache_clear()


def test_words_that_fail_with_the_real_notice_are_refused_before_anything_is_sent(tmp_path: Path) -> None:
    fails = "Dear {{ notice }}{% if 'wrong' in notice %}\n{{ notice.split('|')[1] }}{% endif %}"
    for number, words in enumerate([{"briefing.txt": fails}, {"briefing.html": fails}]):
        folder = tmp_path / str(number)
        folder.mkdir()
        planned(folder, words)
        plan_file = folder / "plan.json"
        approve_plan(plan_file, "A. Approver", AFTER, None)
        run(plan_file, FolderTransport(folder / "messages"), after, None, Silent())
        edition = write_briefings(folder / "new", words={"W1": "Right."}, corrections=["A figure was wrong."])
        with pytest.raises(RefusedError, match=rf"{next(iter(words))}:2: UndefinedError"):
            plan_correction(plan_file, edition, None, None, AFTER)
        assert not (folder / "plan.correction.json").exists()
        longer = write_briefings(folder / "longer", words={"W1": "Right."}, corrections=["Figures. " * 800])
        with pytest.raises(RefusedError, match=r"notice\.txt: says 7,\d+ bytes"):
            plan_correction(plan_file, longer, None, None, AFTER)


def test_a_notice_must_say_something(tmp_path: Path) -> None:
    planned(tmp_path, {"notice.txt": "{{ changed }}"})
    plan_file = tmp_path / "plan.json"
    approve_plan(plan_file, "A. Approver", AFTER, None)
    run(plan_file, FolderTransport(tmp_path / "messages"), after, None, Silent())
    edition = write_briefings(tmp_path / "new", words={"W1": "Right."})
    with pytest.raises(RefusedError, match=r"the notice cannot be put in words: notice\.txt: says nothing"):
        plan_correction(plan_file, edition, None, None, AFTER)
    assert plan_correction(plan_file, edition, None, "A figure.", AFTER).plan.messages


def test_words_of_other_names_are_no_part_of_a_plan(tmp_path: Path) -> None:
    plan = planned(tmp_path, WELSH)
    other = plan.model_copy(update={"words": {**WELSH, "shipped/briefing.html": "HIJACK {{ notice }}"}})
    assert list(contradictions(other)) == [
        "its own words hold what is no part of an e-mail: shipped/briefing.html"
    ]


def test_from_the_command_line(tmp_path: Path) -> None:
    planned(tmp_path, WELSH)
    plan_file = tmp_path / "again.json"
    options = ["--recipients", str(tmp_path / "recipients.csv"), "--plan", str(plan_file)]
    arguments = ["plan", str(tmp_path / "edition"), *options, "--words", str(tmp_path / "words")]
    assert CliRunner().invoke(send, arguments, catch_exceptions=False).exit_code == 0
    assert load(plan_file).words == WELSH
