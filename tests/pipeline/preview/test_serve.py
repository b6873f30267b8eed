"""The preview as a browser meets it: a real server on a small publication whose files are changed."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from tests.cli.test_cli import reporter
from tests.edition import read_folder
from tests.pipeline.preview.served import Served, serving
from tests.publications.examples import every_kind_of_number

SCRIPT = re.compile(rb"<script>\n\{\n  // Only a page in view.*</script>\n\Z", re.DOTALL)
"""The script that the preview adds at the end of a page."""

GATE = "Protecting small numbers"
"""What a build, and a preview, says when counts come to the gate."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One preview for all tests, each of which leaves files that can be built."""
    folder = tmp_path_factory.mktemp("small")
    with serving(every_kind_of_number().write(folder), tmp_path_factory.mktemp("log") / "log") as each:
        yield each


def replace(file: Path, old: str, new: str) -> None:
    """Change a file the way many editors save: write another beside it and rename that."""
    text = file.read_text("utf-8")
    assert old in text
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text.replace(old, new, 1), "utf-8")
    beside.replace(file)


def test_what_is_served_is_what_a_build_writes_and_nothing_is_written(served: Served, tmp_path: Path) -> None:
    before = read_folder(served.folder)
    built = build(served.settings, tmp_path, 1, Silent(), dt.datetime.now(dt.UTC)).folder
    files = read_folder(built)
    del files["manifest.json"]  # It lists finished files.
    assert {Path(name).suffix for name in files} == {".html", ".pdf", ".csv", ".json", ".ods", ".xlsx"}
    for name, content in files.items():
        got = served.get(name)
        assert got.status_code == 200, name
        assert got.headers["cache-control"] == "no-store"
        plain, scripts = SCRIPT.subn(b"", got.content)
        assert scripts == name.endswith(".html"), name
        assert plain == content, name
    assert served.get("").content == served.get("index.html").content
    assert read_folder(served.folder) == before
    assert read_folder(served.log.parent).keys() == {"log"}
    assert served.get("manifest.json").status_code == 404


def test_a_template_of_ones_own_comes_into_view(served: Served, repository: Path) -> None:
    """It is saved into a folder that was not there when the preview began."""
    passed = served.said.count(GATE)
    own = served.folder / "templates" / "parts"

    def save() -> None:
        own.mkdir(parents=True)
        shutil.copy(repository / "templates/parts/contact.html", own)

    assert "House &amp; style" not in served.get("networks/W1.html").text
    with served.listening("networks/W1.html") as news:
        save()
        replace(own / "contact.html", "<", "<b>House &amp; style</b><")
        assert "event: changed" in news
    assert "House &amp; style" in served.get("networks/W1.html").text
    replace(own / "contact.html", "House", "Home")
    assert "Home &amp; style" in served.get("networks/W1.html").text, "asked before the news came"
    assert served.said.count(GATE) == max(passed, 1)
    assert "contact.html" in served.said


def test_words_of_the_settings_are_shown_without_the_gate(served: Served) -> None:
    served.get("index.html")
    passed = served.said.count(GATE)
    title = "Events & <others>"
    page = served.after(
        "index.html", lambda: replace(served.settings, '"Events in 5 networks: 2022"', f'"{title}"')
    )
    assert "Events &amp; &lt;others&gt;" in page.text
    replace(served.folder / "events.toml", 'plain = "how many', 'plain = "just how many')
    assert "just how many births end in an event" in served.get("index.html").text
    replace(served.settings, f'"{title}"', '"Events in 5 networks: 2022"')
    assert served.said.count(GATE) == passed


def test_counts_pass_the_gate_again(served: Served) -> None:
    """An event is moved from one of the smallest areas to another: all larger counts stay as they are."""
    served.get("networks/W4.html")
    passed = served.said.count(GATE)
    table = served.get("tables/rates.csv").content
    lines = (served.folder / "counts.csv").read_text("utf-8").splitlines()
    for area, change in (("D4-0", 9), ("D3-0", -9)):
        (place,) = [number for number, line in enumerate(lines) if line.startswith(f"{area},2022,")]
        *rest, events = lines[place].split(",")
        lines[place] = ",".join([*rest, str(int(events) + change)])
    served.after(
        "networks/W4.html",
        lambda: (served.folder / "counts.csv").write_text("\n".join(lines) + "\n", "utf-8"),
    )
    assert served.said.count(GATE) == passed + 1
    assert served.get("tables/rates.csv").content != table


def test_a_broken_template_is_shown_with_its_line_and_the_page_comes_back(
    served: Served, repository: Path
) -> None:
    before = served.get("quality.html").text
    own = served.folder / "templates"
    own.mkdir(exist_ok=True)
    text = (repository / "templates/quality.html").read_text("utf-8")
    broken = text.replace("<h1>", "{{ '<i>' / 1 }}<h1>", 1)
    line = broken[: broken.index("<i>")].count("\n") + 1
    page = served.after("quality.html", lambda: (own / "quality.html").write_text(broken, "utf-8"))
    assert page.status_code == 500
    assert f"<li>quality.html: quality.html:{line}: TypeError: " in page.text
    assert "&#39;str&#39;" in page.text
    assert f"quality.html: quality.html:{line}: TypeError: " in served.said
    assert served.get("index.html").status_code == 200
    mended = served.after("quality.html", lambda: (own / "quality.html").unlink())
    assert mended.status_code == 200
    assert mended.text == before


def test_every_problem_of_the_input_is_shown_and_nothing_else_is(served: Served) -> None:
    counts = served.folder / "counts.csv"
    good = counts.read_text("utf-8")
    lines = good.splitlines()
    lines[2] = "D0-1,2020,occurring,<b>,1"
    lines[4] = "D99,2020,occurring,9,1"
    page = served.after("index.html", lambda: counts.write_text("\n".join(lines) + "\n", "utf-8"))
    assert page.status_code == 500
    assert f"{counts}:3: " in page.text
    assert f"{counts}:5: " in page.text
    assert "&lt;b&gt;" in page.text
    assert "<b>" not in page.text
    assert f"{counts}:5: " in served.said
    for path in ("networks/W0.html", "publication.pdf", "tables/rates.csv"):
        assert served.get(path).content.startswith(b"<!doctype html>"), path
        assert served.get(path).status_code == 500
    assert served.after("index.html", lambda: counts.write_text(good, "utf-8")).status_code == 200


def test_nothing_is_shown_that_the_gate_refuses(served: Served) -> None:
    """Counts that are small and said to be public already cannot be protected."""
    shutil.copy(served.folder / "counts.csv", served.folder / "known.csv")
    refused = served.after(
        "index.html",
        lambda: replace(served.settings, 'profile = "strict"', 'profile = "strict"\nknown = ["known.csv"]'),
    )
    assert refused.status_code == 500
    assert "withholds are public already" in refused.text
    assert served.get("tables/rates.csv").status_code == 500
    mended = served.after("index.html", lambda: replace(served.settings, '\nknown = ["known.csv"]', ""))
    assert mended.status_code == 200


def test_only_this_machine_by_its_own_name_is_answered(served: Served) -> None:
    """Another name that was made to lead to this machine (DNS rebinding) gets nothing."""
    served.get("index.html")
    assert served.get("index.html", host="localhost:8000").status_code == 200
    for path in ("index.html", ".preview/changes"):
        foreign = served.get(path, host="example.org")
        assert foreign.status_code == 400
        assert b"Events" not in foreign.content


def test_ctrl_c_ends_quietly_while_a_page_listens(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    settings = every_kind_of_number().write(tmp_path / "small")
    before = read_folder(tmp_path)
    with serving(settings, tmp_path / "log") as served, served.listening("index.html"):
        assert served.interrupted() == 0
        assert "Traceback" not in served.said
        assert "rror" not in served.said
    assert read_folder(tmp_path).keys() == {*before, "log"}


def test_ctrl_c_ends_in_the_middle_of_the_work(tmp_path: Path) -> None:
    """At once: the edition is not waited for, whatever stage it is at."""
    settings = every_kind_of_number().write(tmp_path)
    with serving(settings, tmp_path / "log") as served:
        assert served.interrupted() == 0
        assert "Traceback" not in served.said


@pytest.mark.browser
def test_a_browser_reloads_by_itself_and_stays_where_it_was(served: Served, repository: Path) -> None:
    browser = os.environ.get("CHROME", "/usr/bin/chromium")
    if shutil.which("node") is None or not Path(browser).exists():
        pytest.skip("needs Node.js and Chromium (Debian: nodejs, chromium)")
    if not (repository / "tests/browser/node_modules/puppeteer-core").is_dir():
        pytest.skip("needs puppeteer-core in tests/browser (npm install)")
    script = repository / "tests/browser/reload.mjs"
    with subprocess.Popen(
        ["node", str(script), f"{served.address}index.html"], stdout=subprocess.PIPE
    ) as run:
        assert run.stdout
        before = json.loads(run.stdout.readline())
        replace(served.settings, '"Events in 5 networks: 2022"', '"Reloaded"')
        after = json.loads(run.stdout.readline())
    replace(served.settings, '"Reloaded"', '"Events in 5 networks: 2022"')
    assert before["title"].startswith("Events in 5 networks: 2022")
    assert after["title"].startswith("Reloaded")
    assert before["scrolled"] == after["scrolled"] > 0


def test_a_port_that_is_taken_is_refused(served: Served, tmp_path: Path) -> None:
    port = served.address.strip("/").rsplit(":", 1)[1]
    done = reporter("serve", served.settings, "--port", port, cwd=tmp_path)
    assert done.returncode == 2
    assert f"--port {port}: cannot be had" in done.stderr
    assert "Traceback" not in done.stderr
