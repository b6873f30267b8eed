"""Editions with one digit changed, to see whether verification finds it."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping

from reporter.report.pdf.writer import PdfWriter

_NO_TEXT = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)
_TEXT = re.compile(r">([^<]*)")
_SCALE = re.compile(r'data-scale="[xy] (\S+) (\d+)\S* (\S+) (\d+)')
_DOT = re.compile(r'<circle[^>]* cx="(\d+)[\d.]*" cy="(\d+)')
_DIGIT = re.compile(r"(?<!&#)(?<!&#\d)(?<!&#\d\d)(?<![A-Za-z]-)\d")
"""A digit that a reader sees, not one of a character reference such as &#39; or of a name such as UA-1."""


def digits_of_page(text: str) -> list[int]:
    """Where the digits of a page's text stand: prose, tables, charts and their descriptions, the title."""
    blank = _NO_TEXT.sub(lambda found: "\0" * len(found[0]), text)
    return [
        piece.start(1) + digit.start()
        for piece in _TEXT.finditer(blank)
        for digit in _DIGIT.finditer(piece[1])
    ]


def digits_of_charts(text: str) -> list[int]:
    """Where the digits of scales and of the dots' places stand; of coordinates the whole pixels."""
    return [
        piece.start(group) + digit.start()
        for pattern in (_SCALE, _DOT)
        for piece in pattern.finditer(text)
        for group in range(1, pattern.groups + 1)
        for digit in _DIGIT.finditer(piece[group])
    ]


def digits_of_table(text: str) -> list[int]:
    """Where the digits of a CSV file stand, below its header."""
    start = text.index("\n")
    return [digit.start() for digit in re.finditer(r"\d", text) if digit.start() > start]


def mutants(
    files: Mapping[str, bytes], path: str, places: list[int], number: int, seed: int
) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Some editions that differ from this one by one digit of one file, each with what was changed."""
    text = files[path].decode("utf-8")
    choice = random.Random(seed)
    for at in sorted(choice.sample(places, min(number, len(places)))):
        digit = choice.choice([other for other in "0123456789" if other != text[at]])
        changed = text[:at] + digit + text[at + 1 :]
        said = f"{path}: {text[max(0, at - 60) : at + 20]!r}, the digit at 60 made {digit}"
        yield said, {**files, path: changed.encode()}


def other_papers(
    path: str, writer: PdfWriter, html: str, number: int, seed: int
) -> Iterator[tuple[str, bytes]]:
    """A PDF written again with one digit of its text changed, each with what was changed."""
    choice = random.Random(seed)
    for at in sorted(choice.sample(digits_of_page(html), number)):
        digit = choice.choice([other for other in "0123456789" if other != html[at]])
        said = f"{path}: {html[max(0, at - 60) : at + 20]!r}, the digit at 60 made {digit}"
        yield said, writer.write(html[:at] + digit + html[at + 1 :], path)
