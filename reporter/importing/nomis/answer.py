"""Reads an answer of Nomis; separates passing faults from queries that cannot be answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass

from reporter.errors import InputError, Problem, ReporterError

_COLUMNS = ("DATE", "GEOGRAPHY_NAME", "GEOGRAPHY_CODE", "OBS_VALUE", "RECORD_OFFSET", "RECORD_COUNT")


class TransientError(ReporterError):
    """A fault that may pass when Nomis is asked again."""


@dataclass(frozen=True)
class NomisPage:
    """A page of an answer.

    Attributes:
        rows: its records, by column.
        count: number of records of the whole answer.
    """

    rows: tuple[Mapping[str, str], ...]
    count: int


def read_page(text: str, shown: Mapping[str, str], address: str, offset: int) -> NomisPage:
    """Read a page of CSV.

    Args:
        text: the body of the answer.
        shown: columns with a constant value in every record of a right answer, and those values.
        address: URL of the query, without the API key.
        offset: number of its first record.

    Raises:
        InputError: the body is empty: Nomis does not know a parameter, or nothing matches.
        TransientError: the body is not CSV of the data set, or was cut off.
        ReporterError: the records answer another query.
    """
    if not text.strip():
        message = "Nomis answered with an empty page: it does not know a parameter, or nothing matches"
        raise InputError([Problem(address, 0, message, "years from 2013 on, and types of area that it has")])
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise TransientError(f"Nomis answered with CSV that breaks off ({error}): {address}") from None
    header, *below = [record for record in records if record]
    missing = [name for name in (*_COLUMNS, *shown) if name not in header]
    if missing:
        begin = " ".join(text.split())[:80]
        raise TransientError(f"Nomis answered with no CSV of this data set but '{begin}': {address}")
    rows = tuple(dict(zip(header, record, strict=False)) for record in below)
    is_whole = all(len(record) == len(header) for record in below)
    counts = {row.get("RECORD_COUNT", "") for row in rows}
    if not is_whole or len(counts) != 1 or rows[0]["RECORD_OFFSET"] != str(offset):
        raise TransientError(f"Nomis answered with a page that breaks off: {address}")
    _refuse_something_else(rows, shown, address)
    return NomisPage(rows, int(counts.pop()))


def _refuse_something_else(
    rows: tuple[Mapping[str, str], ...], shown: Mapping[str, str], address: str
) -> None:
    for name, expected in shown.items():
        others = sorted({row[name] for row in rows} - {expected})
        if others:
            raise ReporterError(
                f"Nomis answered with {name} '{others[0]}', asked for '{expected}': {address}"
            )
