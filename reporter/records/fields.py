"""Types of the fields of records, each with the message for a value that it refuses."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any
from unicodedata import normalize

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from reporter.records.record_errors import matching, refusal
from reporter.records.text_files import unseen


def _in_quotes(value: Any) -> Any:
    """The date or time in a quoted value; any other value unchanged."""
    if isinstance(value, str):
        try:
            return dt.datetime.fromisoformat(value) if len(value) > 10 else dt.date.fromisoformat(value)
        except ValueError:
            return value
    return value


def _one_moment_everywhere(time: dt.datetime) -> dt.datetime:
    """The time; refused without an offset, or in a year that no other zone might have."""
    if time.tzinfo is None:
        raise refusal("has no offset from UTC", "a time such as 2026-11-19T09:30:00+00:00")
    if not 1000 <= time.year <= 9998:
        raise refusal(f"is of the year {time.year}", "a year from 1000 to 9998")
    return time


def _seen(text: str) -> str:
    """The text, letters and their accents as one character where there is one; refused if unseen."""
    if found := unseen(text):
        raise refusal(f"holds {found}", "text")
    return normalize("NFC", text)


MOST_OF_TEXT, MOST_OF_ADDRESS = 10_000, 2_000
"""Greatest lengths: a cell of a worksheet holds 32,767 characters, its link 2,079."""


def _short_text(text: str) -> str:
    if len(text) > MOST_OF_TEXT:
        raise refusal(f"has {len(text):,} characters", f"at most {MOST_OF_TEXT:,}")
    return text


def _short_address(text: str) -> str:
    if len(text) > MOST_OF_ADDRESS:
        raise refusal(f"has {len(text):,} characters", f"at most {MOST_OF_ADDRESS:,}")
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_seen),
    AfterValidator(_short_text),
]
Slug = Annotated[
    str,
    matching(
        r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and single hyphens, such as infant-mortality"
    ),
]
PublicationId = Annotated[
    str,
    matching(
        r"(?!private$)(?!.{101})[a-z0-9]+(-[a-z0-9]+)*",
        "lower-case letters, digits and single hyphens, 100 at most, such as infant-mortality, "
        "and not private",
    ),
]
ColumnName = Annotated[
    str,
    matching(
        r"[a-z][a-z0-9_]*", "the name of a column: lower-case letters, digits and _, such as live_births"
    ),
]
Year = Annotated[int, Field(strict=True, ge=1000, le=9999)]
WholeNumber = Annotated[int, Field(strict=True)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
Date = Annotated[dt.date, Field(strict=True), BeforeValidator(_in_quotes)]
Time = Annotated[
    dt.datetime, Field(strict=True), BeforeValidator(_in_quotes), AfterValidator(_one_moment_everywhere)
]
Switch = Annotated[bool, Field(strict=True)]
# Folders beside edition X: superseded editions X.superseded-1 and on; once also its private record X.private.
EditionName = Annotated[
    str,
    matching(
        r"(?!.*\.(private|superseded-\d+)$)[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
        "letters, digits, '.', '_' and '-', 100 at most, that do not end in .private or .superseded-1, "
        "such as 2022",
    ),
]
LanguageTag = Annotated[str, matching(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as en-GB")]
WebAddress = Annotated[
    str,
    matching(r"https?://\S+", "an address that begins with https:// or http://"),
    AfterValidator(_seen),
    AfterValidator(_short_address),
]
EmailAddress = Annotated[
    str,
    matching(r"[^@\s]+@[^@\s]+", "an e-mail address such as team@example.org"),
    AfterValidator(_seen),
    AfterValidator(_short_address),
]
