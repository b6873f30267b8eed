"""All that a finished edition tells of its counts, from its published files alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from reporter.comparison.manifest import MANIFEST, Measured, StatedRules, read_manifest
from reporter.comparison.published import BY_CATEGORY, RATES, PublishedEdition, read_unchanged
from reporter.errors import InputError, Problem
from reporter.publication.areas import Area, Areas
from reporter.records.csv_file import read_csv
from reporter.records.formulas import unguarded

AREAS = "tables/areas.csv"
INDICATORS = "tables/indicators.csv"
_AREAS = {
    "area_code": "the area's code",
    "area_type": "the type of the area",
    "parent_code": "the areas that it is part of",
}
_INDICATORS = {
    "indicator": "the indicator",
    "multiplier": "the number of the denominator that rates are given per",
}


@dataclass(frozen=True)
class PublishedTables:
    """Tables of a finished edition, with the rules and columns behind its counts.

    Attributes:
        edition: its cells.
        areas: its areas, without names; None where it has no table of them.
        multipliers: the number of the denominator that rates are given per, by indicator.
        rules: the rules on counts that its manifest states.
        measures: the columns of each indicator that its manifest states.
        hashes: hash of each table of rates, by its path.
    """

    edition: PublishedEdition
    areas: Areas | None
    multipliers: Mapping[str, int]
    rules: StatedRules | None
    measures: Mapping[str, Measured]
    hashes: Mapping[str, str]


def read_tables(folder: Path) -> PublishedTables:
    """Read the tables of counts, areas and indicators of a finished edition.

    Raises:
        InputError: the folder is no edition, or a table is not the one that its manifest lists.
    """
    edition, manifest = read_unchanged(folder), read_manifest(folder)
    hashes = manifest.sha256
    areas = Areas.of(_areas(folder / AREAS, hashes[AREAS])) if AREAS in hashes else None
    of_indicators = (
        _rows(folder / INDICATORS, hashes[INDICATORS], _INDICATORS) if INDICATORS in hashes else ()
    )
    return PublishedTables(
        edition=edition,
        areas=areas,
        multipliers={
            unguarded(row["indicator"]): int(row["multiplier"])
            for row in of_indicators
            if row["multiplier"].isdecimal()
        },
        rules=manifest.counts,
        measures=manifest.measures,
        hashes={path: hashes[path] for path in (RATES, BY_CATEGORY) if path in hashes},
    )


def _areas(file: Path, sha256: str) -> Iterator[Area]:
    rows = list(_rows(file, sha256, _AREAS))
    codes = {unguarded(row["area_code"]) for row in rows}
    for row in rows:
        parents = (code.strip() for code in unguarded(row["parent_code"]).split(";"))
        code, area_type = unguarded(row["area_code"]), unguarded(row["area_type"])
        yield Area(code, code, area_type, tuple(parent for parent in parents if parent in codes))


def _rows(file: Path, sha256: str, columns: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """Rows of a table that must be the one that the manifest lists."""
    table, problems = read_csv(file, columns)
    if table is None or problems:
        raise InputError(problems)
    if hashlib.sha256(file.read_bytes()).hexdigest() != sha256:
        message = f"is not the file that {MANIFEST} lists: it was changed after the build"
        raise InputError([Problem(str(file), 0, message, "the file as published")])
    for row in table.cells.to_dict("records"):
        yield {str(name): text for name, text in row.items()}
