"""Guards for texts in CSV files that a spreadsheet could run as a formula."""

from __future__ import annotations

import re

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
"""Start of a text that a spreadsheet may run as a formula, or that `guarded` has guarded.

The last four characters are the wide forms of the first four, which start a formula in some locales.
"""


def guarded(text: str) -> str:
    """The text with an apostrophe in front if a spreadsheet could run it as a formula, else unchanged.

    Texts come from users' files, and a spreadsheet that opens a CSV file runs a cell such as
    `=HYPERLINK(...)` (OWASP, "CSV Injection"). A text that already begins with apostrophes and then such a
    sign gets one more, so that `unguarded` always restores it.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """The text as it was before `guarded`."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
