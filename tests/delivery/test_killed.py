"""A sender killed (kill -9) at each of 50 points of a batch: each recipient gets one or is listed unknown."""

import email
import email.policy
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reporter.delivery.sending import run
from reporter.delivery.transports.folder import FolderTransport
from reporter.delivery.transports.smtp import SmtpTransport
from reporter.machine.progress import Silent
from tests.delivery.mail_server import mail_server
from tests.delivery.plans import after, approved_plan
from tests.publications.briefings import NETWORKS

POINTS = 50
KILLED = "-9"


class Senders:
    """Senders that are killed at a step."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, folder: Path, last: int) -> str:
        """Run the plan in a folder until a step; how it ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{folder} {last}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()


@contextmanager
def senders(repository: Path, *server: str) -> Iterator[Senders]:
    command = [sys.executable, "-m", "tests.delivery.killed_sender", *server]
    with subprocess.Popen(
        command, cwd=repository, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Senders(process)


def points(steps: str) -> list[int]:
    """Points spread over all steps of a whole batch."""
    whole = int(steps)
    assert whole >= POINTS
    return [1 + place * (whole - 1) // (POINTS - 1) for place in range(POINTS)]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prepared")
    approved_plan(folder)
    return folder


def test_by_smtp(tmp_path: Path, repository: Path, prepared: Path) -> None:
    certificate = tmp_path / "authority.pem"
    unknown, fates = Counter[int](), Counter[str]()
    with mail_server() as server:
        server.authority.cert_pem.write_to_path(certificate)
        with senders(repository, str(server.settings.port), str(certificate)) as dying:
            whole = dying.run(shutil.copytree(prepared, tmp_path / "whole"), 0)
            assert len(server.post.taken) == len(NETWORKS)
            for point in points(whole):
                folder = shutil.copytree(prepared, tmp_path / str(point))
                server.post.taken.clear()
                assert dying.run(folder, point) == KILLED
                transport = SmtpTransport(server.settings, server.context)
                sent = run(folder / "plan.json", transport, after, None, Silent())
                got = Counter(server.post.recipients())
                for delivery in sent.deliveries:
                    fates[delivery.state] += 1
                    if delivery.state == "sent":
                        assert got[delivery.email] == 1
                    else:
                        assert delivery.state == "unknown"
                        assert got[delivery.email] <= 1
                unknown[sum(delivery.state == "unknown" for delivery in sent.deliveries)] += 1
    assert unknown.total() == POINTS
    assert set(unknown) == {0, 1}
    assert fates["sent"] > 4 * POINTS - 1


def test_into_a_folder(tmp_path: Path, repository: Path, prepared: Path) -> None:
    with senders(repository) as dying:
        whole = dying.run(shutil.copytree(prepared, tmp_path / "whole"), 0)
        for point in points(whole):
            folder = shutil.copytree(prepared, tmp_path / str(point))
            assert dying.run(folder, point) == KILLED
            sent = run(folder / "plan.json", FolderTransport(folder / "messages"), after, None, Silent())
            assert {delivery.state for delivery in sent.deliveries} == {"sent"}
            files = sorted((folder / "messages").glob("*.eml"))
            assert [file.name.split("_")[0] for file in files] == sorted(NETWORKS)
            for file in files:
                message = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
                (attached,) = list(message.walk())[-1:]
                code = file.name.split("_")[0]
                assert (
                    attached.get_payload(decode=True)
                    == (folder / f"edition/networks/{code}.pdf").read_bytes()
                )
