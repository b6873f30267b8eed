"""Texts with marks that say what a part of them is: a figure of a cell, a name, a producer's own words.

A mark travels inside the text, in characters for private use that no name has (`records.text_files`
refuses them in input): what templates do to a text (join it, set it in lower case, escape it, put it into a
sentence) leaves it whole. The finished page carries it as an attribute (`marks.page`), which the final
check reads. Its address is what Unicode calls private use too, one character a byte, so that `lower` and
`upper` do not change it.
"""

from __future__ import annotations

import re
from typing import Literal

OPEN, INSIDE, CLOSE = "\ue000", "\ue001", "\ue002"
_FIRST_BYTE = 0xE100

Kind = Literal["name", "cell", "stated"]
"""A name or period (`data-name`), a figure of a published cell (`data-cell`), words of the producer or of
an explanation, in which no digit is a statistic (`data-stated`)."""

_KINDS: dict[str, Kind] = {"n": "name", "c": "cell", "s": "stated"}
_LETTERS: dict[Kind, str] = {kind: letter for letter, kind in _KINDS.items()}

MARK = re.compile(f"{OPEN}[^{INSIDE}]*{INSIDE}|{CLOSE}")
"""The beginning or the end of a marked part."""


def marked(text: str, kind: Kind, address: str) -> str:
    """The text, marked as a figure, a name or own words; empty where it is empty.

    Args:
        text: the text, which may be safe markup.
        kind: what it is.
        address: the address of the cell or of what is named, such as 'areas/E54000010'.
    """
    if not text:
        return text
    written = "".join([chr(_FIRST_BYTE + byte) for byte in f"{_LETTERS[kind]}{address}".encode()])
    # Not an f-string: added to safe markup, marks leave it safe markup.
    return OPEN + written + INSIDE + text + CLOSE


def beginning(mark: str) -> tuple[Kind, str] | None:
    """Kind and address of a match of `MARK` that begins a part; None where it ends one."""
    if mark == CLOSE:
        return None
    said = bytes([ord(sign) - _FIRST_BYTE for sign in mark[1:-1]]).decode()
    return _KINDS[said[0]], said[1:]


def unmarked(text: str) -> str:
    """The text without its marks."""
    return MARK.sub("", text) if OPEN in text else text


def area_name(code: str, name: str) -> str:
    """The name of an area, marked."""
    return marked(name, "name", f"areas/{code}")


def category_name(breakdown: str, category: str, name: str) -> str:
    """The name of a category of a breakdown, marked."""
    return marked(name, "name", f"categories/{breakdown}/{category}")


def period_name(period: str, text: str = "") -> str:
    """A period in words, marked; years such as '2019 and 2021' are a period too.

    Args:
        period: the period as the data name it.
        text: its words, the same unless given.
    """
    return marked(text or period, "name", f"periods/{period}")


def own_words(text: str) -> str:
    """Words of the producer, marked."""
    return marked(text, "stated", "")
