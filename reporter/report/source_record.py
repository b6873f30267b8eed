"""What an import says in words of the data it made, from the record that stands beside the counts.

Numbers of the record are left alone: it may count what was not released, and it holds hashes of the input.
"""

from __future__ import annotations

import json
from pathlib import Path

from reporter.errors import InputError, Problem
from reporter.text_files import read_text

STATEMENTS = ("source", "births", "rules")
"""The keys of the record that hold sentences for readers: one, or a list of them."""


def statements(counts: Path) -> list[str]:
    """The sentences of the record beside a counts file; none where there is no record.

    Args:
        counts: the counts file; the record of `counts.csv` is `counts.source.json`.

    Raises:
        InputError: the record cannot be read.
    """
    file = counts.with_name(f"{counts.stem}.source.json")
    if not file.exists():
        return []
    try:
        record = json.loads(read_text(file))
        given = [record.get(key) for key in STATEMENTS]
    except (ValueError, AttributeError):
        expected = "the record that reporter import wrote, or no such file"
        raise InputError([Problem(str(file), 0, "cannot be read as a source record", expected)]) from None
    listed = [part for value in given for part in (value if isinstance(value, list) else [value])]
    return [part for part in listed if isinstance(part, str) and part.strip()]
