"""A preview served by its command, in a process of its own, and a browser's part played by httpx."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

PATIENCE = 120
"""Seconds after which a test that waits has failed; none takes nearly as long."""


@dataclass(frozen=True)
class Served:
    """A preview that is being served, and what asks it, over connections that stay open as a browser's do."""

    settings: Path
    address: str
    process: subprocess.Popen[bytes]
    log: Path
    browser: httpx.Client

    @property
    def folder(self) -> Path:
        return self.settings.parent

    @property
    def said(self) -> str:
        """All that the command has printed."""
        return self.log.read_text("utf-8")

    def get(self, path: str, **headers: str) -> httpx.Response:
        return self.browser.get(path, headers=headers)

    @contextmanager
    def listening(self, path: str) -> Iterator[Iterator[str]]:
        """The lines of news that the page at a path hears, from now on."""
        shown = re.search(r"shown=([0-9a-f]{64})", self.get(path).text)
        assert shown
        asked = {"page": path, "shown": shown[1]}
        with self.browser.stream("GET", ".preview/changes", params=asked) as response:
            news = response.iter_lines()
            assert next(news) == ": listening"
            yield news

    def after(self, path: str, change: Callable[[], object]) -> httpx.Response:
        """The page once the browser that shows it has heard of a change."""
        with self.listening(path) as news:
            change()
            assert "event: changed" in news
        return self.get(path)

    def interrupted(self) -> int:
        """What the command exits with on Ctrl-C."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(PATIENCE)


@contextmanager
def serving(settings: Path, log: Path) -> Iterator[Served]:
    """Serve a publication on a free port."""
    command = [sys.executable, "-m", "reporter", "serve", str(settings), "--port", "0"]
    with log.open("wb") as printed:
        process = subprocess.Popen(command, cwd=log.parent, stdout=printed, stderr=subprocess.STDOUT)
    try:
        address = _address(process, log)
        with httpx.Client(base_url=address, timeout=PATIENCE) as browser:
            yield Served(settings, address, process, log, browser)
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + PATIENCE
    while not (found := re.search(r"http://127\.0\.0\.1:\d+/", log.read_text("utf-8"))):
        assert process.poll() is None, log.read_text("utf-8")
        assert time.monotonic() < deadline, "the preview printed no address"
        time.sleep(0.05)
    return found[0]
