"""Records as text in TOML."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel


def toml_text(record: BaseModel) -> str:
    """A record as a file that reads as the same record: single keys first, then sections, in its own order.

    Keys with their default value are left out. Texts and other values stand on one line, paths of a list on
    a line each.
    """
    return "\n".join(_section("", record.model_dump(exclude_defaults=True))) + "\n"


def _section(name: str, keys: Mapping[str, Any]) -> Iterator[str]:
    prefix = f"{name}." if name else ""
    for key, value in keys.items():
        if not _is_section(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in keys.items():
        if isinstance(value, Mapping):
            if value.get("add") == ():
                continue  # A count alone has no denominator, and its record no section for it.
            yield from ("", f"[{prefix}{key}]", *_section(f"{prefix}{key}", value))
        elif _is_section(value):
            for item in value:
                yield from ("", f"[[{prefix}{key}]]", *_section(f"{prefix}{key}", item))


def _is_section(value: Any) -> bool:
    return isinstance(value, Mapping) or (
        isinstance(value, list | tuple) and bool(value) and isinstance(value[0], Mapping)
    )


def _key(key: str) -> str:
    return key if key.replace("_", "a").replace("-", "a").isalnum() and key.isascii() else json.dumps(key)


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], Path):
            return "\n".join(["[", *(f"    {_value(item)}," for item in value), "]"])
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    return json.dumps(str(value), ensure_ascii=False)
