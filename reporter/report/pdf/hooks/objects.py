"""Numbers, names and bytes of a PDF serialised by a look at their type.

An edition has a million of them; pydyf 0.13 tries several base classes for each.
"""

from __future__ import annotations

from typing import Any

import pydyf

_serialise_any = pydyf._to_bytes


def install() -> None:
    """Replace the serialisation of values in this process."""
    pydyf._to_bytes = _serialise


def _serialise(value: Any) -> Any:
    """The bytes of a value in a PDF."""
    kind = type(value)
    if kind is bytes:
        return value
    if kind is str:
        return value.encode("ascii")
    if kind is int:
        return b"%d" % value
    return _serialise_any(value)
