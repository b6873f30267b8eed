"""Free texts of a producer: sentences in which figures of the edition may stand.

`{rates/infant-mortality/E92000001/2022/occurring/numerator}` stands for the published cell of this address,
`{...:2}` for it with two decimal places, and `{{` and `}}` for braces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, NamedTuple, TypeAlias

from pydantic import AfterValidator, BaseModel

from reporter.records.fields import Text
from reporter.records.record_errors import refusal
from reporter.records.toml_lines import KeyPath

EXAMPLE = "rates/infant-mortality/E92000001/2022/occurring/numerator"
"""An address, for messages."""

_BRACES = re.compile(r"\{\{|\}\}|\{([^{}]+)\}|[{}]")
_DECIMALS = re.compile(r"(.*):(\d)")
_IN_PRINT = {"{{": "{", "}}": "}"}


class Figure(NamedTuple):
    """A figure in a text: the address of its cell, and its decimal places where the text gives them."""

    address: str
    decimals: int | None


class _FreeText(str):
    """A text in which figures may stand, not filled in yet."""

    __slots__ = ()


def _read(text: str) -> str:
    alone = next((found[0] for found in _BRACES.finditer(text) if found[0] in ("{", "}")), None)
    if alone is not None:
        raise refusal(
            f"has a {alone} that stands alone",
            f"the address of a figure in braces, such as {{{EXAMPLE}}}, or {alone * 2} for the sign itself",
        )
    return _FreeText(text)


FreeText: TypeAlias = Annotated[Text, AfterValidator(_read)]
"""A field that holds a free text."""


def free_texts(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """The free texts of a record that are not filled in, each with its key path."""
    for key, each in _inside(value):
        if isinstance(each, _FreeText):
            yield (*path, key), each
        else:
            yield from free_texts(each, (*path, key))


def with_texts(value: Any, said: Callable[[str], str]) -> Any:
    """A record with each free text replaced.

    Args:
        value: the record.
        said: function from a free text to its replacement.
    """
    if isinstance(value, _FreeText):
        return said(value)
    if isinstance(value, tuple):
        return tuple(with_texts(each, said) for each in value)
    if isinstance(value, BaseModel):
        return value.model_copy(update={key: with_texts(each, said) for key, each in value})
    return value


def figures(text: str) -> list[Figure]:
    """The figures in a free text, in order."""
    return [_figure(found[1]) for found in _BRACES.finditer(text) if found[1]]


def filled(text: str, said: Callable[[Figure], str]) -> str:
    """A free text as it is printed.

    Args:
        text: the free text.
        said: function from a figure to what stands in its place.
    """
    return _BRACES.sub(lambda found: said(_figure(found[1])) if found[1] else _IN_PRINT[found[0]], text)


def _figure(inside: str) -> Figure:
    found = _DECIMALS.fullmatch(inside)
    return Figure(found[1], int(found[2])) if found else Figure(inside, None)


def _inside(value: object) -> Iterator[tuple[str | int, object]]:
    """The values of a record by their names, or those of a list by their numbers from 0."""
    if isinstance(value, BaseModel):
        yield from value
    elif isinstance(value, tuple):
        yield from enumerate(value)
