"""Contents of a cell of figures: a number, or a marker that says why there is none.

The markers changed over the years. Until 2020 they are bare signs (':' 'u' 'z', earlier also '(u)' '-' '..'
'*'), from 2021 on they are in brackets. A marker of one period in a workbook of the other is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from reporter.importing.ons_child_mortality.workbook import words


class CellMarker(Enum):
    """Reason why a cell has no number, in words."""

    BLANK = "empty"
    NOT_CALCULATED = "not calculated, on fewer than 3 deaths"
    UNRELIABLE = "unreliable, on fewer than 20 deaths"
    NOT_APPLICABLE = "not applicable"
    NOT_AVAILABLE = "not available"
    CONFIDENTIAL = "withheld for confidentiality"


CellContent = Decimal | CellMarker

FIRST_IN_BRACKETS = 2021
"""First year of data whose workbook has its markers in brackets."""

_BARE: Mapping[str, CellContent] = {
    "": CellMarker.BLANK,
    "-": Decimal(0),
    ":": CellMarker.NOT_CALCULATED,
    "u": CellMarker.UNRELIABLE,
    "(u)": CellMarker.UNRELIABLE,
    "z": CellMarker.NOT_APPLICABLE,
    "..": CellMarker.NOT_AVAILABLE,
    "*": CellMarker.CONFIDENTIAL,
}
_IN_BRACKETS: Mapping[str, CellContent] = {
    "": CellMarker.BLANK,
    "[x]": CellMarker.NOT_CALCULATED,
    "[u]": CellMarker.UNRELIABLE,
    "[z]": CellMarker.NOT_APPLICABLE,
    "[c]": CellMarker.CONFIDENTIAL,
}
_NUMBER = re.compile(r"\d{1,3}(,\d{3})+|\d+(\.\d+)?")


def markers_of(year: int) -> Mapping[str, CellContent]:
    """The markers in the workbook of a year of data."""
    return _IN_BRACKETS if year >= FIRST_IN_BRACKETS else _BARE


def content(value: Any, year: int) -> CellContent | None:
    """The number or marker of a cell; None where it is neither, by the markers of the workbook's year.

    Args:
        value: the cell as read; a number may also be text, with commas or a footnote.
        year: the workbook's year of data.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(repr(value)) if value >= 0 else None
    text = words(value)
    if _NUMBER.fullmatch(text):
        return Decimal(text.replace(",", ""))
    return markers_of(year).get(text)
