"""Every page of the shipped edition in a browser: WCAG 2.2 AA, outside requests, small screens, keyboard."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest

from tests.edition import BuiltEdition
from tests.in_browser import in_browser

pytestmark = [pytest.mark.edition, pytest.mark.browser, pytest.mark.xdist_group("edition")]


def html_pages(edition: BuiltEdition) -> list[str]:
    return [name for name in edition.files() if name.endswith(".html")]


def test_no_page_breaks_a_rule_of_wcag_or_asks_for_anything(edition: BuiltEdition, repository: Path) -> None:
    """WCAG 2.2 A and AA and best practice by axe-core, contrast in the dark too; 320 pixels are 400% zoom."""
    paths = html_pages(edition)
    assert len(paths) >= 51  # national and quality, 42 briefings, 7 regions
    found = in_browser(repository, "axe.mjs", edition.folder, paths)
    problems = {
        each["path"]: each for each in found if each["violations"] or each["requests"] or each["overflow"]
    }
    assert problems == {}


def test_keyboard_reaches_every_control_and_nothing_needs_script(
    edition: BuiltEdition, repository: Path
) -> None:
    """One page of each kind: the briefings come from one template, and so do the regions."""
    firsts = [
        min(path for path in html_pages(edition) if path.startswith(kind)) for kind in ("networks/", "areas/")
    ]
    paths = ["index.html", "quality.html", *firsts]
    found = in_browser(repository, "reach.mjs", edition.folder, paths)
    assert min(each["controls"] for each in found) > 10
    assert [text for each in found for text in (*each["unreached"], *each["hidden"])] == []


def test_every_area_is_found_by_its_name(edition: BuiltEdition, repository: Path) -> None:
    """Networks and regions lead to their pages; each authority to its row in the briefing of its network."""
    rows = [
        row for row in edition.rates() if (row["indicator"], row["period"]) == ("infant-mortality", "2022")
    ]
    authorities = {row["area_name"] for row in rows if row["area_type"] == "authority"}
    assert len(authorities) == 308
    briefings = {
        path: html.unescape((edition.folder / path).read_text("utf-8"))
        for path in html_pages(edition)
        if path.startswith("networks/")
    }
    page = html.unescape((edition.folder / "index.html").read_text("utf-8"))
    (list_of_places,) = re.findall(r'<details class="places".*?</details>', page, re.DOTALL)
    listed = re.findall(r'<p data-within="[^"]*"><a href="(.*?)".*?>.*?</a>(.*?)</p>', list_of_places)
    assert {name for _, names in listed for name in names.split("<br/>")[1:]} == authorities
    for briefing, names in listed:
        for name in names.split("<br/>")[1:]:
            assert f'<tr id="a-{name.replace(" ", "_")}" ' in briefings[briefing]
    searched = ["Luton", "somerset", "North West", "Bristol, City of", "nowhere at all"]
    (used,) = in_browser(
        repository, "use.mjs", edition.folder, ["index.html"], SEARCHED=json.dumps(searched), TYPED="york"
    )
    assert used["requests"] == []
    assert used["found"] == {
        "Luton": "networks/E54000024.html#a-Luton",
        "somerset": "networks/E54000038.html",
        "North West": "areas/E40000010.html",
        "Bristol, City of": "networks/E54000039.html#a-Bristol,_City_of",
        "nowhere at all": "No area has this name.",
    }
    # Humber and North Yorkshire, South Yorkshire, West Yorkshire.
    assert used["filtered"] == {"left": 3, "said": "3 of 42"}


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
