"""Finished editions by hand, as whoever reads published files has them: files, and their manifest."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from reporter.comparison.published import BY_CATEGORY, COLUMNS, RATES
from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState, Status
from reporter.report.edition.manifest import manifest
from tests.publications.settings import publication

Row = dict[str, object]


def write_finished(
    folder: Path,
    files: Mapping[str, bytes],
    made: Publication,
    *,
    status: Status | None = "released",
    **said: Any,
) -> Path:
    """Write the files of an edition and its manifest.

    Args:
        folder: made where it does not exist.
        files: the files by their path in the edition.
        made: the publication, of whose settings the manifest tells.
        status: on which side of its release the edition was built; None where the manifest does not say it.
        said: what the manifest says instead of what follows from the settings, which need not allow it.

    Returns:
        The folder.
    """
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    described = json.loads(manifest(made, {}, ReleaseState(status or "released")))
    if status is None:
        del described["status"]
    write_manifest(folder, {**described, **said}, files)
    return folder


def write_manifest(folder: Path, described: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    """Write a manifest that lists files as the product's own does."""
    listed = [
        {"path": path, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for path, content in sorted(files.items())
    ]
    (folder / "manifest.json").write_text(json.dumps({**described, "files": listed}), "utf-8")


def cell(
    area: str,
    count: int | None,
    births: int | None = 1000,
    *,
    period: str = "2022",
    indicator: str = "events",
    basis: str = "occurring",
    value: float | None = None,
    symbols: str = "",
) -> Row:
    """A row of a table of rates: the rate per 1,000 unless another is given; a number of None is withheld."""
    withheld = count is None or births is None
    rate = None if count is None or births is None else 1000 * count / births if value is None else value
    return {
        "indicator": indicator,
        "area_code": area,
        "area_name": f"Area {area}",
        "area_type": "district",
        "period": period,
        "basis": basis,
        "numerator": count,
        "denominator": births,
        "value": rate,
        "symbols": "[c]" if withheld else symbols,
    }


def write_rates(
    folder: Path,
    rows: Iterable[Row],
    *,
    by_category: Sequence[Row] = (),
    name: str = "small",
    edition: str = "2022",
    **said: Any,
) -> Path:
    """Write an edition of tables of rates alone; see `write_finished`."""
    tables = {RATES: _csv(rows)} | ({BY_CATEGORY: _csv(by_category)} if by_category else {})
    about = {"id": name, "title": f"A small publication, {edition}", "edition": edition}
    return write_finished(folder, tables, publication(publication=about), **said)


def _csv(rows: Iterable[Row]) -> bytes:
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
