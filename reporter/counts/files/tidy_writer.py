"""Writes the tidy files that a publication reads (counts, areas and breakdowns as CSV) and the source record.

The source record `counts.source.json` stands beside `counts.csv` and says where every row came from. It holds
no time of day and no path, so the same source gives the same bytes.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporter.counts.files.time_column import YEAR
from reporter.counts.table import CATEGORY_KEYS, KEYS
from reporter.errors import InputError, Problem
from reporter.machine.folders import refuse_unwritable, write_file
from reporter.publication.areas import Area

AREA_COLUMNS = ("area_code", "area_name", "area_type", "parent_code")
"""Columns of every areas file."""

OPTIONAL_AREA_COLUMNS = ("short_name", "valid_from", "valid_to")
"""Columns that are written where an area has one of them."""

TidyRow = Sequence[str | int | None]
"""Cells of a row: its keys, then whole numbers; None for an empty cell."""


def counts_csv(rows: Iterable[TidyRow], columns: Sequence[str], time: str = YEAR) -> bytes:
    """The counts file as bytes.

    Args:
        rows: area code, year and basis of each row, then its counts, in the order of the file.
        columns: names of the counts.
        time: 'year', or 'period' where the rows have labels of periods.
    """
    return _csv((KEYS[0], time, KEYS[2], *columns), rows)


def breakdowns_csv(rows: Iterable[TidyRow], columns: Sequence[str]) -> bytes:
    """The breakdowns file as bytes.

    Args:
        rows: area code, year, basis, breakdown and category of each row, then its counts.
        columns: names of the counts.
    """
    return _csv((*CATEGORY_KEYS, *columns), rows)


def areas_csv(areas: Iterable[Area]) -> bytes:
    """The areas file as bytes; the codes of several parents are separated by `;`."""
    areas = list(areas)
    optional = [name for name in OPTIONAL_AREA_COLUMNS if any(getattr(area, name) for area in areas)]
    return _csv(
        (*AREA_COLUMNS, *optional),
        (
            (
                area.code,
                area.name,
                area.type,
                ";".join(area.parents),
                *(str(getattr(area, name) or "") for name in optional),
            )
            for area in areas
        ),
    )


def source_json(record: Mapping[str, Any]) -> bytes:
    """The source record as bytes, in the order of its keys."""
    return json.dumps(record, indent=1, ensure_ascii=False).encode() + b"\n"


def refuse_places(files: Iterable[Path]) -> None:
    """Refuse paths that cannot be written to, before any other work is done.

    Raises:
        InputError: a path is a folder, lies in a folder that cannot be written to, or is given for two files.
    """
    problems: list[Problem] = []
    taken: set[Path] = set()
    for file in files:
        if file.is_dir():
            problems.append(Problem(str(file), 0, "this is a folder", "the name of a file to write"))
        if file.absolute() in taken:
            problems.append(
                Problem(str(file), 0, "is to be written twice", "a name of its own for each file")
            )
        taken.add(file.absolute())
        try:
            refuse_unwritable(file.parent)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files, each whole or not at all; none is written if any path is refused.

    Raises:
        InputError: a file cannot be written.
    """
    refuse_places(files)
    for file, content in files.items():
        write_file(file, content)


def _csv(header: Sequence[str], rows: Iterable[TidyRow]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()
