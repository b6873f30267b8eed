"""Backgrounds of one colour: the same picture as WeasyPrint draws, without a form for each of its parts."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops
from weasyprint import draw

from reporter.report.pdf.hooks import backgrounds as pdf_backgrounds
from reporter.report.pdf.writer import PdfWriter

ONE = "background:linear-gradient(#06c) {place} / {size} no-repeat"
STYLES = {
    "inside": ONE.format(place="20px 50%", size="30px 4px"),
    "beyond its box": ONE.format(place="-10px -2px", size="400px 6px"),
    "outside its box": ONE.format(place="300px 0", size="30px 4px"),
    "of no size": ONE.format(place="0 0", size="0 4px"),
    "see-through, above another": "background:linear-gradient(#0008) 0 0/40px 9px no-repeat,"
    "linear-gradient(#c60) 20px 3px/40px 9px no-repeat",
    "repeated": "background:linear-gradient(#06c) 0 0/9px 4px repeat-x",
    "of two colours": "background:linear-gradient(#06c,#c60) 20px 0/30px 9px no-repeat",
    "in round corners": ONE.format(place="0 0", size="100% 100%") + ";border-radius:8px",
}


def pdf(style: str) -> bytes:
    page = f'<div style="width:100px;height:20px;margin:9px;{style}">Text</div>'
    return PdfWriter("").write(f'<html lang="en"><title>A title</title><body>{page}</body></html>', "a.pdf")


def forms(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as file:
        return sum(
            each.get("/Subtype") == "/Form" for each in file.objects if isinstance(each, pikepdf.Stream)
        )


@pytest.mark.parametrize("kind", STYLES)
def test_the_picture_is_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = pdf(STYLES[kind])
    monkeypatch.setattr(pdf_backgrounds, "_is_rectangle", lambda _: False)
    theirs = pdf(STYLES[kind])
    one, other = (pypdfium2.PdfDocument(each)[0].render(scale=4).to_pil() for each in (ours, theirs))
    assert ImageChops.difference(one, other).getbbox() is None
    assert forms(ours) == (forms(theirs) if kind in {"repeated", "of two colours", "of no size"} else 0)


def test_only_the_drawing_of_layers_is_replaced() -> None:
    PdfWriter("")
    assert draw.draw_background_image is pdf_backgrounds._draw_layer
