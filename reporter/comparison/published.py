"""A published edition read back: its manifest, and every cell of its tables of rates."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from reporter.comparison.manifest import MANIFEST, Manifest, read_manifest
from reporter.errors import InputError, Problem
from reporter.publication.revisions import Predecessor
from reporter.records.csv_file import read_csv
from reporter.records.formulas import unguarded

N = TypeVar("N", int, float)

RATES = "tables/rates.csv"
BY_CATEGORY = "tables/rates-by-category.csv"
"""The table of rates by the categories of a breakdown, which an edition without breakdowns does not have."""

COLUMNS = {
    "indicator": "the indicator",
    "area_code": "the code of the area",
    "area_name": "the name of the area",
    "area_type": "the type of the area",
    "period": "the period",
    "basis": "the basis of the counts",
    "numerator": "the count, empty where it is withheld",
    "denominator": "the denominator, empty where it is withheld",
    "value": "the rate, empty where it is not given",
    "symbols": "why a number is missing or must be read with care",
}
"""The columns of the table of rates that a comparison needs, and what each is for."""


class CellName(NamedTuple):
    """Name of a cell, the same in every edition."""

    indicator: str
    area_code: str
    period: str
    basis: str
    breakdown: str = ""
    category: str = ""


@dataclass(frozen=True)
class PublishedCell:
    """One published cell; a number that is not given is None.

    Attributes:
        least, greatest: what the count can be, where the edition says so.
    """

    area_name: str
    area_type: str
    numerator: float | None
    denominator: float | None
    value: float | None
    symbols: str
    least: float | None = None
    greatest: float | None = None

    def without_what_is_withheld_in(self, newer: PublishedCell) -> PublishedCell:
        """The cell without the numbers that a newer edition withholds, which it does not repeat."""
        count, denominator = (
            None if getattr(newer, name) is None else getattr(self, name)
            for name in ("numerator", "denominator")
        )
        gone = newer.numerator is None or newer.denominator is None
        return replace(self, numerator=count, denominator=denominator, value=None if gone else self.value)


@dataclass(frozen=True)
class PublishedEdition:
    """An edition, from its files alone.

    Attributes:
        folder: where it stands.
        publication: id of the publication.
        edition: name of the edition.
        title: its title.
        time: its release time; None where its manifest states none.
        is_released: whether it was built after its release time; assumed where the manifest does not say.
        corrections: number of its corrections.
        cells: every cell of its tables of rates, in their order; empty where only the manifest was read.
        changed_files: tables of rates whose hash differs from the manifest.
        previous: the edition before it, as its manifest names it.
        names_previous: whether its manifest says which edition was before it, if any; those of versions
            before 0.2 do not.
    """

    folder: Path
    publication: str
    edition: str
    title: str
    time: dt.datetime | None
    is_released: bool
    corrections: int
    cells: Mapping[CellName, PublishedCell] = field(default_factory=dict)
    changed_files: tuple[Path, ...] = ()
    previous: Predecessor | None = None
    names_previous: bool = False


def read_published(folder: Path) -> PublishedEdition:
    """Read a finished edition.

    Raises:
        InputError: the folder is no edition, or its table of rates cannot be read.
    """
    manifest = read_manifest(folder)
    listed = manifest.sha256
    names = [RATES, *([BY_CATEGORY] if BY_CATEGORY in listed else [])]
    cells: dict[CellName, PublishedCell] = {}
    changed = []
    for name in names:
        cells |= _cells(folder / name)
        if listed.get(name) != hashlib.sha256((folder / name).read_bytes()).hexdigest():
            changed.append(folder / name)
    return _edition(folder, manifest, cells, tuple(changed))


def read_unchanged(folder: Path) -> PublishedEdition:
    """Read a finished edition; its tables of rates must be unchanged since the build.

    Raises:
        InputError: the folder is no edition, or a table of rates is not the one that its manifest lists.
    """
    edition = read_published(folder)
    message = f"is not the file that {MANIFEST} lists: it was changed after the build"
    if edition.changed_files:
        raise InputError(
            Problem(str(file), 0, message, "the file as published") for file in edition.changed_files
        )
    return edition


def read_without_cells(folder: Path) -> PublishedEdition:
    """Read the manifest of a finished edition, and none of its cells.

    Raises:
        InputError: the folder is no edition.
    """
    return _edition(folder, read_manifest(folder))


class ListedFiles(NamedTuple):
    """Identity and files of a finished edition.

    Attributes:
        publication: the publication's id.
        edition: the edition's name.
        paths: every file of the edition but the manifest, by its path in the folder.
    """

    publication: str
    edition: str
    paths: frozenset[str]


def read_listed_files(folder: Path) -> ListedFiles:
    """Read the identity and files of an edition from its manifest.

    Raises:
        InputError: the folder is no edition.
    """
    manifest = read_manifest(folder)
    paths = frozenset(entry.path for entry in manifest.files)
    return ListedFiles(manifest.publication, manifest.edition, paths)


def _edition(
    folder: Path,
    manifest: Manifest,
    cells: Mapping[CellName, PublishedCell] | None = None,
    changed_files: tuple[Path, ...] = (),
) -> PublishedEdition:
    return PublishedEdition(
        folder=folder,
        publication=manifest.publication,
        edition=manifest.edition,
        title=manifest.title,
        time=manifest.release_time,
        is_released=manifest.status == "released",
        corrections=len(manifest.corrections),
        previous=manifest.previous,
        names_previous="previous" in manifest.model_fields_set,
        cells=cells or {},
        changed_files=changed_files,
    )


def _cells(file: Path) -> dict[CellName, PublishedCell]:
    """The cells of a table of rates by their names.

    Raises:
        InputError: it cannot be read, a text is no number, or two rows have one name.
    """
    table, problems = read_csv(file, COLUMNS)
    if table is None or problems:
        raise InputError(problems)
    cells: dict[CellName, PublishedCell] = {}
    for line, row in zip(table.lines.tolist(), table.cells.to_dict("records"), strict=True):
        name = CellName(*(unguarded(row.get(key, "")) for key in CellName._fields))
        if name in cells:
            problems.append(Problem(table.file, line, "this cell stands twice", "each cell once"))
        try:
            cells[name] = _cell(row)
        except ValueError as error:
            problems.append(Problem(table.file, line, str(error), "a number as published"))
    if problems:
        raise InputError(problems)
    return cells


def _cell(row: Mapping[Any, Any]) -> PublishedCell:
    return PublishedCell(
        area_name=unguarded(row["area_name"]),
        area_type=unguarded(row["area_type"]),
        numerator=_number(row, "numerator", count_of),
        denominator=_number(row, "denominator", count_of),
        value=_number(row, "value", float),
        symbols=row["symbols"],
        least=_number(row, "numerator_least", count_of),
        greatest=_number(row, "numerator_greatest", count_of),
    )


def count_of(text: str) -> float:
    """A count; a decimal one, of a time or of expected events, may have decimals."""
    return int(text) if text.isdecimal() else float(text)


def _number(row: Mapping[Any, Any], column: str, kind: Callable[[str], N]) -> N | None:
    """The number in a column, None if empty or if there is no such column.

    Raises:
        ValueError: with the text, which is no number.
    """
    text = row.get(column, "")
    try:
        return kind(text) if text else None
    except ValueError:
        raise ValueError(f"'{column}' is '{text}'") from None
