"""The files of an import from a table, the counts and their source record, and what is printed of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape

from reporter.counts.files.tidy_writer import counts_csv, source_json
from reporter.counts.files.time_column import PERIOD, YEAR
from reporter.importing.any_table.cells import sign_in_counts
from reporter.importing.any_table.found import TableImport
from reporter.importing.any_table.request import BLANK, TableRequest
from reporter.publication.source_record import source_file

_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SHOWN = 5


def files_of(imported: TableImport, request: TableRequest, counts: Path) -> dict[Path, bytes]:
    """Content of each file by its path; the counts have the column `year` where all are calendar years."""
    time = YEAR if all(re.fullmatch(r"\d{4}", key.period) for key in imported.counts) else PERIOD
    rows = ((*key, *texts) for key, texts in imported.counts.items())
    return {
        counts: counts_csv(rows, imported.columns, time),
        source_file(counts): source_json(_record(imported, request)),
    }


def withheld(request: TableRequest) -> dict[str, str]:
    """Signs in the counts file with what they stand for, as the settings say it under `[data.withheld]`."""
    return {
        sign_in_counts("" if sign == BLANK else sign, meaning): f"{meaning[0]} to {meaning[1]}"
        for sign, meaning in request.markers.items()
        if isinstance(meaning, tuple)
    }


def _record(imported: TableImport, request: TableRequest) -> Mapping[str, Any]:
    return {
        "files": [
            {
                "file": table.file.name,
                "sha256": table.sha256,
                "encoding": table.encoding,
                "delimiter": _NAMES.get(table.delimiter, table.delimiter),
                "header_line": table.header.line,
            }
            for table in imported.tables
        ],
        "map": {
            **request.keys,
            **{
                each.name: each.column + "".join(f"[{column}={text}]" for column, text in each.only)
                for each in request.counts
            },
        },
        "where": {column: list(texts) for column, texts in request.where.items()},
        "markers": {
            sign: f"{meaning[0]} to {meaning[1]}" if isinstance(meaning, tuple) else meaning
            for sign, meaning in request.markers.items()
        },
        "decimals": dict(request.decimals),
        "counts": {"rows": len(imported.counts), "columns": list(imported.columns)},
        "left_out": {
            "by_where": imported.filtered,
            "notes": [f"{Path(file).name}:{line}" for file, line in imported.notes],
            "totals": [f"{Path(file).name}:{line}" for file, line in imported.totals],
            "missing": [" ".join(key) for key in imported.missing],
            "incomplete": [" ".join(key) for key in imported.incomplete],
        },
    }


def describe(console: Console, imported: TableImport, request: TableRequest, files: Iterable[Path]) -> None:
    """Print what was taken, what was left out and why, and what the settings must say."""
    for table in imported.tables:
        how = f"{table.encoding}, {_NAMES.get(table.delimiter, table.delimiter)}"
        console.print(f"Read {escape(str(table.file))}: {how}, headings on line {table.header.line}")
    keys = list(imported.counts)
    areas, periods = ({key[part] for key in keys} for part in (0, 1))
    shown = f"{keys[0].period} to {keys[-1].period}" if len(periods) > 1 else keys[0].period if keys else ""
    console.print(
        f"[bold]Took {len(keys):,} rows[/]: {len(areas):,} area{'s' if len(areas) != 1 else ''}, "
        f"{escape(shown)}, {', '.join(imported.columns)}; basis {', '.join(sorted({key[2] for key in keys}))}"
    )
    for line in _left_out(imported):
        console.print(f"- {escape(line)}")
    if lines := withheld(request):
        console.print("The settings must say what the signs stand for:")
        console.print(
            "\n".join(["", "[data.withheld]", *(f'"{s}" = "{m}"' for s, m in lines.items())]), markup=False
        )
    console.print(f"\nWrote {', '.join(escape(str(file)) for file in files)}")


def _left_out(imported: TableImport) -> Iterator[str]:
    if imported.filtered:
        yield f"{imported.filtered:,} rows are left out by --where"
    for what, lines in (("notes", imported.notes), ("totals", imported.totals)):
        if lines:
            yield f"{len(lines):,} rows are {what}: {_some([f'line {line}' for _, line in lines])}"
    if imported.repeated:
        yield f"{imported.repeated:,} counts stand in several rows, the same in all"
    for why, keys in (
        ("a sign says that a count is missing", imported.missing),
        ("a count is in no row", imported.incomplete),
    ):
        if keys:
            named = _some([f"{key.area_code} {key.period}" for key in keys])
            yield f"{len(keys):,} areas and periods are left out, since {why}: {named}"


def _some(texts: list[str]) -> str:
    more = f" and {len(texts) - _SHOWN:,} more" if len(texts) > _SHOWN else ""
    return ", ".join(texts[:_SHOWN]) + more
