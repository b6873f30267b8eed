"""Kinds of measure: what a numerator and a denominator make together, and what each kind asks of a record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import BeforeValidator

from reporter.records.record_errors import refusal

Kind: TypeAlias = Literal[
    "rate",
    "proportion",
    "count ratio",
    "directly standardised rate",
    "indirectly standardised ratio",
    "count",
]

KINDS: tuple[str, ...] = get_args(Kind)

WITHIN: Mapping[str, bool] = {"rate": True, "proportion": True}
"""Whether events are some of those counted in the denominator, by kind, where a record says nothing."""

PER_CENT = 100
"""The multiplier with which a proportion is given in per cent."""

AS_EXPECTED = 100
"""The value of a standardised ratio where as many events happened as expected, unless a record says so."""


def _known(value: object) -> object:
    """The name of a kind; refused, of a mean with the reason."""
    if value in KINDS:
        return value
    words = value.split() if isinstance(value, str) else ()
    why = ", which needs the spread of single values; counts do not hold it" if "mean" in words else ""
    raise refusal(f"is '{value}'{why}", f"one of {', '.join(KINDS)}")


KindName = Annotated[Kind, BeforeValidator(_known)]


def with_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """The keys of a record with those that its kind implies where they are left out.

    Args:
        values: the keys as they stand in the file.
    """
    filled = dict(values)
    kind = filled.get("measure", "rate")
    if kind == "count":
        filled.setdefault("multiplier", 1)
        words = filled.get("words")
        if isinstance(words, dict):
            # No sentence on a count alone speaks of a denominator.
            filled["words"] = {"denominator": "those counted", **words}
    if kind == "indirectly standardised ratio":
        filled.setdefault("multiplier", AS_EXPECTED)
    return filled
