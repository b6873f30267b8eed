"""A published edition read back: its manifest, and every cell of its tables of rates."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import AwareDatetime, BaseModel, ValidationError

from reporter.errors import InputError, Problem
from reporter.machine.exchange import finish
from reporter.publication.paths import private_root
from reporter.publication.release import Status
from reporter.records.csv_file import read_csv
from reporter.records.formulas import unguarded
from reporter.records.text_files import read_text

N = TypeVar("N", int, float)

MANIFEST = "manifest.json"
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
    """One published cell; a number that is not given is None."""

    area_name: str
    area_type: str
    numerator: int | None
    denominator: int | None
    value: float | None
    symbols: str

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


class _File(BaseModel):
    """One file that a manifest lists."""

    path: str
    sha256: str


class _Manifest(BaseModel):
    """The fields of a manifest that are read here."""

    publication: str
    edition: str
    title: str
    release_time: AwareDatetime | None = None
    status: Status = "released"
    corrections: tuple[dict[str, Any], ...] = ()
    files: tuple[_File, ...]


def read_published(folder: Path) -> PublishedEdition:
    """Read a finished edition.

    Raises:
        InputError: the folder is no edition, or its table of rates cannot be read.
    """
    manifest = _manifest(folder)
    listed = {entry.path: entry.sha256 for entry in manifest.files}
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
    return _edition(folder, _manifest(folder))


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
    manifest = _manifest(folder)
    paths = frozenset(entry.path for entry in manifest.files)
    return ListedFiles(manifest.publication, manifest.edition, paths)


def known_cells(edition: PublishedEdition) -> dict[CellName, int]:
    """Counts that an edition has published, by the name of their cell; an attacker knows them."""
    return {name: cell.numerator for name, cell in edition.cells.items() if cell.numerator is not None}


def _manifest(folder: Path) -> _Manifest:
    finish(private_root(folder))
    file = folder / MANIFEST
    try:
        return _Manifest.model_validate_json(read_text(file))
    except ValidationError:
        expected = "the manifest of an edition that reporter build has made"
        raise InputError([Problem(str(file), 0, "cannot be read as a manifest", expected)]) from None


def _edition(
    folder: Path,
    manifest: _Manifest,
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
        numerator=_number(row, "numerator", int),
        denominator=_number(row, "denominator", int),
        value=_number(row, "value", float),
        symbols=row["symbols"],
    )


def _number(row: Mapping[Any, Any], column: str, kind: type[N]) -> N | None:
    """The number in a column, None if empty; ValueError with the text if that is no number."""
    text = row[column]
    try:
        return kind(text) if text else None
    except ValueError:
        raise ValueError(f"'{column}' is '{text}'") from None
