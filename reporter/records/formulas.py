"""Texts of CSV files that a spreadsheet could run as a formula: written with a guard, read without it."""

from __future__ import annotations

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""The start of a text that a spreadsheet may run as a formula, or of one that `guarded` has written.

The last four are the wide forms of the first four, which start a formula in some locales.
"""


def guarded(text: str) -> str:
    """A text that no spreadsheet runs as a formula: an apostrophe stands before one that it could.

    Texts come from users' files, and a spreadsheet that opens a CSV file runs a cell such as
    `=HYPERLINK(...)` (OWASP, "CSV Injection"). A text that already begins with apostrophes and then such a
    sign gets one more, so that `unguarded` always gives the text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text that `guarded` was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
