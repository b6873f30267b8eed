"""Texts of charts on paper: placed as by their anchor, and drawn with the rest of the chart."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest

from reporter.report.pdf.writer import PdfWriter
from reporter.report.render import Renderer

WIDE, FONT = 400, 11.5


@pytest.fixture(scope="module")
def writer(renderer: Renderer) -> PdfWriter:
    """A writer with the fonts of the templates."""
    renderer.load()
    return renderer._pdf


def page(text: str) -> str:
    """A page with a drawing of one text, as wide as the text area of the page."""
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDE}" height="40" font-size="{FONT}" '
        f'font-family="Open Sans"><title>A text</title>{text}</svg>'
    )
    return f'<html lang="en"><head><title>t</title></head><body>{drawing}</body></html>'


def edges(pdf: bytes) -> list[tuple[str, float]]:
    """Every character but spaces with its left edge, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        text = document[0].get_textpage()
        letters = text.get_text_range()
        return [
            (letter, text.get_charbox(place)[0]) for place, letter in enumerate(letters) if letter.strip()
        ]


def forms(pdf: bytes) -> list[bytes]:
    """The content of every form of a PDF, each drawn apart from the page."""
    with pikepdf.open(io.BytesIO(pdf)) as file:
        streams = [each for each in file.objects if isinstance(each, pikepdf.Stream)]
        return [each.read_bytes() for each in streams if each.get("/Subtype") == "/Form"]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize(
    "words", ["2,020", "Live births", "Bedfordshire, Luton and Milton Keynes", "é – ü", "W"]
)
def test_a_text_stands_where_weasyprint_places_it_by_its_anchor(
    words: str, anchor: str, bold: bool, writer: PdfWriter, renderer: Renderer
) -> None:
    macros: Any = renderer.module("charts/axes.svg", "print")
    weight = ' font-weight="600"' if bold else ""
    start = macros.start(words, 200, anchor, FONT, bold)
    ours = writer.write(page(f'<text x="{start}" y="30"{weight}>{words}</text>'), "a.pdf")
    theirs = writer.write(
        page(f'<text x="200" y="30" text-anchor="{anchor}"{weight}>{words}</text>'), "a.pdf"
    )
    assert forms(ours) == []
    assert len(forms(theirs)) == (anchor != "start")
    for (letter, left), (as_letter, as_left) in zip(edges(ours), edges(theirs), strict=True):
        assert letter == as_letter
        assert left == pytest.approx(as_left, abs=0.02)  # A place is rounded to hundredths of a pixel.


def test_on_screens_the_browser_places_a_text(renderer: Renderer) -> None:
    macros: Any = renderer.module("charts/axes.svg", "screen")
    assert macros.start("Live births", 200, "end", FONT) == "200"
    assert macros.anchored("end") == ' text-anchor="end"'


def test_the_texts_of_a_chart_are_whole_words_and_drawn_with_the_page(briefing_pdf: bytes) -> None:
    with pypdfium2.PdfDocument(briefing_pdf) as document:
        lines = [line for each in document for line in each.get_textpage().get_text_bounded().splitlines()]
    for label in ("By year registered to 2014", "Beech and Cedar", "95%, chance", '& "West" ]]>'):
        assert any(label in line for line in lines), label
    assert not any(re.search(rb"\bBT\b", form) for form in forms(briefing_pdf))
