"""A table as JSON: an array with one object a row, one row a line; a missing value is null."""

from __future__ import annotations

import json

from reporter.report.tables.model import Table


def json_bytes(table: Table) -> bytes:
    """The JSON file of a table, its keys in the order of the columns."""
    names = [column.name for column in table.columns]
    rows = (
        json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False, allow_nan=False)
        for row in table.rows
    )
    return ("[\n" + ",\n".join(rows) + "\n]\n").encode()
