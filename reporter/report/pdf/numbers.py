"""Numbers in a PDF, the same bytes for the same number.

pydyf writes 3 as `3` but 2.9999999999999996 as `3.`. Which of the two a sum of widths gives depends on
the version of Python: from 3.12 on, `sum` of floats compensates for rounding.
"""

from __future__ import annotations

import re

import pydyf

DECIMALS = 6
"""Decimal places in pydyf."""

_ENDS_WITH_POINT = re.compile(rb"(-?\d+)\.(?!\d)")


def write_numbers_alike(pdf: pydyf.PDF) -> None:
    """Remove the point from numbers whole to six decimals, in drawings and in boxes such as a link's.

    Args:
        pdf: the file's objects, before they are written.
    """
    for each in pdf.objects:
        # WeasyPrint draws on streams of a class of its own; fonts and colour profiles are pydyf's.
        if isinstance(each, pydyf.Stream) and type(each) is not pydyf.Stream:
            each.stream = [_written(piece) for piece in each.stream]
            _round_boxes(each.extra)
        elif isinstance(each, pydyf.Dictionary):
            _round_boxes(each)


def _written(piece: object) -> object:
    """A piece of a drawing, its whole numbers without a point."""
    if isinstance(piece, bytes) and (b". " in piece or b".]" in piece):
        return _ENDS_WITH_POINT.sub(lambda number: b"%d" % int(number[1]), piece)
    return piece


def _round_boxes(dictionary: dict[str, object]) -> None:
    for value in dictionary.values():
        if isinstance(value, pydyf.Array):
            value[:] = [round(each, DECIMALS) if isinstance(each, float) else each for each in value]
