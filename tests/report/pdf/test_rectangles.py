"""Backgrounds of one colour: the picture that WeasyPrint draws, without a form for each of its layers."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from reporter.report.pdf import writer
from reporter.report.pdf.writer import PdfWriter

ONE = "background:linear-gradient(#06c) {place} / {size} no-repeat"
STYLES = {
    "inside": ONE.format(place="20px 50%", size="30px 4px"),
    "beyond its box": ONE.format(place="-10px -2px", size="400px 6px"),
    "outside its box": ONE.format(place="300px 0", size="30px 4px"),
    "of no size": ONE.format(place="0 0", size="0 4px"),
    "two, one above the other": "background:linear-gradient(#06c) 0 0/40px 9px no-repeat,"
    "linear-gradient(#c60) 20px 3px/40px 9px no-repeat",
    "in round corners": ONE.format(place="0 0", size="100% 100%") + ";border-radius:8px",
    "after text that can be seen through": ONE.format(place="0 0", size="30px 9px") + ";color:#0008",
}
"""Layers that are drawn in place."""
OTHERS = {
    "that can be seen through": "background:linear-gradient(#0668) 0 0/40px 9px no-repeat",
    "in a box that can be seen through": ONE.format(place="0 0", size="30px 9px") + ";opacity:.5",
    "of two colours": "background:linear-gradient(#06c,#c60) 20px 0/30px 9px no-repeat",
    "repeated": "background:linear-gradient(#06c) 0 0/9px 4px repeat-x",
}


def pdf(style: str) -> bytes:
    boxes = f'<div style="width:100px;height:20px;margin:9px;{style}">Text</div>' * 2
    return PdfWriter("").write(f'<html lang="en"><title>A title</title><body>{boxes}</body></html>', "a.pdf")


def forms(content: bytes) -> int:
    with pikepdf.open(io.BytesIO(content)) as file:
        return sum(
            each.get("/Subtype") == "/Form" for each in file.objects if isinstance(each, pikepdf.Stream)
        )


@pytest.mark.parametrize("kind", STYLES | OTHERS)
def test_the_picture_is_the_same(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = pdf((STYLES | OTHERS)[kind])
    monkeypatch.setattr(writer, "draw_rectangles_in_place", lambda _: None)
    theirs = pdf((STYLES | OTHERS)[kind])
    one, other = (pypdfium2.PdfDocument(each)[0].render(scale=4).to_pil() for each in (ours, theirs))
    assert ImageChops.difference(one, other).getbbox() is None
    if kind in OTHERS:
        assert ours == theirs
    elif kind != "of no size":
        assert forms(ours) < forms(theirs)


def test_no_form_is_left_of_the_intervals_of_a_briefing(briefing_pdf: bytes) -> None:
    assert forms(briefing_pdf) == 0
