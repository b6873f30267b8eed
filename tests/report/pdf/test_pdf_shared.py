"""Styles and lines that pages share: each page has the bytes that WeasyPrint gives it alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from weasyprint import CSS
from weasyprint.css import InitialStyle
from weasyprint.urls import URLFetcher

from reporter.errors import RenderError
from reporter.machine.cache import LruCache
from reporter.report.page import Page
from reporter.report.pdf.hooks import lines as pdf_lines
from reporter.report.pdf.hooks.cascade import SharedStyles
from reporter.report.pdf.hooks.source import reader
from reporter.report.pdf.writer import PdfWriter
from reporter.report.render import Renderer
from tests.report.pdf.weasyprint_alone import made_alone

STYLE = """
@page{size:90mm 120mm;margin:10mm;@bottom-left{content:string(name);width:60%}
@bottom-right{content:counter(page) " of " counter(pages)}}
@page :first{margin-top:30mm}
@page wide{size:120mm 90mm}
h1{string-set:name content();font-size:14pt}
h2::before{content:counter(part) ". ";counter-increment:part}
p::first-letter{font-size:2em} .lead::first-line{font-weight:bold}
ul{list-style:square} ol ol{list-style:lower-roman outside}
table{border-collapse:collapse} td,th{padding:1mm;border-bottom:.2mm solid gray;white-space:nowrap}
td.note{white-space:normal;width:20mm} tr:nth-child(even) td{background:#eee}
.cut{width:20mm;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.clamped{block-ellipsis:auto;max-lines:2;width:30mm}
.even{text-align:justify} .spaced{letter-spacing:1pt;word-spacing:3pt} .kept{white-space:pre-wrap}
.linked a{color:navy;text-decoration:underline} .hyphenated{hyphens:auto;width:12mm}
.wide{page:wide}
.boxed{border-radius:2mm;box-shadow:1mm 1mm gray;background:linear-gradient(#06c) 0 0/9px 4px no-repeat}
.item{display:list-item;margin-left:9mm} .below{float:footnote}
"""
ROWS = "".join(
    f"<tr><th>Area {row}</th><td>{row * 7}</td><td>{row}.5</td><td class='note'>Above the average</td></tr>"
    for row in range(12)
)
CHART = (
    "<svg xmlns='http://www.w3.org/2000/svg' width='90' height='40'><title>A chart</title>"
    "<style>.a{font-weight:bold}</style><text x='9' y='20'>2020</text><text class='a' x='9' y='9'>2020</text>"
    "<text x='50' y='20' text-anchor='middle' font-size='9'>AVAToo</text><text x='50' y='30'/></svg>"
)
BODIES = {
    "prose": "<h1>One</h1><p class='lead'>Deaths under 1 year, and births, of one area and of another.</p>"
    * 9,
    "table": f"<h1>Two</h1><h2 id='t'>Rates</h2><table><tbody>{ROWS}</tbody></table>",
    "table again": f"<h1>Other</h1><h2 id='t'>Rates</h2><table><tbody>{ROWS}</tbody></table><p>Area 3</p>",
    "lists": "<ul><li>One</li><li>Two<ol><li>a<ol><li>b</li></ol></li></ol></li></ul>" * 3,
    "cut off": "<p class='cut'>Above the average</p><p class='clamped'>Above the average, or not</p>"
    "<p>Above the average</p>",
    "spaced": "<p class='even'>Above the average of all the areas that there are, and there are many</p>"
    "<p class='spaced'>Above the average</p><p class='kept'>Higher\nthan  the\taverage</p>",
    "linked": "<p class='linked'><a href='#end'>Higher</a> than <a href='https://example.org/'>it</a></p>"
    "<p class='hyphenated' id='end'>Standardisation of indicators</p>",
    "own style": "<p style='width:30mm;color:maroon'>Above the average</p><p>Above the average</p>",
    "own sheet": "<style>p{color:green}</style><p>Above the average</p>",
    "backgrounds": "<p class='boxed'>Boxed <span style='background:#eee'>twice</span></p><p>Not boxed</p>",
    "markers": "<p class='item'>An item</p><p>Noted<span class='below'>Below</span></p>",
    "charts": f"<p>Two charts</p>{CHART}{CHART.replace('middle', 'end')}<p>2020</p>",
    "wide": "<p>Before</p><div class='wide'><p>Above the average</p></div>",
}
PAGES = {
    name: f'<html lang="en"><head><title>{name}</title></head><body>{body}</body></html>'
    for name, body in BODIES.items()
} | {"Welsh": f'<html lang="cy"><head><title>W</title></head><body>{BODIES["table"]}</body></html>'}
WRITTEN = """
from reporter.report.pdf.writer import PdfWriter
style, pages = given
made = {name: PdfWriter(style).write(html, name) for name, html in pages.items()}
"""
OF_THE_PAGE = "p{width:50vw;margin-top:5vh}"
OVERFLOWING = "body{overflow:hidden;height:30mm}"


@pytest.mark.parametrize("more", ["", OF_THE_PAGE, OVERFLOWING], ids=["plain", "of the page", "overflowing"])
def test_pages_of_any_kind_in_any_order(more: str, repository: Path) -> None:
    style = STYLE + more
    alone = made_alone(repository, WRITTEN, (style, PAGES))
    writer = PdfWriter(style)
    for name in (*PAGES, *reversed(PAGES), *sorted(PAGES)):
        assert writer.write(PAGES[name], name) == alone[name], name


def test_pages_of_an_edition_in_any_order(made_up_pages: dict[str, Page], templates: Path) -> None:
    paths = [path for path in made_up_pages if path.endswith(".pdf")]
    assert len(paths) > 2
    there, back = Renderer([templates]), Renderer([templates])
    forwards = {path: there.render(made_up_pages[path]) for path in paths}
    assert {path: back.render(made_up_pages[path]) for path in reversed(paths)} == forwards


def test_lines_are_shared_and_their_number_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: LruCache[tuple[Any, ...], Any] = LruCache(5)
    monkeypatch.setattr(pdf_lines, "_shared", lines)
    first = PdfWriter(STYLE).write(PAGES["table"], "table")
    assert len(lines) == 5
    lines = LruCache(500)
    monkeypatch.setattr(pdf_lines, "_shared", lines)
    writer = PdfWriter(STYLE)
    assert writer.write(PAGES["table"], "table") == first
    measured = dict(lines._kept)
    assert len(measured) > 50
    assert writer.write(PAGES["table"], "table") == first
    assert lines._kept == measured


def test_styles_are_shared() -> None:
    read, fetcher = reader(STYLE), URLFetcher()
    sheets = [CSS(string=STYLE)]
    first = read(PAGES["table"], fetcher)
    first.render(stylesheets=sheets)
    styles = dict(first.shared_styles.styles)
    assert styles
    other = read(PAGES["table again"], fetcher)
    other.render(stylesheets=sheets)
    assert {key: other.shared_styles.styles[key] for key in styles} == styles


def test_a_mistake_is_warned_of_on_every_page_that_has_it() -> None:
    writer = PdfWriter(STYLE)
    for _ in range(2):
        with pytest.raises(RenderError, match="no-such-property"):
            writer.write(PAGES["table"].replace("<table", "<p style='no-such-property:1'>x</p><table"), "bad")
    assert writer.write(PAGES["table"], "good") == PdfWriter(STYLE).write(PAGES["table"], "good")


def test_styles_are_limited_in_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reporter.report.pdf.hooks.cascade.MOST", 1)
    shared = SharedStyles()
    sheets = [CSS(string="")]
    shared.begin(sheets)
    shared.styles |= {("first",): InitialStyle(None)}
    shared.begin(sheets)
    assert shared.styles
    shared.styles |= {("second",): InitialStyle(None)}
    shared.begin(sheets)
    assert not shared.styles


@pytest.mark.parametrize(
    ("sheet", "is_kept"),
    [
        ("p{width:50%}", True),
        ("p{width:5vw}", False),
        ("p{width:.5VMIN}", False),
        ("@font-face{src:url(data:font/ttf;base64,AA3vw+w=)}", True),
    ],
)
def test_nothing_is_kept_that_measures_by_the_page(sheet: str, is_kept: bool) -> None:
    assert SharedStyles(sheet)._are_kept is is_kept
