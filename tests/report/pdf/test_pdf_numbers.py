"""Numbers in a PDF: those that round to the same six decimals are written alike."""

from __future__ import annotations

import pydyf
import pytest
from weasyprint.pdf.stream import Stream

from reporter.report.pdf.numbers import write_numbers_alike

# What a sum of widths may give for a whole number, one rounding error or two off.
THREE = (3.0, 2.9999999999999996, 3.0000000000000004)


def written(number: float) -> tuple[bytes, bytes]:
    """A rectangle, a dash and a link's box with that number in them, as they stand in a file."""
    drawing = Stream.__new__(Stream)
    pydyf.Stream.__init__(drawing)
    drawing.rectangle(number, 7.25, -number, 1.5)
    drawing.set_dash([1, number], 0)
    link = pydyf.Dictionary({"Rect": pydyf.Array([number, 0.1, 12.3456785, 9])})
    pdf = pydyf.PDF()
    pdf.add_object(drawing)
    pdf.add_object(link)
    write_numbers_alike(pdf)
    return drawing.data, link.data


@pytest.mark.parametrize("number", THREE)
def test_whole_numbers(number: float) -> None:
    drawing, link = written(number)
    assert b"3 7.25 -3 1.5 re" in drawing
    assert b"[1 3] 0 d" in drawing
    assert b"[3 0.1 12.345678 9]" in link or b"[3 0.1 12.345679 9]" in link


@pytest.mark.parametrize("number", [0.0, -0.0, 1e-9, -1e-9])
def test_nothing_has_no_sign(number: float) -> None:
    drawing, link = written(number)
    assert b"0 7.25 0 1.5 re" in drawing
    assert b"[0 0.1" in link


def test_fonts_are_left_as_they_are() -> None:
    font = pydyf.Stream([b"3. ]"])
    pdf = pydyf.PDF()
    pdf.add_object(font)
    write_numbers_alike(pdf)
    assert font.stream == [b"3. ]"]
