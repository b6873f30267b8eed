"""A house style beside a publication's settings: colours, logo, font and words, in HTML and PDF."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from fontTools.ttLib import TTFont

from reporter.cli.scaffold import new
from reporter.errors import RenderError
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.report.page import Page
from reporter.report.render import Renderer
from reporter.verification.page_text import read_page
from tests.edition import read_folder
from tests.in_browser import in_browser
from tests.publications import NOW
from tests.publications.examples import every_kind_of_number
from tests.report.test_pages import faint

FAMILY = "House Sans"
GREEN = "#0b3d2e"
"""The bar of the example's palette."""


def write_font(folder: Path, shipped: Path) -> None:
    """A font of one's own: the shipped one under another name."""
    folder.mkdir(parents=True)
    for style in ("Regular", "SemiBold"):
        font = TTFont(shipped / f"OpenSans-{style}.ttf")
        for name in font["name"].names:
            if name.nameID in (1, 4, 6, 16):
                said = {1: FAMILY, 4: f"{FAMILY} {style}", 6: f"HouseSans-{style}", 16: FAMILY}
                name.string = said[name.nameID]
        font.save(folder / f"HouseSans-{style}.ttf")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, templates: Path) -> Path:
    """The finished small edition with the example's style and a font of its own."""
    folder = tmp_path_factory.mktemp("styled")
    settings = every_kind_of_number().write(folder)
    new(folder, style=True)
    own = folder / "templates/own/style/typeface.css"
    text = own.read_text("utf-8").replace("Open Sans", FAMILY).replace("OpenSans-", "HouseSans-")
    own.write_text(text, "utf-8")
    write_font(folder / "templates/fonts", templates / "fonts")
    return build(settings, folder / "output", jobs=1, progress=Silent(), now=NOW).folder


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    return read_folder(folder)


def figures(parent: pikepdf.Object) -> list[str]:
    """Alternative texts of the figures of a structure tree."""
    children: Any = parent.get("/K", [])
    found = []
    for child in list(children) if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            found += [str(child.Alt)] if str(child.S) == "/Figure" else []
            found += figures(child)
    return found


@pytest.mark.parametrize("path", ["index.html", "quality.html", "networks/W0.html"])
def test_pages_have_colours_logo_font_and_words(files: dict[str, bytes], path: str) -> None:
    text = files[path].decode()
    assert f"--bar:{GREEN}" in text
    (logo,) = re.findall(r'<img class="logo" alt="([^"]*)" src="data:image/svg\+xml;base64,[\w+/=]+">', text)
    assert logo == "Office 7"
    assert f'"{FAMILY}"' in text
    assert "Open Sans" not in text
    assert "h2{border-bottom:1px solid var(--line)" in text
    assert "<b>Published</b>" in text
    assert "<b>Released</b>" not in text


@pytest.mark.parametrize("path", ["publication.pdf", "quality.pdf", "networks/W0.pdf"])
def test_papers_have_colours_logo_and_font(files: dict[str, bytes], path: str) -> None:
    with pikepdf.open(io.BytesIO(files[path])) as file:
        assert figures(file.Root.StructTreeRoot)[0] == "Office 7"
        fonts = [font for page in file.pages for font in page.Resources.Font.values()]
        names = {str(font.BaseFont).split("+")[1] for font in fonts}
        assert names
        assert all(name.startswith("House-Sans") for name in names)
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
        red, green, blue = (int(GREEN[at : at + 2], 16) / 255 for at in (1, 3, 5))
        drawn = [
            tuple(float(part) for part in each.operands)
            for each in pikepdf.parse_content_stream(file.pages[0])
            if str(each.operator) == "rg"
        ]
    assert any(colour == pytest.approx((red, green, blue), abs=0.002) for colour in drawn)


def test_papers_still_keep_pdf_ua_1(files: dict[str, bytes]) -> None:
    for path in ("publication.pdf", "networks/W0.pdf"):
        report = page_validation.validate_pdf_bytes(files[path], profile="ua1")
        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


@pytest.mark.browser
def test_pages_still_break_no_rule_of_wcag(folder: Path, repository: Path) -> None:
    found = in_browser(repository, "axe.mjs", folder, ["index.html", "networks/W0.html"])
    assert [(each["violations"], each["requests"], each["overflow"]) for each in found] == [([], [], 0)] * 2


@pytest.mark.parametrize("palette", ["palette", "dark"])
def test_colours_of_the_example_stand_out(repository: Path, templates: Path, palette: str) -> None:
    own = Renderer([repository / "data/house-style/templates", templates])
    assert faint(getattr(own.module("style/palette.css", "screen"), palette)) == []


def test_there_is_no_logo_where_there_is_no_file(html: dict[str, str]) -> None:
    assert not any("<img" in text for text in html.values())


def render(folder: Path, templates: Path, page: Page, name: str, text: str) -> str:
    """A page with one file of a publication's own templates."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return Renderer([folder, templates]).render(page).decode("utf-8", "replace")


def test_one_macro_replaces_the_shipped_one_wherever_it_is_called(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    """`per` is called by templates and by other macros of words.html."""
    macro = "{% macro per(indicator) -%}of a thousand {{ indicator.words.denominator }}{%- endmacro %}"
    page = render(tmp_path, templates, made_up_pages["networks/W0.html"], "own/words.html", macro)
    text = read_page(page).root.text()
    assert "events of a thousand chances, 2020 to 2022" in text  # parts/briefing/headline.html
    assert "of a thousand chances, or about" in text  # words.level_sentence
    assert "per 1,000 chances" not in text


def test_an_own_page_extends_the_shipped_one(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    page = made_up_pages["networks/W0.html"]
    own = '{% extends "shipped/briefing.html" %}\n{% block body_class %}house{% endblock %}'
    text = render(tmp_path, templates, page, "briefing.html", own)
    assert text == Renderer([templates]).render(page).decode().replace('class="short"', 'class="house"')


def test_an_own_part_includes_the_shipped_one(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page]
) -> None:
    own = '{% include "shipped/parts/support.html" %} Or call us.'
    text = render(tmp_path, templates, made_up_pages["networks/W0.html"], "parts/support.html", own)
    assert "midwife or health visitor.\n Or call us." in text or "health visitor. Or call us." in text


@pytest.mark.parametrize(
    ("path", "name", "text", "expected"),
    [
        ("networks/W0.html", "own/words.html", "\n{% macro broken %}", r"own/words\.html:2: "),
        ("networks/W0.html", "words.html", "{{ 1 +\n }}", r"words\.html:2: "),
        (
            "networks/W0.html",
            "own/words.html",
            "{# one #}\n{% macro per(indicator) -%}\n{{ nothing }}\n{%- endmacro %}",
            r"own/words\.html:3: UndefinedError: 'nothing'",
        ),
        (
            "networks/W0.pdf",
            "own/style/print.css",
            "\n\nh1{color:{{ p.nothing }}}",
            r"own/style/print\.css:3: ",
        ),
        ("networks/W0.pdf", "style/palette.css", "{% set palette = {} %}", r"style/\w+\.css:\d+: Undefined"),
        (
            "index.html",
            "own/style/typeface.css",
            '{% set family = "None" %}{% set regular = "None" %}',
            r"style/fonts\.css:\d: FileNotFoundError: no fonts/None\.woff2 and no fonts/None\.ttf",
        ),
        ("networks/W0.html", "own/parts/contact.html", "{{ 1 / 0 }}", r"own/parts/contact\.html:1: ZeroDiv"),
        (
            "networks/W0.html",
            "briefing.html",
            '{% extends "shipped/no.html" %}',
            r"briefing\.html:1: Template",
        ),
    ],
)
def test_what_is_wrong_in_an_own_template_is_named_with_its_line(
    tmp_path: Path,
    templates: Path,
    made_up_pages: dict[str, Page],
    path: str,
    name: str,
    text: str,
    expected: str,
) -> None:
    with pytest.raises(RenderError, match=rf"^{re.escape(path)}: {expected}"):
        render(tmp_path, templates, made_up_pages[path], name, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('days = ["Llun"]', r"own/words\.toml:1: "),
        ("\nmonths = 3", r"own/words\.toml:2: .*months"),
        ("date = ", r"own/words\.toml:1: this cannot be read as TOML"),
        ("[symbols.c]\nname = 'x'", r"own/words\.toml:\d: "),
    ],
)
def test_what_is_wrong_in_an_own_catalogue_is_named_with_its_line(
    tmp_path: Path, templates: Path, made_up_pages: dict[str, Page], text: str, expected: str
) -> None:
    with pytest.raises(RenderError, match=rf"^{expected}"):
        render(tmp_path, templates, made_up_pages["networks/W0.html"], "own/words.toml", text)
