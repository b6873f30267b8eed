"""The source record: the file that an import writes beside the counts, and its sentences for readers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reporter.errors import InputError, Problem
from reporter.records.text_files import read_text

STATEMENTS = ("source", "births", "rules")
"""Keys of the record with sentences for readers: a sentence, or a list of them."""


def source_file(counts: Path) -> Path:
    """Path of the source record of a counts file: `counts.source.json` beside `counts.csv`."""
    return counts.with_name(f"{counts.stem}.source.json")


def read_source_record(counts: Path) -> dict[str, Any]:
    """The source record beside a counts file; empty where there is none.

    Raises:
        InputError: the file is no JSON object.
    """
    file = source_file(counts)
    if not file.exists():
        return {}
    try:
        record = json.loads(read_text(file))
    except ValueError:
        record = None
    if not isinstance(record, dict):
        expected = "the record that reporter import wrote, or no such file"
        raise InputError([Problem(str(file), 0, "cannot be read as a source record", expected)])
    return record


def statements(counts: Path) -> list[str]:
    """The sentences for readers in the record beside a counts file; none where there is no record.

    Only sentences are taken: numbers of the record may count unreleased events, and its hashes are of the
    input.

    Raises:
        InputError: the record cannot be read.
    """
    record = read_source_record(counts)
    given = [record.get(key) for key in STATEMENTS]
    listed = [part for value in given for part in (value if isinstance(value, list) else [value])]
    return [part for part in listed if isinstance(part, str) and part.strip()]
