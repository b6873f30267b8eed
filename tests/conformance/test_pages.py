"""Every page of the shipped edition in a browser: WCAG 2.2 AA, outside requests, small screens, keyboard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.edition import BuiltEdition

pytestmark = [pytest.mark.edition, pytest.mark.browser, pytest.mark.xdist_group("edition")]


def in_browser(repository: Path, script: str, folder: Path, paths: list[str]) -> list[dict[str, Any]]:
    """What a script of tests/browser says of each page; skips where a program that it needs is missing."""
    browser = os.environ.get("CHROME", "/usr/bin/chromium")
    if shutil.which("node") is None or not Path(browser).exists():
        pytest.skip("needs Node.js and Chromium (Debian: nodejs, chromium)")
    if not (repository / "tests/browser/node_modules/axe-core").is_dir():
        pytest.skip("needs axe-core and puppeteer-core in tests/browser (npm install)")
    command = ["node", str(repository / "tests/browser" / script), str(folder), *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert sorted(each["path"] for each in found) == sorted(paths)
    return found


def html_pages(edition: BuiltEdition) -> list[str]:
    return [name for name in edition.files() if name.endswith(".html")]


def test_no_page_breaks_a_rule_of_wcag_or_asks_for_anything(edition: BuiltEdition, repository: Path) -> None:
    """WCAG 2.2 A and AA and best practice by axe-core, contrast in the dark too; 320 pixels are 400% zoom."""
    paths = html_pages(edition)
    assert len(paths) >= 44
    found = in_browser(repository, "axe.mjs", edition.folder, paths)
    problems = {
        each["path"]: each for each in found if each["violations"] or each["requests"] or each["overflow"]
    }
    assert problems == {}


def test_keyboard_reaches_every_control_and_nothing_needs_script(
    edition: BuiltEdition, repository: Path
) -> None:
    """One page of each kind: the briefings come from one template."""
    paths = ["index.html", "quality.html", min(path for path in html_pages(edition) if "/" in path)]
    found = in_browser(repository, "reach.mjs", edition.folder, paths)
    assert min(each["controls"] for each in found) > 10
    assert [text for each in found for text in (*each["unreached"], *each["hidden"])] == []


def test_the_browser_finds_what_is_wrong(repository: Path, tmp_path: Path) -> None:
    """A page with a mistake of each kind, so that a check that finds nothing would be seen."""
    bad = (
        '<!doctype html><html lang="en"><title>t</title><meta name="color-scheme" content="light dark">'
        "<style>@media(prefers-color-scheme:dark){b{color:#333;background:#000}}p.late{display:none}</style>"
        '<main><h1>One</h1><img src="https://example.org/a.png"><b>dark</b>'
        '<div style="width:500px">wide</div>'
        '<p class="late">only by script</p><a href="#x" tabindex="-1">unreachable</a></main>'
    )
    (tmp_path / "bad.html").write_text(bad, encoding="utf-8")
    (axe,) = in_browser(repository, "axe.mjs", tmp_path, ["bad.html"])
    rules = " ".join(axe["violations"])
    assert "light: image-alt" in rules
    assert "dark: color-contrast" in rules
    assert "light: color-contrast" not in rules
    assert axe["requests"] == ["https://example.org/a.png"]
    assert axe["overflow"] > 100
    (reach,) = in_browser(repository, "reach.mjs", tmp_path, ["bad.html"])
    assert "unreachable" in reach["unreached"][0]
    assert reach["hidden"] == ["only by script"]
