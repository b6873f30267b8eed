"""Errors of records, in words for someone who edits a settings file and does not program."""

from __future__ import annotations

import datetime as dt
import re
import types
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import AfterValidator, BaseModel
from pydantic_core import ErrorDetails, PydanticCustomError

from reporter.records.toml_lines import KeyPath

EXPECTED = {
    "string_type": "text in quotes",
    "path_type": "a path in quotes",
    "bool_type": "true or false, without quotes",
    "int_type": "a whole number, without quotes",
    "float_type": "a number, without quotes",
    "finite_number": "a number",
    "date_type": "a date such as 2026-11-19",
    "datetime_type": "a date and time with its offset, such as 2026-11-19T09:30:00+00:00",
    "tuple_type": "a list in square brackets",
    "string_too_short": "some text",
    "too_short": "at least one",
}


class Explained(NamedTuple):
    """An error of a record: the key path, the message, and what was expected."""

    path: KeyPath
    message: str
    expected: str


def refusal(message: str, expected: str, key: str | None = None) -> PydanticCustomError:
    """The error that a validator of a record raises.

    Args:
        message: what is wrong.
        expected: what was expected.
        key: the wrong key, where the validator reads several.
    """
    return PydanticCustomError("refused", "{message}", {"message": message, "expected": expected, "key": key})


def matching(pattern: str, expected: str) -> AfterValidator:
    """A validator of a text field that accepts only a full match of a pattern.

    Args:
        pattern: the regular expression.
        expected: the pattern in words, for the message.
    """

    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise refusal(f"is '{text}'", expected)
        return text

    return AfterValidator(check)


def explain(error: ErrorDetails, model: type[BaseModel]) -> Explained:
    """A Pydantic error of a record in words."""
    path, kind, context = error["loc"], error["type"], error.get("ctx", {})
    name = _name(model, path)
    if kind == "missing":
        return Explained(path, f"{name} is missing", _purpose(model, path))
    if kind == "extra_forbidden":
        known = list(_record_at(model, path[:-1]).model_fields)
        near = get_close_matches(str(path[-1]), known, n=1)
        hint = f" (did you mean '{near[0]}'?)" if near else ""
        return Explained(path, f"{name} is not a known key{hint}", f"one of {', '.join(known)}")
    if kind == "refused":
        at = (*path, context["key"]) if context["key"] else path
        return Explained(at, f"{_name(model, at)} {context['message']}", context["expected"])
    expected = f"a section headed {name}" if name.startswith("[") else _expected(kind, context)
    return Explained(path, f"{name} is {_value(error['input'])}", expected)


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return f"one of {context['expected']}"
    limits = {
        "greater_than": ("gt", "more than"),
        "greater_than_equal": ("ge", "at least"),
        "less_than": ("lt", "less than"),
        "less_than_equal": ("le", "at most"),
    }
    if kind in limits:
        limit, words = limits[kind]
        return f"{words} {context[limit]}"
    if kind == "too_short" and context["min_length"] > 1:
        return f"at least {context['min_length']}"
    return EXPECTED.get(kind, "another value")


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"the text '{value if len(value) <= 60 else value[:59] + '…'}'" if value.strip() else "empty"
    if isinstance(value, list | tuple):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, dt.datetime):
        return f"the date and time {value.isoformat()}"
    return f"the date {value}" if isinstance(value, dt.date) else f"the number {value}"


def _name(model: type[BaseModel], path: KeyPath) -> str:
    """A key as a user finds it in the file: 'title' in [publication], item 2 of 'levels' in [[show]] 3."""
    if not path:
        return "the file"
    inside, last = path[:-1], path[-1]
    annotation = _annotation_at(model, path)
    if isinstance(last, int):
        listed = f"[[{inside[-1]}]] {last + 1}"
        return listed if _is_record(annotation) else f"item {last + 1} of {_name(model, inside)}"
    if _is_record(annotation):
        return f"[{'.'.join(str(part) for part in path)}]"
    if get_origin(annotation) is tuple and _is_record(get_args(annotation)[0]):
        return f"[[{last}]]"
    return f"'{last}' in {_name(model, inside)}" if inside else f"'{last}'"


def _purpose(model: type[BaseModel], path: KeyPath) -> str:
    description = _record_at(model, path[:-1]).model_fields[str(path[-1])].description
    return f"it there: {' '.join(description.split()).rstrip('.')}" if description else "it there"


def _record_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel]:
    record = _annotation_at(model, path)
    assert isinstance(record, type)
    assert issubclass(record, BaseModel)
    return record


def _annotation_at(model: type[BaseModel], path: KeyPath) -> Any:
    """The type of the value at a key path, None removed from optional types; None for an unknown key."""
    annotation: Any = model
    for part in path:
        if get_origin(annotation) is dict:
            annotation = get_args(annotation)[1]
        elif isinstance(part, int):
            annotation = get_args(annotation)[0] if get_origin(annotation) is tuple else None
        else:
            field = annotation.model_fields.get(part) if _is_record(annotation) else None
            annotation = _required(field.annotation) if field else None
    return annotation


def _required(annotation: Any) -> Any:
    if get_origin(annotation) in (Union, types.UnionType):
        return next(kind for kind in get_args(annotation) if kind is not type(None))
    return annotation


def _is_record(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)
