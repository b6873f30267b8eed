"""Names and notes from users' files are text in every file: never markup, script, template or formula."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from reporter.errors import InputError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.records.formulas import unguarded
from tests.edition import read_folder
from tests.publications import NOW
from tests.publications.examples import NETWORKS, every_kind_of_number

NAMES = {
    "Ash": "<script>alert(1)</script> Ash",
    "Beech": '" onmouseover="alert(1)" x=" Beech',
    "Cedar": '=HYPERLINK("http://example.org") Cedar',
    "Dogwood": "{{ 7 * 7 }} {% raw %} ]]> Dogwood",
    "Elder": "@SUM(1) \u200fElder <!--",
}
"""What stands in place of each network's name: HTML, attribute, formula, template, a mark of direction."""

SAID = {
    "Events in 5 networks: 2022": "</title><script>alert('title')</script> & 'Events'",
    "Events under 28 days.": "</style><script>alert('summary')</script>",
    "Made up for tests, version 2.": "=cmd|'/c calc'!A1",
    "In 2019 there were 17 doubtful events.": "]]></script><img src=x onerror=alert(17)>",
    "1 (most deprived)": "+1 <b>most</b> \\u200fdeprived",
    "4 (least deprived)": "-4 {{ config }}",
    "Quarters by the index of 2019.": "<svg onload=alert(1)>",
    "Office 7": "Office <b>7</b> & {{ 7 * 7 }}",
    "Team 3": "</p><script>alert(3)</script>",
    "In 2025.": "<iframe src='http://example.org'>",
}
"""What stands in place of settings: title, summary, source, notes, categories, producer."""

FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The small edition as it is."""
    return every_kind_of_number().edition(tmp_path_factory.mktemp("plain"))


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same with names and words that break out wherever they are not escaped."""
    folder = tmp_path_factory.mktemp("hostile")
    settings = every_kind_of_number().write(folder)
    text = settings.read_text("utf-8")
    for before, after in SAID.items():
        assert f'"{before}"' in text
        text = text.replace(f'"{before}"', '"' + after.replace('"', '\\"') + '"')
    settings.write_text(text, "utf-8")
    indicator = folder / "events.toml"
    said = indicator.read_text("utf-8")
    indicator.write_text(said.replace('title = "Events', 'title = "=<i>Events</i>'), "utf-8")
    with (folder / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    with (folder / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([code, NAMES.get(name, name), *rest] for code, name, *rest in rows)
    return read_folder(build(settings, folder / "output", 1, Silent(), NOW).folder)


class Page(HTMLParser):
    """What a page is made of, and what it says."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.kinds: set[tuple[str, ...]] = set()
        self.scripts: list[str] = []
        self.text = ""
        self._in = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.kinds |= {(tag,), *((tag, name) for name, _ in attrs)}
        self._in = tag
        if tag == "script":
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._in = ""

    def handle_data(self, data: str) -> None:
        if self._in == "script":
            self.scripts[-1] += data
        else:
            self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def test_pages_have_no_other_elements_attributes_or_scripts(
    plain: dict[str, bytes], hostile: dict[str, bytes]
) -> None:
    pages = [path for path in hostile if path.endswith(".html")]
    # A label of a chart that is longer than the plain one has further lines.
    kinds: set[tuple[str, ...]] = {("tspan", "x"), ("tspan", "y")}
    for path in pages:
        kinds |= Page(plain[path]).kinds
    for path in pages:
        page = Page(hostile[path])
        assert page.kinds <= kinds, path
        assert page.scripts == Page(plain[path]).scripts
        assert SAID["Office 7"] in page.text
    text = Page(hostile["index.html"]).text
    for name in (*NAMES.values(), SAID["In 2019 there were 17 doubtful events."]):
        assert name in text


def test_papers_say_the_names_as_they_are(hostile: dict[str, bytes]) -> None:
    for place, name in enumerate(NAMES[network] for network in NETWORKS):
        content = hostile[f"networks/W{place}.pdf"]
        with pikepdf.open(io.BytesIO(content)) as file:
            title = str(file.docinfo["/Title"])
            assert str(file.docinfo["/Author"]) == SAID["Office 7"]
            assert not {"/OpenAction", "/AA"} & set(file.Root)
            assert "/JavaScript" not in file.Root.get("/Names", {})
        assert title.split() == f"{name}: {SAID['Events in 5 networks: 2022']}".split()
        read = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
        if name.isascii():
            assert "".join(name.split()) in "".join(read.split())
        assert "49" not in re.findall(r"\d+", read)


def texts(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def test_data_files_have_no_formula_and_give_every_name_back(hostile: dict[str, bytes]) -> None:
    tables = [path for path in hostile if path.endswith(".csv")]
    assert len(tables) > 8
    read: set[str] = set()
    for path in tables:
        for row in csv.reader(io.StringIO(hostile[path].decode(), newline="")):
            for cell in row:
                number = re.fullmatch(r"-?[\d.]+(e-?\d+)?", cell)
                assert number or not cell.startswith(FORMULAS), (path, cell)
                read.add(unguarded(cell))
    given = {text for path in hostile if path.endswith(".json") for text in texts(json.loads(hostile[path]))}
    categories = {SAID["1 (most deprived)"].replace("\\u200f", "\u200f"), SAID["4 (least deprived)"]}
    for name in (*NAMES.values(), *categories, "=<i>Events</i> under 28 days"):
        assert name in read
        assert name in given


def test_workbooks_have_no_formula_and_give_every_name_back(hostile: dict[str, bytes]) -> None:
    for kind in ("ods", "xlsx"):
        book = zipfile.ZipFile(io.BytesIO(hostile[f"tables/small-2022.{kind}"]))
        found: set[str] = set()
        for part in book.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            root = ET.fromstring(book.read(part))
            for element in root.iter():
                tag = element.tag.rpartition("}")[2]
                assert tag != "f", part
                assert not any(name.rpartition("}")[2] == "formula" for name in element.attrib), part
                if tag in ("p", "t"):
                    found.add("".join(_with_spaces(element)))
        for name in NAMES.values():
            assert name in found, (kind, name)


def _with_spaces(element: ET.Element) -> Iterator[str]:
    """The text of an element; ODF writes a space that must stay as an element."""
    if element.tag.rpartition("}")[2] == "s":
        yield " "
    yield element.text or ""
    for child in element:
        yield from _with_spaces(child)
        yield child.tail or ""


def test_nothing_reads_a_name_as_a_path(hostile: dict[str, bytes], plain: dict[str, bytes]) -> None:
    assert sorted(hostile) == sorted(plain)


@pytest.mark.parametrize("sign", ["\u202e", "\u2067", "\u2028", "\x1b", "\x0b", "\x85", "\ue000"])
def test_characters_that_cannot_be_seen_are_refused_with_their_line(tmp_path: Path, sign: str) -> None:
    """One that turns the direction of writing turns the numbers after a name too: 2022 would be 2202."""
    settings = every_kind_of_number().write(tmp_path)
    areas = tmp_path / "areas.csv"
    areas.write_text(areas.read_text("utf-8").replace(",Ash,", f",A{sign}sh,"), "utf-8")
    escaped = f"\\u{ord(sign):04x}"
    settings.write_text(settings.read_text("utf-8").replace("Team 3", f"Team{escaped}3"), "utf-8")
    with pytest.raises(InputError) as refused:
        build(settings, tmp_path / "output", 1, Silent(), NOW)
    name = f"U+{ord(sign):04X}"
    assert [(Path(each.file).name, each.message) for each in refused.value.problems] == [
        ("areas.csv", f"this line holds {name}, which cannot be seen"),
        ("publication.toml", f"'contact' in [producer] holds {name}, which cannot be seen"),
    ]
    assert all(each.line > 1 for each in refused.value.problems)
    assert not (tmp_path / "output").exists()


def test_nothing_stands_in_a_folder_of_another(tmp_path: Path) -> None:
    """A template is named by templates alone: none leads out of the folders."""
    from jinja2 import TemplateNotFound

    from reporter.machine.resources import templates_folder
    from reporter.report.templates import Templates

    (tmp_path / "secret.html").write_text("secret", "utf-8")
    (tmp_path / "own").mkdir()
    loader = Templates([tmp_path / "own", templates_folder()])
    for name in ("../secret.html", "shipped/../../README.md", str(tmp_path / "secret.html")):
        with pytest.raises(TemplateNotFound):
            loader.get_source(None, name)  # type: ignore[arg-type]
