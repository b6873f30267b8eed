"""Filters of templates that mark texts, and that treat marked texts as what readers see of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from reporter.publication.addresses import address
from reporter.report.marks.text import MARK, marked, period_name, unmarked

_MONTH = re.compile(r"\b([0-9]{4})-([0-9]{2})\b")
"""The label of a month."""


def first_upper(text: str) -> str:
    """The text with its first letter in upper case, a mark before it left as it is."""
    start = 0
    while mark := MARK.match(text, start):
        start = mark.end()
    return text[:start] + text[start : start + 1].upper() + text[start + 1 :]


def _cell(text: object, address: str) -> str:
    return marked(_text(text), "cell", address)


def _name(text: object, address: str) -> str:
    return marked(_text(text), "name", address)


def _stated(text: object) -> str:
    return marked(_text(text), "stated", "")


def _period(text: object, months: Sequence[str] = ()) -> str:
    said = _text(text)
    words = _MONTH.sub(lambda found: f"{months[int(found[2]) - 1]} {found[1]}", said) if months else said
    return period_name(unmarked(said), words)


def _address(parts: Iterable[object]) -> str:
    return address(*parts)


def _text(value: object) -> str:
    """A value as text; safe markup stays safe."""
    return value if isinstance(value, str) else str(value)


FILTERS: Mapping[str, Callable[..., str]] = {
    "address": _address,
    "cell": _cell,
    "name": _name,
    "stated": _stated,
    "period": _period,
    "plain": unmarked,
    "first_upper": first_upper,
}
"""`address` joins parts; `cell`, `name`, `period` and `stated` mark a text; `plain` removes marks.

`period` writes months by the names that it is given: 2022-05 as May 2022."""
