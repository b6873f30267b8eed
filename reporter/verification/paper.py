"""A finished PDF: its numbers, its figures' descriptions and its metadata."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
"""A run of digits, with the signs between them."""


class PaperNumber(NamedTuple):
    """A number in a PDF: its text, its page, and whether it is part of the content.

    Others are in artifacts: running headers and footers, which screen readers leave out.
    """

    text: str
    page: int
    is_content: bool
    start: int
    page_text: str

    @property
    def near(self) -> str:
        """The words around it, for a message."""
        end = self.start + len(self.text)
        return " ".join(self.page_text[max(0, self.start - 40) : end + 30].split())


@dataclass(frozen=True)
class Paper:
    """Content of a PDF."""

    pages: int
    numbers: tuple[PaperNumber, ...]
    descriptions: tuple[str, ...]
    title: str
    subject: str
    edition: str
    area_code: str


_LONGEST = 64
"""Buffer size in bytes; of a longer name PDFium gives only the length."""

_ARTIFACT, _FIGURE = (f"{name}\0".encode("utf-16-le") for name in ("Artifact", "Figure"))


class _Name:
    """Buffer into which PDFium writes thousands of names in turn."""

    def __init__(self) -> None:
        self.text = (pdfium.FPDF_WCHAR * (_LONGEST // 2))()

    def says(self, name: bytes, length: int) -> bool:
        """Whether the buffer holds this name, of `length` bytes."""
        return length == len(name) and bytes(self.text)[:length] == name


class NoPaperError(ValueError):
    """Bytes that cannot be read as a PDF."""


def read_paper(content: bytes) -> Paper:
    """Read a PDF.

    Raises:
        NoPaperError: it cannot be read.
    """
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise NoPaperError(str(error)) from None
    try:
        said: Callable[[str], str] = document.get_metadata_value
        pages = list(document)
        return Paper(
            pages=len(pages),
            numbers=tuple(
                found for place, page in enumerate(pages, start=1) for found in _numbers(page, place)
            ),
            descriptions=tuple(" ".join(text.split()) for page in pages for text in _descriptions(page)),
            title=said("Title"),
            subject=said("Subject"),
            edition=said("edition"),
            area_code=said("areacode"),
        )
    finally:
        document.close()


def _numbers(page: Any, place: int) -> Iterator[PaperNumber]:
    words = page.get_textpage()
    text = words.get_text_range()
    raw, object_at, name = words.raw, pdfium.FPDFText_GetTextObject, _Name()
    for match in DIGITS.finditer(text):
        start = match.start()
        yield PaperNumber(match[0], place, not _is_artifact(object_at(raw, start), name), start, text)


def _is_artifact(holder: Any, name: _Name) -> bool:
    for at in range(pdfium.FPDFPageObj_CountMarks(holder)):
        length = ctypes.c_ulong()
        mark = pdfium.FPDFPageObj_GetMark(holder, at)
        pdfium.FPDFPageObjMark_GetName(mark, name.text, _LONGEST, ctypes.byref(length))
        if name.says(_ARTIFACT, length.value):
            return True
    return False


def _descriptions(page: Any) -> Iterator[str]:
    """The alternative text of every figure of a page."""
    name = _Name()
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    children = pdfium.FPDF_StructTree_CountChildren(tree)
    waiting = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in reversed(range(children))]
    try:
        while waiting:
            element = waiting.pop()
            if name.says(_FIGURE, pdfium.FPDF_StructElement_GetType(element, name.text, _LONGEST)):
                yield _text_of(pdfium.FPDF_StructElement_GetAltText, element)
            for at in reversed(range(pdfium.FPDF_StructElement_CountChildren(element))):
                if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
                    waiting.append(child)
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _text_of(ask: Callable[..., int], element: Any) -> str:
    """A text of an element; the first call gives its length, the second the text."""
    length = ask(element, None, 0)
    text = ctypes.create_string_buffer(max(length, 2))
    ask(element, text, length)
    return text.raw[: max(length - 2, 0)].decode("utf-16-le")
