"""Small finished editions on disk: a manifest and a table of rates, as readers have them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable
from pathlib import Path

from reporter.comparison.published import COLUMNS

Row = dict[str, object]


def cell(
    area: str,
    count: int | None,
    births: int = 1000,
    *,
    period: str = "2022",
    indicator: str = "events",
    basis: str = "occurring",
    value: float | None = None,
    symbols: str = "",
) -> Row:
    """A row of a table of rates: the rate per 1,000 unless another is given; a count of None is withheld."""
    rate = None if count is None else 1000 * count / births if value is None else value
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
        "symbols": "[c]" if count is None else symbols,
    }


def write_edition(
    folder: Path,
    rows: Iterable[Row],
    *,
    by_category: Iterable[Row] = (),
    publication: str = "test",
    edition: str = "2022",
    corrections: int = 0,
    status: str | None = "released",
) -> Path:
    """Write an edition; its manifest states no status where it is None, as earlier ones did not."""
    tables = {"tables/rates.csv": _csv(rows)}
    if by_category:
        tables["tables/rates-by-category.csv"] = _csv(by_category)
    for name, content in tables.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    manifest: dict[str, object] = {
        "publication": publication,
        "title": f"A test, {edition}",
        "edition": edition,
        "release_time": "2024-03-14T09:30:00+00:00",
        "corrections": [{"what": "x"}] * corrections,
        "files": [
            {"path": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
            for name, content in tables.items()
        ],
    }
    if status is not None:
        manifest["status"] = status
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return folder


def _csv(rows: Iterable[Row]) -> bytes:
    rows = list(rows)
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]) if rows else list(COLUMNS), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()
