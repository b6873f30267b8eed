"""Labels of charts stand where WeasyPrint's own drawing has them, letter by letter."""

import io
from collections import Counter

import pikepdf
import pypdfium2
import pytest
from weasyprint import svg

from reporter.report import pdf_labels
from reporter.report.page import Page
from reporter.report.pdf import PdfWriter
from reporter.report.render import Renderer

Places = list[tuple[str, float, float]]

KERNING = 0.75
"""Points by which kerning may move the end of a label: half a pair of Open Sans at 9 pt."""


def places(pdf: bytes) -> Places:
    """Every character of a PDF but spaces, with its left edge and its bottom, in points."""
    with pypdfium2.PdfDocument(pdf) as document:
        found: Places = []
        for number, page in enumerate(document):
            text = page.get_textpage()
            letters = text.get_text_range()
            for index in range(text.count_chars()):
                if letters[index : index + 1].strip():
                    left, bottom, _, _ = text.get_charbox(index)
                    found.append((letters[index], left, bottom + number * 1000))
    return found


def heights(pdf: bytes) -> Counter[tuple[str, float]]:
    """How often each character stands at each height; kerning moves none up or down."""
    return Counter((letter, round(bottom, 1)) for letter, _, bottom in places(pdf))


def drawing(label: str, style: str = "") -> str:
    return (
        '<html lang="en"><title>t</title><svg xmlns="http://www.w3.org/2000/svg" width="400" height="80" '
        f'font-size="12"><title>A label</title><style>{style}</style>{label}</svg></html>'
    )


@pytest.fixture
def as_weasyprint_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_labels, "_is_plain", lambda node: False)


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
def test_a_label_stands_at_its_anchor(anchor: str, request: pytest.FixtureRequest) -> None:
    page = drawing(f'<text x="200" y="40" text-anchor="{anchor}">2,020 births</text>')
    line = places(PdfWriter("").write(page, "a.pdf"))
    request.getfixturevalue("as_weasyprint_does")
    letters = places(PdfWriter("").write(page, "a.pdf"))
    assert [letter for letter, _, _ in line] == list("2,020births")
    for (_, left, bottom), (_, as_left, as_bottom) in zip(line, letters, strict=True):
        assert left == pytest.approx(as_left, abs=KERNING)
        assert bottom == pytest.approx(as_bottom, abs=0.01)


def test_every_chart_of_a_briefing_says_the_same_at_the_same_places(
    briefing_pdf: bytes,
    made_up_pages: dict[str, Page],
    renderer: Renderer,
    request: pytest.FixtureRequest,
) -> None:
    request.getfixturevalue("as_weasyprint_does")
    letters = renderer.render(made_up_pages["networks/W2.pdf"])
    assert letters != briefing_pdf
    assert heights(briefing_pdf) == heights(letters)


@pytest.mark.parametrize(
    "label",
    [
        '<text x="9" y="40" transform="rotate(9)">turned</text>',
        '<text x="9" y="40" dx="5">moved</text>',
        '<text x="9 19 29" y="40">abc</text>',
        '<text x="9" y="40">two <tspan>parts</tspan></text>',
        '<text x="9" y="40" opacity=".5">pale</text>',
        '<text x="9" y="40" visibility="hidden">hidden</text>',
    ],
)
def test_any_other_label_is_left_to_weasyprint(label: str, request: pytest.FixtureRequest) -> None:
    ours = PdfWriter("").write(drawing(label), "a.pdf")
    request.getfixturevalue("as_weasyprint_does")
    assert PdfWriter("").write(drawing(label), "a.pdf") == ours


def test_colours_come_from_rules_too() -> None:
    label = '<text class="strong" x="9" y="40">England</text>'
    pdf = PdfWriter("").write(drawing(label, ".strong{fill:#801650}"), "a.pdf")
    with pikepdf.open(io.BytesIO(pdf)) as document:
        operations = list(pikepdf.parse_content_stream(document.pages[0]))
    colours = [[float(part) for part in each.operands] for each in operations if str(each.operator) == "rg"]
    assert [0x80 / 255, 0x16 / 255, 0x50 / 255] in [pytest.approx(colour, abs=0.001) for colour in colours]


def test_only_the_drawing_of_nodes_is_replaced() -> None:
    PdfWriter("")
    assert svg.SVG.draw_node is pdf_labels._draw_label_or_node
