"""A finished PDF as a reader has it: its numbers, its figures' descriptions and its metadata."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
"""A run of digits, with the signs between them."""


@dataclass(frozen=True)
class PaperNumber:
    """A number in a PDF: its text, the words around it, its page, and whether it is part of the content.

    What is not is an artifact: running headers and footers, that screen readers leave out.
    """

    text: str
    near: str
    page: int
    is_content: bool


@dataclass(frozen=True)
class Paper:
    """What a PDF says."""

    pages: int
    numbers: tuple[PaperNumber, ...]
    descriptions: tuple[str, ...]
    title: str
    subject: str
    edition: str
    area_code: str


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
    for match in DIGITS.finditer(text):
        near = " ".join(text[max(0, match.start() - 40) : match.end() + 30].split())
        holder = pdfium.FPDFText_GetTextObject(words.raw, match.start())
        yield PaperNumber(match[0], near, place, not _is_artifact(holder))


def _is_artifact(holder: Any) -> bool:
    marks = (pdfium.FPDFPageObj_GetMark(holder, at) for at in range(pdfium.FPDFPageObj_CountMarks(holder)))
    return any(_mark_name(mark) == "Artifact" for mark in marks)


def _mark_name(mark: Any) -> str:
    name = ctypes.create_string_buffer(64)
    length = ctypes.c_ulong()
    pdfium.FPDFPageObjMark_GetName(
        mark, ctypes.cast(name, ctypes.POINTER(pdfium.FPDF_WCHAR)), len(name), length
    )
    return name.raw[: max(length.value - 2, 0)].decode("utf-16-le")


def _descriptions(page: Any) -> Iterator[str]:
    """The alternative text of every figure of a page."""
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    try:
        for at in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            yield from _of_element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, at))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _of_element(element: Any) -> Iterator[str]:
    if _text_of(pdfium.FPDF_StructElement_GetType, element) == "Figure":
        yield _text_of(pdfium.FPDF_StructElement_GetAltText, element)
    for at in range(pdfium.FPDF_StructElement_CountChildren(element)):
        if child := pdfium.FPDF_StructElement_GetChildAtIndex(element, at):
            yield from _of_element(child)


def _text_of(ask: Callable[..., int], element: Any) -> str:
    """A text of an element, which is asked for twice: how long it is, then for itself."""
    length = ask(element, None, 0)
    text = ctypes.create_string_buffer(max(length, 2))
    ask(element, text, length)
    return text.raw[: max(length - 2, 0)].decode("utf-16-le")
