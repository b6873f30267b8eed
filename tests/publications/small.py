"""A small publication, from its parts to its finished edition."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from pathlib import Path
from typing import Any

from reporter.counts.files.tidy_writer import areas_csv, breakdowns_csv, counts_csv
from reporter.counts.table import CATEGORY_KEYS, KEYS, Counts
from reporter.disclosure.gate import GateResult, release
from reporter.findings import Findings, find
from reporter.machine.progress import Silent
from reporter.pipeline.build import build
from reporter.publication import profiles
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.periods import label_of
from reporter.publication.profiles import Profile
from reporter.publication.units import column_units, written
from reporter.report.edition.manifest import manifest
from reporter.report.tables import data_files
from tests.edition import read_folder
from tests.publications.toml_text import toml_text

NOW = dt.datetime(2024, 6, 1, tzinfo=dt.UTC)
"""A moment after the release that settings name by default."""


@dataclass(frozen=True)
class Small:
    """A publication: settings with indicators, areas, and counts of all areas and of their categories."""

    publication: Publication
    areas: Areas
    counts: Counts

    @property
    def profile(self) -> Profile:
        """The rules for small numbers."""
        disclosure = self.publication.settings.disclosure
        return disclosure.rules or profiles.shipped(disclosure.profile)

    def gate_result(self) -> GateResult:
        """What the gate lets through, and its private record."""
        return release(self.publication, self.areas, self.counts, self.profile)

    def findings(self) -> Findings:
        """What is found in the released cells."""
        return find(self.gate_result().released, self.publication)

    def tables(self) -> dict[str, bytes]:
        """An edition of data files alone, by their path, with the manifest; no page is rendered."""
        files = data_files(self.publication, self.findings(), self.areas)
        return {**files, "manifest.json": manifest(self.publication, files, rules=self.profile)}

    def edition(
        self, folder: Path, *, now: dt.datetime = NOW, jobs: int = 1, archive: bool = False
    ) -> dict[str, bytes]:
        """A whole edition, HTML and PDF, by the path of each file; `folder` takes up all that is made."""
        settings = self.write(folder)
        made = build(settings, folder / "output", jobs, Silent(), now, archive=archive)
        return read_folder(made.folder)

    def write(self, folder: Path, totals: Collection[str] = ()) -> Path:
        """Write the files of the publication into a folder.

        Args:
            folder: made where it does not exist.
            totals: types of larger areas whose counts are written too, as a check of their parts.

        Returns:
            The settings file.
        """
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in self.files(totals).items():
            (folder / name).write_bytes(text.encode())
        return folder / "publication.toml"

    def files(self, totals: Collection[str] = ()) -> dict[str, str]:
        """The text of each file by its name; see `write`."""
        settings, by_category = self.publication.settings, self.counts.by_category
        records = zip(settings.data.indicators, self.publication.indicators, strict=True)
        files = {path.as_posix(): toml_text(record) for path, record in records}
        files["areas.csv"] = areas_csv(self.areas.areas).decode()
        rows = self._in_ones(self._rows(totals), len(KEYS), self.counts.columns)
        files["counts.csv"] = _labelled(rows, partial(counts_csv, columns=self.counts.columns))
        if len(by_category):
            columns = [name for name in by_category.columns if name not in CATEGORY_KEYS]
            table = by_category[[*CATEGORY_KEYS, *columns]].astype(object)
            known = table.where(table.notna(), None).to_numpy().tolist()
            known = self._in_ones(known, len(CATEGORY_KEYS), columns)
            files["breakdowns.csv"] = _labelled(known, partial(breakdowns_csv, columns=columns))
        if self.areas.tiles:
            text = io.StringIO()
            csv.writer(text).writerow(["area_code", "label", "column", "row"])
            csv.writer(text).writerows(astuple(tile) for tile in self.areas.tiles)
            files["tiles.csv"] = text.getvalue()
        named = {key: Path(f"{key}.csv") for key in ("breakdowns", "tiles") if f"{key}.csv" in files}
        data = settings.data.model_copy(update=named)
        files["publication.toml"] = toml_text(settings.model_copy(update={"data": data}))
        return files

    def _in_ones(self, rows: list[Any], keys: int, columns: Sequence[str]) -> list[Any]:
        """Rows with their counts as a file has them, decimal where they are held in smaller units."""
        units = column_units(self.publication.indicators)
        if {units.of(column) for column in columns} == {1}:
            return rows
        return [
            [
                *row[:keys],
                *(
                    count if count is None else written(count, units.of(column))
                    for count, column in zip(row[keys:], columns, strict=True)
                ),
            ]
            for row in rows
        ]

    def _rows(self, totals: Collection[str]) -> list[list[str | int]]:
        """Rows of the counts file: of each year the smallest areas, then the larger ones wanted."""
        leaves = {area.code for area in self.areas.leaves}
        larger = {area.code for area in self.areas.areas if area.type in totals} - leaves
        table = self.counts.table.reset_index(drop=True)
        table = table[table["area_code"].isin(leaves | larger)]
        order = table.assign(larger=table["area_code"].isin(larger))
        table = table.loc[order.sort_values(["basis", "year", "larger"], kind="stable").index]
        rows: list[list[str | int]] = table[[*KEYS, *self.counts.columns]].astype(object).to_numpy().tolist()
        return rows


def _labelled(rows: Sequence[Sequence[Any]], written: Callable[[Sequence[Sequence[Any]]], bytes]) -> str:
    """The text of a file of counts: periods other than calendar years by their labels."""
    if all(row[1] < 10_000 for row in rows):
        return written(rows).decode()
    labelled = [(row[0], label_of(row[1]), *row[2:]) for row in rows]
    return written(labelled).decode().replace("year", "period", 1)
