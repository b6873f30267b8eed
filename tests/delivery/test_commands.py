"""Sending as a person does it, in a shell: commands, exit codes, and what they print."""

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from reporter.cli import main
from tests.delivery import mail_server as post_office
from tests.delivery.mail_server import Server, mail_server
from tests.delivery.notify_server import KEY, notify_server
from tests.delivery.plans import ACCESS, write_recipients
from tests.publications.briefings import NETWORKS, write_briefings

PAST = dt.datetime(2024, 3, 14, 9, 30, tzinfo=dt.UTC)
FUTURE = dt.datetime(2999, 3, 14, 9, 30, tzinfo=dt.UTC)


class Done(NamedTuple):
    """What a command printed and how it ended."""

    returncode: int
    stdout: str
    stderr: str


class Shell:
    """Runs `reporter send` in a folder that holds an edition and its recipients."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch, captured: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.printed = ""
        self._patch = patch
        self._captured = captured

    def __call__(self, *arguments: str, **variables: str) -> Done:
        with self._patch.context() as patch:
            patch.chdir(self.folder)
            patch.setattr("sys.argv", ["reporter", "send", *arguments])
            for name, value in variables.items():
                patch.setenv(name, value)
            with pytest.raises(SystemExit) as ended:
                main()
        found = self._captured.readouterr()
        self.printed += found.out + found.err
        assert "Unexpected error" not in found.err
        return Done(int(ended.value.code or 0), found.out, found.err)

    def plan(self) -> None:
        done = self("plan", "edition", "--recipients", "recipients.csv", "--plan", "plan.json")
        assert done.returncode == 0, done.stderr

    def approve(self, plan: str = "plan.json") -> None:
        done = self("approve", plan, "--by", "A. Approver")
        assert done.returncode == 0, done.stderr


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    write_briefings(tmp_path / "edition", release_time=PAST)
    write_recipients(tmp_path / "recipients.csv")
    return Shell(tmp_path, monkeypatch, capsys)


def smtp(server: Server, folder: Path) -> dict[str, str]:
    server.authority.cert_pem.write_to_path(folder / "authority.pem")
    return {
        "REPORTER_SMTP_HOST": "localhost",
        "REPORTER_SMTP_PORT": str(server.settings.port),
        "REPORTER_SMTP_FROM": "out@office.example",
        "SSL_CERT_FILE": str(folder / "authority.pem"),
    }


def test_plan_approve_rehearse_send_correct(shell: Shell) -> None:
    shell.plan()
    assert shell("run", "plan.json").returncode == 1
    shell.approve()
    rehearsed = shell("run", "plan.json")
    assert rehearsed.returncode == 0
    assert "5 messages written, none sent to anyone" in rehearsed.stdout
    assert len(list((shell.folder / "messages").glob("*.eml"))) == 5
    assert (shell.folder / "plan.ledger.sqlite").is_file()
    with mail_server() as server:
        variables = smtp(server, shell.folder)
        sent = shell("run", "plan.json", "--transport", "smtp", "--live", **variables)
        assert (sent.returncode, len(server.post.taken)) == (0, 5), sent.stderr
        assert "5 messages sent, by smtp" in sent.stdout
        again = shell("run", "plan.json", "--transport", "smtp", "--live", **variables)
        assert (again.returncode, len(server.post.taken)) == (0, 5)
        assert "5 of 5 sent" in shell("status", "plan.json").stdout
        write_briefings(shell.folder / "edition", release_time=PAST, words={"W2": "Right."})
        corrected = shell("correct", "plan.json", "--edition", "edition", "--notice", "A figure was wrong.")
        assert corrected.returncode == 0, corrected.stderr
        assert "Correction: A made-up publication" in corrected.stdout
        shell.approve("plan.correction.json")
        sent = shell("run", "plan.correction.json", "--transport", "smtp", "--live", **variables)
        assert (sent.returncode, len(server.post.taken)) == (0, 6), sent.stderr
        assert "A figure was wrong." in server.post.messages()[-1].as_string()
    assert not re.search(r"@w\d\.example", shell.printed)


def test_some_unknown_then_settled(shell: Shell) -> None:
    shell.plan()
    shell.approve()
    with mail_server() as server:
        server.post.endings["lead0@w1.example"].append(post_office.DROP)
        variables = smtp(server, shell.folder)
        sent = shell("run", "plan.json", "--transport", "smtp", "--live", **variables)
        assert (sent.returncode, len(server.post.taken)) == (3, 4)
        assert "unknown" in sent.stdout
        status = shell("status", "plan.json")
        assert status.returncode == 3
        (line,) = [line for line in status.stdout.splitlines() if " W1 " in line]
        settled = shell(
            "settle", "plan.json", "--recipient", line.split()[0], "--as", "not-sent", "--by", "A. F."
        )
        assert settled.returncode == 0, settled.stderr
        sent = shell("run", "plan.json", "--transport", "smtp", "--live", **variables)
        assert (sent.returncode, len(server.post.taken)) == (0, 5)
    assert not re.search(r"@w\d\.example", shell.printed)


def test_some_refused_by_the_server(shell: Shell) -> None:
    shell.plan()
    shell.approve()
    with mail_server() as server:
        server.post.answers["lead0@w1.example"].append("550 <lead0@w1.example> is not here")
        sent = shell("run", "plan.json", "--transport", "smtp", "--live", **smtp(server, shell.folder))
    assert sent.returncode == 1
    assert "550 [address] is not here" in sent.stdout


def test_by_notify(shell: Shell) -> None:
    shell.plan()
    shell.approve()
    with notify_server() as notify:
        variables = {
            "REPORTER_NOTIFY_API_KEY": KEY,
            "REPORTER_NOTIFY_TEMPLATE_ID": "template",
            "REPORTER_NOTIFY_REPLY_TO_ID": "reply-to",
            "REPORTER_NOTIFY_ADDRESS": notify.settings.address,
        }
        sent = shell("run", "plan.json", "--transport", "notify", "--live", **variables)
    assert (sent.returncode, len(notify.accepted)) == (0, 5), sent.stderr
    assert KEY[-36:] not in shell.printed


@pytest.mark.parametrize("transport", ["smtp", "notify"])
def test_nothing_goes_live_without_being_told_to(shell: Shell, transport: str) -> None:
    shell.plan()
    shell.approve()
    refused = shell("run", "plan.json", "--transport", transport)
    assert refused.returncode == 1
    assert "add --live to send" in refused.stderr
    unset = shell("run", "plan.json", "--transport", transport, "--live")
    assert unset.returncode == 2
    assert f"REPORTER_{transport.upper()}_" in unset.stderr
    assert not (shell.folder / "plan.ledger.sqlite").exists()


@pytest.mark.parametrize(
    "arguments", [("--live",), ("--transport", "smtp", "--live", "--to", "messages"), ("--now", "2030-01-01")]
)
def test_flags_that_do_not_go(shell: Shell, arguments: tuple[str, ...]) -> None:
    shell.plan()
    shell.approve()
    assert shell("run", "plan.json", *arguments).returncode == 2
    assert not (shell.folder / "messages").exists()


def test_before_the_release_time_nothing_but_the_list(shell: Shell) -> None:
    write_briefings(shell.folder / "edition", release_time=FUTURE, status="pre-release", access=[ACCESS])
    refused = shell("plan", "edition", "--recipients", "recipients.csv", "--plan", "plan.json")
    assert refused.returncode == 1
    assert refused.stderr.count("is not on the pre-release list") == 5
    assert not (shell.folder / "plan.json").exists()


def test_bad_input_lists_every_problem_and_writes_nothing(shell: Shell) -> None:
    (shell.folder / "recipients.csv").write_text(
        "area_code,name,email,role\nW9,A,a@b.example,\nW1,B,b@,Lead\n"
    )
    bad = shell("plan", "edition", "--recipients", "recipients.csv", "--plan", "plan.json")
    assert bad.returncode == 2
    assert re.findall(r"^recipients\.csv:(\d)", bad.stderr, re.MULTILINE) == ["2", "2", "3"]
    nowhere = shell("plan", "nowhere", "--recipients", "recipients.csv", "--plan", "plan.json")
    assert nowhere.returncode == 2
    assert shell("run", "plan.json").returncode == 2
    assert not (shell.folder / "plan.json").exists()


def test_a_changed_plan_is_refused_with_its_reasons(shell: Shell) -> None:
    shell.plan()
    shell.approve()
    plan = json.loads((shell.folder / "plan.json").read_bytes())
    first, second = plan["messages"][:2]
    first["email"], second["email"] = second["email"], first["email"]
    (shell.folder / "plan.json").write_text(
        json.dumps(plan, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    )
    refused = shell("run", "plan.json")
    assert refused.returncode == 1
    assert "nothing was sent" in refused.stderr
    assert "changed after it was approved" in refused.stderr
    assert not (shell.folder / "messages").exists()


def test_networks_without_a_recipient_are_named(shell: Shell) -> None:
    write_recipients(shell.folder / "recipients.csv", list(NETWORKS)[1:])
    done = shell("plan", "edition", "--recipients", "recipients.csv", "--plan", "plan.json")
    assert "No recipient for 1 of 5 networks: North and West Network" in done.stdout


def test_in_a_process_of_its_own(shell: Shell) -> None:
    shell.plan()
    command = [sys.executable, "-m", "reporter", "send", "run", "plan.json"]
    done = subprocess.run(command, cwd=shell.folder, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.splitlines()[1:] == [
        "Stopped: nothing was sent.",
        "  - the plan is not approved: reporter send approve PLAN --by NAME",
    ]
