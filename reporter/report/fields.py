"""Fields of the records that templates read, by name and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel


class _Dataclass(Protocol):
    """An instance of any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


def fields_of(record: _Dataclass) -> Mapping[str, Any]:
    """The fields of a dataclass by name; their values are not copied."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


def as_json(record: object) -> Mapping[str, Any]:
    """The fields of a record by name, for `json.dumps`.

    Raises:
        TypeError: it is neither a dataclass nor a record of the settings.
    """
    if isinstance(record, BaseModel):
        return record.model_dump(mode="json")
    if is_dataclass(record) and not isinstance(record, type):
        return fields_of(record)
    raise TypeError(f"{type(record).__name__} is no record")
