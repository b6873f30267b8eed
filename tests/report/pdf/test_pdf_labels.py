"""Labels of charts stand where WeasyPrint's own drawing has them, letter by letter."""

import base64
import io
import sys
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest
from weasyprint import svg

from reporter.report.page import Page
from reporter.report.pdf.hooks import labels as pdf_labels
from reporter.report.pdf.writer import PdfWriter
from reporter.report.render import Renderer

Places = list[tuple[str, float, float]]

GRADIENT = (
    '<defs><linearGradient id="gradient"><stop offset="0" stop-color="red"/>'
    '<stop offset="1" stop-color="blue"/></linearGradient></defs>'
)
LABEL = '<text x="99" y="40">2,020 births</text>'

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


def ink(pdf: bytes) -> int:
    """How many points of a picture of the first page are not white."""
    with pypdfium2.PdfDocument(pdf) as document:
        return int((document[0].render(scale=2).to_numpy() < 250).any(axis=2).sum())


def drawing(label: str, style: str = "") -> str:
    return (
        '<html lang="en"><title>t</title><svg xmlns="http://www.w3.org/2000/svg" width="400" height="80" '
        f'font-size="12"><title>A label</title><style>{style}</style>{label}</svg></html>'
    )


def as_picture(page: str) -> str:
    """The page with its drawing as a picture, which is how a logo stands on a page."""
    start, end = page.index("<svg"), page.rindex("</html>")
    picture = base64.b64encode(page[start:end].encode()).decode()
    return f'{page[:start]}<img alt="A label" src="data:image/svg+xml;base64,{picture}">{page[end:]}'


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
        '<text x="9" y="40" font-weight="bolder">bolder</text>',
        '<text x="9" y="40" font-weight="lighter">lighter</text>',
        '<text x="9" y="40" font-weight="">no weight</text>',
        '<style>text{font-weight:bolder}</style><text x="9" y="40">bolder by a rule</text>',
        '<g font-weight="bolder"><text x="9" y="40">bolder in a group</text></g>',
        '<text x="9" y="40">one paragraph\u2029and another</text>',
        '<text x="9" y="40">one line\u2028and another</text>',
        '<text x="9" y="40">hyphen\u00adated</text>',
        f'{GRADIENT}<text x="9" y="40" fill="url(#gradient)">graded</text>',
        f'{GRADIENT}<g fill="url(#gradient) red"><text x="9" y="40">graded in a group</text></g>',
        '<text x="1.2.3" y="40">nowhere</text>',
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


@pytest.mark.parametrize("anchor", ["start", "middle", "end"])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        '<g fill="red">{}</g>',
        '<g opacity=".5"><rect x="300" y="10" width="5" height="5"/>{}</g>',
        '<g opacity=".5">{}</g>',
        '<a href="https://example.org">{}</a>',
        '<a href="https://example.org"><text x="9" y="20">before</text>{}</a>',
        '<g transform="rotate(5)">{}</g>',
        '<defs><g id="label">{}</g></defs><use href="#label"/>',
        '<defs><g id="label">{}</g></defs><use href="#label" opacity=".5"/>',
        '<mask id="mask"><rect width="400" height="80" fill="white"/></mask><g mask="url(#mask)">{}</g>',
        '<clipPath id="clip">{}</clipPath><rect width="400" height="80" clip-path="url(#clip)"/>',
        '<clipPath id="clip"><rect width="400" height="80"/></clipPath><g clip-path="url(#clip)">{}</g>',
        '<filter id="filter"><feOffset dx="9"/></filter><g filter="url(#filter)">{}</g>',
        '<pattern id="p" width="400" height="80" patternUnits="userSpaceOnUse">{}</pattern>'
        '<rect width="400" height="80" fill="url(#p)"/>',
        '<svg width="400" height="80" viewBox="0 0 400 80">{}</svg>',
    ],
)
@pytest.mark.parametrize("image", [False, True])
def test_whatever_stands_around_a_label_it_is_drawn(
    around: str, anchor: str, image: bool, request: pytest.FixtureRequest
) -> None:
    """In a drawing of a page and in a picture, such as the publication's own logo.

    Compared with WeasyPrint's own drawing of a label that begins at its anchor: of any other it clips away a
    part below `opacity`.
    """

    def pdf(anchor: str) -> bytes:
        page = drawing(around.format(LABEL.replace(">", f' text-anchor="{anchor}">', 1)))
        return PdfWriter("").write(as_picture(page) if image else page, "a.pdf")

    ours = pdf(anchor)
    request.getfixturevalue("as_weasyprint_does")
    assert ink(ours) == pytest.approx(ink(pdf("start")), rel=0.05)
    assert heights(ours) == heights(pdf(anchor))


def replaced() -> Iterator[str]:
    """What in WeasyPrint's package for SVG comes from elsewhere."""
    for name, module in sorted(sys.modules.items()):
        if name == svg.__name__ or name.startswith(f"{svg.__name__}."):
            for owner, holder in [(name, module), *vars(module).items()]:
                for each, value in (
                    vars(holder).items() if holder is module or isinstance(holder, type) else ()
                ):
                    if str(getattr(value, "__module__", "")).startswith("reporter."):
                        yield f"{owner}.{each}"


def test_only_the_drawing_of_nodes_is_replaced() -> None:
    PdfWriter("")
    assert svg.SVG.draw_node is pdf_labels._draw_label_or_node
    assert set(replaced()) == {
        "SVG.draw_node",
        "weasyprint.svg.parse_stylesheets",
    }  # The second by pdf_charts.
