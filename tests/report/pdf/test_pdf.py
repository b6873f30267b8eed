import io
import logging
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import page as page_validation
import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.css import InitialStyle
from weasyprint.urls import URLFetcher

from reporter.errors import RenderError
from reporter.report.page import Page
from reporter.report.pdf.hooks.source import reader
from reporter.report.pdf.hooks.styles import kept_with
from reporter.report.pdf.writer import PdfWriter
from reporter.report.render import Renderer
from tests.report.pdf.weasyprint_alone import made_alone

BARE = '<html lang="en"><title>A title</title><p>A paragraph.</p></html>'


@pytest.fixture(scope="module")
def opened(briefing_pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(briefing_pdf)) as file:
        yield file


def elements(parent: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """All elements of the structure tree below one."""
    children: Any = parent.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary) and "/S" in child:
            yield child
            yield from elements(child)


def test_title_language_author_dates_and_area(opened: pikepdf.Pdf) -> None:
    info = opened.docinfo
    assert str(info["/Title"]).startswith("The <script>alert('1')</script>")
    assert str(info["/Title"]).endswith("Network: Made up")
    assert str(opened.Root.Lang) == "en-GB"
    assert str(info["/Author"]) == "Test office"
    assert str(info["/CreationDate"]) == str(info["/ModDate"]) == "D:20240314093000+00'00"
    assert str(info["/areacode"]) == "W2"
    assert str(info["/edition"]) == "2022"
    assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_at_most_four_pages(opened: pikepdf.Pdf) -> None:
    assert 3 <= len(opened.pages) <= 4


def test_bookmarks_are_the_headings(opened: pikepdf.Pdf) -> None:
    with opened.open_outline() as outline:
        (top,) = outline.root
        assert [item.title for item in top.children][:3] == ["In brief", "Over time", "Among all networks"]


def test_header_cells_have_scope_in_both_directions(opened: pikepdf.Pdf) -> None:
    cells = [element for element in elements(opened.Root.StructTreeRoot) if str(element.S) in ("/TH", "/TD")]
    scopes = Counter(str(cell.A.get("/Scope")) for cell in cells if str(cell.S) == "/TH")
    assert set(scopes) == {"/Column", "/Row"}
    assert not any("/Headers" in cell.get("/A", {}) for cell in cells)


def test_figures_have_alternative_text(opened: pikepdf.Pdf) -> None:
    figures = [element for element in elements(opened.Root.StructTreeRoot) if str(element.S) == "/Figure"]
    assert len(figures) == 2
    assert "Each mark stands for one of 5 networks" in str(figures[1].Alt)


def test_running_headers_and_footers_are_artifacts(opened: pikepdf.Pdf) -> None:
    content = opened.pages[1].Contents.read_bytes()
    assert len(re.findall(rb"/Artifact\s*<</Type /Pagination>>\s*BDC", content)) == 3
    # Every marked content that is not an artifact belongs to an element that hangs in the tree.
    owned = {element.objgen for element in elements(opened.Root.StructTreeRoot)}
    for entry in opened.Root.StructTreeRoot.ParentTree.Nums:
        if isinstance(entry, pikepdf.Array):
            assert {owner.objgen for owner in entry if owner is not None} <= owned


def test_links_are_printed(opened: pikepdf.Pdf) -> None:
    links = [link for page in opened.pages for link in page.get("/Annots", [])]
    assert links
    assert all(int(link.F) & 4 for link in links)


def test_pdf_ua_1(briefing_pdf: bytes) -> None:
    report = page_validation.validate_pdf_bytes(briefing_pdf, profile="ua1")
    assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == []


def test_only_own_fonts(opened: pikepdf.Pdf) -> None:
    fonts = {str(font.BaseFont) for font in opened.pages[0].Resources.Font.values()}
    assert {font.split("+")[1] for font in fonts} <= {"Open-Sans", "Open-Sans-Semi-Bold"}


def test_same_bytes_twice_and_with_another_renderer(
    briefing_pdf: bytes, made_up_pages: dict[str, Page], renderer: Renderer, templates: Path
) -> None:
    page = made_up_pages["networks/W2.pdf"]
    assert renderer.render(page) == briefing_pdf
    assert Renderer([templates]).render(page) == briefing_pdf


RENDERED = """
from reporter.report.render import Renderer
page, templates = given
made = Renderer([templates]).render(page)
"""


@pytest.mark.parametrize("path", ["networks/W2.pdf", "publication.pdf"])
def test_hooks_change_no_byte(
    made_up_pages: dict[str, Page], renderer: Renderer, templates: Path, repository: Path, path: str
) -> None:
    page = made_up_pages[path]
    assert renderer.render(page) == made_alone(repository, RENDERED, (page, templates))


def test_a_value_kept_with_a_style_is_computed_again_when_the_style_changes() -> None:
    style = InitialStyle(None)
    assert kept_with(style, "size", lambda style: style["font_size"]) == 16  # CSS: medium
    style["font_size"] = 20
    assert kept_with(style, "size", lambda style: style["font_size"]) == 20


@pytest.mark.parametrize(
    "inside",
    [
        "<p>Not well-formed<p>but HTML",
        "<p/>Inside the paragraph",
        "<p>Ends before<ul><li>the list</li></ul></p>",
        "<table><caption>Without a body</caption><tr><td>1</td></tr></table>",
        "<svg viewBox='0 0 9 9'><title>No name space</title><rect width='9' height='9'/></svg>",
        "<P>Capitals</P>",
        "<h1>Inside <h2>another</h2></h1>",
        "<pre>\nA first line that is not empty</pre>",
    ],
)
def test_a_page_that_means_something_else_as_xml_is_read_as_html(inside: str) -> None:
    html = f'<html lang="en"><head><title>t</title></head><body>{inside}</body></html>'
    source, expected = reader("")(html, URLFetcher()), HTML(string=html)
    assert [(each.tag, each.text) for each in source.etree_element.iter()] == [
        (each.tag, each.text) for each in expected.etree_element.iter()
    ]


def test_the_file_is_identified_by_its_content() -> None:
    one, same, other = (PdfWriter("").write(BARE + end, "a.pdf") for end in ("", "", "<p>More</p>"))
    assert one == same
    identifiers = [pikepdf.open(io.BytesIO(pdf)).trailer.ID for pdf in (one, other)]
    assert identifiers[0] != identifiers[1]
    # ISO 32000-1, 14.4: both halves are the same where a file is first written.
    assert all(first == second for first, second in identifiers)


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<html lang="en"><title>t</title><p style="no-such-property: 1">x</p></html>', "no-such-property"),
        (
            '<html lang="en"><title>t</title><img src="data:image/png;base64,AAAA" alt="x"></html>',
            "load image",
        ),
        ("<html><title>t</title><p>x</p></html>", "lang"),
    ],
)
def test_a_warning_of_weasyprint_raises_and_names_the_page(html: str, message: str) -> None:
    with pytest.raises(RenderError, match=rf"^networks/W1\.pdf: .*{message}"):
        PdfWriter("").write(html, "networks/W1.pdf")


@pytest.mark.parametrize(
    "address", ["https://example.org/a.png", "file:///etc/hostname", "http://127.0.0.1/a.png"]
)
def test_nothing_is_fetched(address: str) -> None:
    page = f'<html lang="en"><title>t</title><img src="{address}" alt="x"></html>'
    with pytest.raises(RenderError, match="disallowed protocol"):
        PdfWriter("").write(page, "index.pdf")


def test_a_clean_page_raises_nothing_and_leaves_no_handler() -> None:
    before = list(logging.getLogger("weasyprint").handlers)
    assert PdfWriter("").write(BARE, "index.pdf").startswith(b"%PDF-1.7")
    assert logging.getLogger("weasyprint").handlers == before
