"""The import from Nomis: exact counts, and intervals for the counts that Nomis rounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reporter.errors import InputError, Problem, ReporterError
from reporter.importing.nomis import rounding
from reporter.importing.nomis.client import Client, Records
from reporter.importing.nomis.datasets import BIRTHS, DEATHS, Dataset
from reporter.importing.nomis.rounding import Interval
from reporter.machine.progress import Progress

AREA_TYPES = ("TYPE464", "TYPE480", "TYPE499")
"""Nomis's numbers of local authorities, regions and countries."""

AreaYear = tuple[str, int]
"""Area code and year."""

_GSS_CODE = re.compile(r"[A-Z][0-9]{8}")


@dataclass(frozen=True)
class NomisImport:
    """Counts and intervals from Nomis.

    Attributes:
        counts: live births and deaths under one of each area and year, where both are exact.
        intervals: interval of deaths under one of each area and year where Nomis rounds them.
        names: the name of each area.
        left_out: names of the rows that are no area with a code, such as non-residents.
        without: areas and years with births or deaths alone.
        extracted: day of the oldest answer used; None where Nomis did not give it.
    """

    counts: Mapping[AreaYear, tuple[int, int]]
    intervals: Mapping[AreaYear, Interval]
    names: Mapping[str, str]
    left_out: tuple[str, ...]
    without: tuple[AreaYear, ...]
    extracted: str | None

    @property
    def years(self) -> list[int]:
        """The years with a count or an interval."""
        return sorted({year for _, year in (*self.counts, *self.intervals)})


def import_nomis(
    client: Client, areas: Sequence[str], years: range | None, progress: Progress
) -> NomisImport:
    """Import births and deaths from Nomis.

    Args:
        client: the connection.
        areas: types of area such as TYPE464, or Nomis's numbers of areas.
        years: the years; None for all.
        progress: shows the stage and counts pages.

    Raises:
        InputError: Nomis does not know an area or year, or its figures do not add up.
        ReporterError: Nomis does not answer as it should.
    """
    asked = {"geography": ",".join(areas)}
    if years is not None:
        asked["date"] = ",".join(map(str, years))
    answers = []
    for dataset in (BIRTHS, DEATHS):
        progress.stage(f"Asking Nomis for {dataset.title}")
        answers.append(client.records(dataset, asked, progress))
    births, deaths = answers
    return _joined(births, deaths, years)


def _joined(births: Records, deaths: Records, years: range | None) -> NomisImport:
    names: dict[str, str] = {}
    left_out: dict[str, None] = {}
    born, died = (
        _values(records, dataset, names, left_out)
        for records, dataset in ((births, BIRTHS), (deaths, DEATHS))
    )
    _refuse_missing_years(born, died, years)
    both = sorted(born.keys() & died.keys(), key=lambda key: (key[1], key[0]))
    stand_for = _intervals({key: died[key] for key in both})
    counts = {key: (born[key], died[key]) for key in both if stand_for[key].is_exact}
    intervals = {key: stand_for[key] for key in both if not stand_for[key].is_exact}
    _refuse_wrong_sums(counts)
    return NomisImport(
        counts,
        intervals,
        names,
        tuple(left_out),
        tuple(sorted(born.keys() ^ died.keys())),
        min(filter(None, (births.date, deaths.date)), default=None),
    )


def _values(
    records: Records, dataset: Dataset, names: dict[str, str], left_out: dict[str, None]
) -> dict[AreaYear, int]:
    """Published numbers by area and year; an area of two types is in two rows, with equal numbers."""
    values: dict[AreaYear, int] = {}
    for row in records.rows:
        code, name, shown = row["GEOGRAPHY_CODE"], row["GEOGRAPHY_NAME"], row["OBS_VALUE"]
        if not _GSS_CODE.fullmatch(code):
            left_out.setdefault(name)
            continue
        if not shown:
            continue
        if not re.fullmatch("[0-9]{1,9}", shown) or not re.fullmatch("[0-9]{4}", row["DATE"]):
            message = f"Nomis gives {code} ({name}) {shown} {dataset.title} in {row['DATE']}"
            raise ReporterError(f"{message}: neither a count nor a year")
        key = code, int(row["DATE"])
        if values.setdefault(key, int(shown)) != int(shown):
            message = f"Nomis gives {code} ({name}) {values[key]} and {shown} {dataset.title} in {key[1]}"
            raise ReporterError(message)
        names.setdefault(code, name)
    return values


def _intervals(died: Mapping[AreaYear, int]) -> dict[AreaYear, Interval]:
    try:
        return {key: rounding.infant_deaths(key[0], shown) for key, shown in died.items()}
    except ValueError as error:
        raise ReporterError(f"Nomis gives {error}: its rounding has changed, no 0 or 5 can be told") from None


def _refuse_missing_years(
    born: Mapping[AreaYear, int], died: Mapping[AreaYear, int], years: range | None
) -> None:
    problems = []
    for dataset, values in ((BIRTHS, born), (DEATHS, died)):
        held = sorted({year for _, year in values})
        missing = [year for year in years or () if year not in held]
        if missing or not held:
            which = ", ".join(map(str, missing)) or "any year"
            message = f"Nomis has no {dataset.title} ({dataset.id}) of {which}"
            expected = f"years from {held[0]} to {held[-1]}" if held else "areas with codes such as E06000001"
            problems.append(Problem("--years", 0, message, expected))
    if problems:
        raise InputError(problems)


def _refuse_wrong_sums(counts: Mapping[AreaYear, tuple[int, int]]) -> None:
    """Refuse nine regions that do not add up to England; the counts of both are exact."""
    problems = []
    for code, year in counts:
        regions = [value for (area, when), value in counts.items() if area[:3] == "E12" and when == year]
        if code != "E92000001" or len(regions) != 9:
            continue
        problems += list(_wrong_sums(counts[code, year], regions, year))
    if problems:
        raise InputError(problems)


def _wrong_sums(england: tuple[int, int], regions: list[tuple[int, int]], year: int) -> Iterator[Problem]:
    for place, dataset in enumerate((BIRTHS, DEATHS)):
        total = sum(region[place] for region in regions)
        if total != england[place]:
            message = f"{dataset.title} of England in {year} are {england[place]:,}"
            yield Problem(f"Nomis {dataset.id}", 0, message, f"{total:,}, the sum of its regions")
