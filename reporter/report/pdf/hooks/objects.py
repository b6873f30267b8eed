"""Values in a PDF written as bytes in fewer steps than pydyf 0.13 takes, a million times in an edition.

A private hook of this version: the version is pinned, and a test compares the bytes.
"""

from __future__ import annotations

from typing import Any

import pydyf

_pydyf_writes = pydyf._to_bytes


def write_objects_quickly() -> None:
    """Let pydyf write plain values this way, in this process."""
    pydyf._to_bytes = _written


def _written(item: Any) -> Any:
    """A value as it stands in a PDF; names, keywords and numbers are told by their type alone."""
    kind = type(item)
    if kind is bytes:
        return item
    if kind is str:
        return item.encode("ascii")
    if kind is int:
        return b"%d" % item
    return _pydyf_writes(item)
