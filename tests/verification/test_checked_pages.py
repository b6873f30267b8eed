"""Pages are checked alike in this process and in workers."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Collection, Mapping

import pytest

from reporter.errors import WorkerError
from reporter.machine.parallel import WorkerPool
from reporter.verification import problems
from tests.verification.checked import checked_pages
from tests.verification.conftest import Small


def test_any_number_of_processes_finds_the_same(small: Small) -> None:
    broken = small.files["networks/W2.html"].replace(b"<h1", b'<p>0.0000001 <a href="#none">x</a></p><h1', 1)
    files = {**small.files, "networks/W2.html": broken}
    alone = checked_pages(files)
    assert list(alone) == [path for path in files if path.endswith(".html")]
    assert [path for path, page in alone.items() if page.problems] == ["networks/W2.html"]
    with WorkerPool(2) as pool:
        assert checked_pages(files, pool) == alone
        assert list(problems(files, pool=pool)) == list(problems(files))


def ended(files: Mapping[str, bytes], paths: Collection[str]) -> None:
    """What a worker does with its pages where the system ends it meanwhile."""
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_the_system_ends_is_told_with_advice(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["reporter.verification.checked_pages"], "_check", ended)
    with (
        WorkerPool(2) as pool,
        pytest.raises(WorkerError, match=r"^A worker process was killed, .* \(--jobs\)"),
    ):
        checked_pages(small.files, pool)
