"""The files that grouping writes: counts, areas, and the source record of the changes made to the figures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reporter.counts.files.tidy_writer import areas_csv, counts_csv, source_json
from reporter.counts.table import KEYS
from reporter.geography.group import Grouped, GroupingRequest
from reporter.publication.source_record import read_source_record, source_file

SENTENCES = ("source", "births")
"""Keys of the source record whose sentences are copied from the record of the counts."""


def files_of(
    grouped: Grouped, request: GroupingRequest, said: Sequence[str], counts: Path, areas: Path | None
) -> dict[Path, bytes]:
    """Content of each file by its path.

    Args:
        grouped: the counts.
        request: the options.
        said: the notes for readers.
        counts: path of the counts file.
        areas: path of the areas file; None to write none.
    """
    columns = [name for name in grouped.counts.columns if name not in KEYS]
    rows = grouped.counts[[*KEYS, *columns]].astype(object).itertuples(index=False, name=None)
    files = {counts: counts_csv(rows, columns)}
    if areas is not None:
        files[areas] = areas_csv(grouped.areas)
    files[source_file(counts)] = source_json(_record(grouped, request, said))
    return files


def _record(grouped: Grouped, request: GroupingRequest, said: Sequence[str]) -> dict[str, Any]:
    earlier = read_source_record(request.counts)
    rules = earlier.get("rules")
    return {
        **{key: earlier[key] for key in SENTENCES if key in earlier},
        "rules": [*(rules if isinstance(rules, list) else ()), *said],
        "grouping": {
            "lookup": _file(request.lookup),
            "boundaries_of": request.to.isoformat() if request.to else None,
            "code_changes": _file(request.changes) if request.changes else None,
            "changes": [
                {
                    "date": change.date.isoformat(),
                    "old_code": change.old_code,
                    "new_code": change.new_code,
                    "order": change.order,
                }
                for change in grouped.applied
            ],
            "split_by_shares": {
                old: {new: float(share) for new, share in parts.items()}
                for old, parts in grouped.splits.items()
            },
            "divided": grouped.divided,
            "in_several_networks": [
                {
                    "area_code": row.area_code,
                    "network_code": row.network_code,
                    "share": float(row.share) if row.share is not None else None,
                }
                for row in grouped.straddling
            ],
            "without_counts": {code: list(map(list, years)) for code, years in grouped.absent.items()},
            "left_out": list(grouped.left_out),
            "adds_up_to_the_whole": [list(each) for each in grouped.checked],
        },
        "made_from": {**_file(request.counts), "record": earlier or None},
    }


def _file(file: Path) -> dict[str, str]:
    return {"file": file.name, "sha256": hashlib.sha256(file.read_bytes()).hexdigest()}
