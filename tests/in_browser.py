"""Headless Chromium on finished pages, by the scripts of tests/browser."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest


def in_browser(
    repository: Path, script: str, folder: Path, paths: list[str], **said: str
) -> list[dict[str, Any]]:
    """What a script of tests/browser says of each page; skips where a program that it needs is missing.

    Args:
        repository: the root of the source checkout.
        script: its name.
        folder: where the pages stand.
        paths: pages in the folder.
        said: what the script is told, as environment variables.
    """
    browser = os.environ.get("CHROME", "/usr/bin/chromium")
    if shutil.which("node") is None or not Path(browser).exists():
        pytest.skip("needs Node.js and Chromium (Debian: nodejs, chromium)")
    if not (repository / "tests/browser/node_modules/axe-core").is_dir():
        pytest.skip("needs axe-core and puppeteer-core in tests/browser (npm install)")
    command = ["node", str(repository / "tests/browser" / script), str(folder), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **said})
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(each["path"] for each in found) == sorted(paths)
    return found
