"""A publication in another language: `lang` everywhere, words of its own, numbers as they were."""

from __future__ import annotations

import ast
import io
import json
import re
import zipfile
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from click.testing import CliRunner

from reporter.cli import commands
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.statistics.trend.recent import Marker
from reporter.verification import problems
from tests.edition import read_folder
from tests.publications import NOW
from tests.publications.examples import every_kind_of_number

# Words of Welsh: months, and a few headings, as on gov.wales.
MONTHS = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
]
WORDS = """
{% macro heading(name) -%}
  {{ {"contents": "Cynnwys", "notes": "Nodiadau", "contact": "Cyswllt"}[name] }}
{%- endmacro %}
{% macro page_number() -%}"Tudalen " counter(page) " o " counter(pages){%- endmacro %}
{% macro years(text) -%}{{ text|replace(" to ", " i ") }}{%- endmacro %}
"""
CATALOGUE = f"""
months = {json.dumps(MONTHS)}
less_than = "llai na {{number}}"
[symbols]
c = {{ title = "cyfrinachol", explanation = "Cyfrinachol." }}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small edition in Welsh, as far as its words go."""
    folder = tmp_path_factory.mktemp("welsh")
    settings = every_kind_of_number(publication={"language": "cy"}).write(folder)
    own = folder / "templates/own"
    (own / "workbook").mkdir(parents=True)
    (own / "words.html").write_text(WORDS, "utf-8")
    (own / "words.toml").write_text(CATALOGUE, "utf-8")
    (own / "workbook/sheets.toml").write_text('[contents]\nsheet = "Cynnwys"\ntitle = "Cynnwys"\n', "utf-8")
    (own / "workbook/dictionary.toml").write_text('[columns.basis]\ntitle = "Sail"\n', "utf-8")
    return build(settings, folder / "output", jobs=1, progress=Silent(), now=NOW).folder


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return read_folder(folder)


def test_every_page_and_paper_says_its_language(files: dict[str, bytes]) -> None:
    pages = [content.decode() for path, content in files.items() if path.endswith(".html")]
    papers = [content for path, content in files.items() if path.endswith(".pdf")]
    assert len(pages) == len(papers) == 7
    assert all('<html lang="cy">' in text for text in pages)
    for content in papers:
        with pikepdf.open(io.BytesIO(content)) as file:
            assert str(file.Root.Lang) == "cy"


def test_own_words_stand_on_pages_and_papers(files: dict[str, bytes]) -> None:
    page = files["networks/W0.html"].decode()
    assert '<h2 id="contents-title">Cynnwys</h2>' in page
    assert "<h2>Nodiadau</h2>" in page
    assert "<h2>Cyswllt</h2>" in page
    assert '<time datetime="2024-03-14">14 Mawrth 2024</time>' in page or "14 Mawrth 2024" in page
    assert "2020 i 2022" in page
    # A pool is named so; of the newest run, sentences say "from 2020 to 2022".
    prose = re.sub(r'data-\w+="[^"]*"|<[^>]*>', "", page)
    assert "2020 to 2022" not in re.sub("[Ff]rom 2020 to 2022", "", prose)
    paper = pypdfium2.PdfDocument(files["networks/W0.pdf"])
    text = " ".join(page.get_textpage().get_text_range() for page in paper)
    assert f"Tudalen 2 o {len(paper)}" in text
    assert "Page 2" not in text
    assert "14 Mawrth 2024" in text


def test_own_words_stand_in_the_workbook(files: dict[str, bytes]) -> None:
    book = zipfile.ZipFile(io.BytesIO(files["tables/small-2022.ods"]))
    content = book.read("content.xml").decode()
    assert 'table:name="Cynnwys"' in content
    assert "14 Mawrth 2024" in content
    assert ">Sail<" in content
    assert "<dc:language>cy</dc:language>" in book.read("meta.xml").decode()
    assert "llai na 0.0001" in book.read("styles.xml").decode()
    sheets = zipfile.ZipFile(io.BytesIO(files["tables/small-2022.xlsx"]))
    assert "llai na 0.0001" in sheets.read("xl/styles.xml").decode()


def test_numbers_are_as_in_english(files: dict[str, bytes], tmp_path: Path) -> None:
    """Data files and the numbers of pages are those of the same publication in English."""
    english = every_kind_of_number().edition(tmp_path)
    for path in english:
        if path.endswith(".csv"):
            assert files[path] == english[path]
    for path in ("index.html", "networks/W1.html"):
        named = [
            re.findall(r'data-cell="([^"]+)">(?:llai na |less than )?([^<]+)<', text.decode())
            for text in (files[path], english[path])
        ]
        assert named[0] == named[1]
        assert len(named[0]) > 20


def test_verification_says_that_words_of_verdict_are_checked_in_english_only(folder: Path) -> None:
    done = CliRunner().invoke(commands, ["verify", str(folder)])
    assert done.exit_code == 0, done.output
    said = "Not checked: words such as “rose”, “fell”, “higher” and “lower” on pages in cy."
    assert said in done.output


def test_a_page_cannot_escape_the_check_by_another_language(files: dict[str, bytes]) -> None:
    changed = files["networks/W0.html"].replace(b'<html lang="cy">', b'<html lang="de">')
    found = list(problems(files | {"networks/W0.html": changed}))
    assert "networks/W0.html: says its language is de, manifest.json says cy" in found


def test_a_number_below_is_checked_in_any_language(files: dict[str, bytes]) -> None:
    """A p value below 0.001 is printed as less than that; another limit is no rounding of it."""
    path, text = next(
        (path, content.decode())
        for path, content in files.items()
        if path.endswith(".html") and b"llai na 0.001" in content
    )
    changed = text.replace("llai na 0.001", "llai na 0.0000001", 1).encode()
    assert any("0.0000001" in problem for problem in problems(files | {path: changed}))


def test_every_reason_and_marker_of_the_findings_has_its_words(repository: Path) -> None:
    """What statistics say in words is a key of words.html, so that a catalogue can say it otherwise."""
    words = (repository / "templates/words.html").read_text("utf-8")
    tree = ast.parse((repository / "reporter/statistics/inequality/slope.py").read_text("utf-8"))
    obstacle = next(each for each in ast.walk(tree) if getattr(each, "name", "") == "_obstacle")
    reasons = [
        each.value.value
        for each in ast.walk(obstacle)
        if isinstance(each, ast.Return) and isinstance(each.value, ast.Constant) and each.value.value
    ]
    assert len(reasons) == 3
    for text in (*reasons, *Marker.__args__[:3]):  # type: ignore[attr-defined]
        assert f'"{text}": "{text}"' in words
