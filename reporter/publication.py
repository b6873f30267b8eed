"""The publication's settings: everything a producer decides, one typed model, one docstring a key.

`load` reads `publication.toml` and the indicator records it names. Paths in the file are seen from the file.
"""

from __future__ import annotations

import os.path
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from reporter.errors import InputError, Problem
from reporter.fields import (
    Date,
    Edition,
    EmailAddress,
    LanguageTag,
    Slug,
    Switch,
    Text,
    Time,
    WebAddress,
    WholeNumber,
    Year,
)
from reporter.indicator import Indicator, Record, repeated_ids
from reporter.periods import Period, pools
from reporter.record_errors import refusal
from reporter.toml_lines import KeyPath
from reporter.toml_records import Reading, read_record


class About(Record):
    """What the publication is."""

    id: Slug
    """Folder name of the publication in the output folder."""
    title: Text
    """Title on the first page."""
    edition: Edition
    """Folder name of this edition, usually the year of the data."""
    summary: Text
    """One or two sentences under the title."""
    language: LanguageTag = "en-GB"
    """Language of the words, as a BCP 47 tag."""
    licence: WebAddress | None = None
    """Address of the licence under which the edition's data may be used; left out, none is stated."""


class Data(Record):
    """The input files."""

    counts: Path
    """Counts, one row an area, year and basis."""
    areas: Path
    """Areas with their type and parent."""
    indicators: tuple[Path, ...] = Field(min_length=1)
    """Indicator records; the first is the headline indicator."""
    source: Text
    """The statement of the data's source and licence that stands in every output."""
    extracted: Date
    """The date on which the data were taken from their source."""
    notes: tuple[Text, ...] = ()
    """Notes on the data that readers need, such as areas that are combined."""


class Level(Record):
    """One type of area and the words for it."""

    area_type: Text
    """The type as in the areas file."""
    singular: Text
    """One such area, in a sentence."""
    plural: Text
    """Several such areas, in a sentence."""


class Show(Record):
    """One block of what is shown: these indicators at these levels for these years and pools of years."""

    indicators: tuple[Slug, ...] = ()
    """Indicators shown; empty means all."""
    levels: tuple[Text, ...] = Field(min_length=1)
    """Area types shown."""
    basis: Text
    """The basis of the counts, such as 'occurring' or 'registered'."""
    first_year: Year
    """The first year."""
    last_year: Year
    """The last year."""
    single_years: Switch = True
    """Whether each year is shown on its own."""
    pools: tuple[WholeNumber, ...] = ()
    """Lengths in years of the pools shown; every pool of that length within the years is shown."""

    @model_validator(mode="after")
    def _years_in_order(self) -> Show:
        years = self.last_year - self.first_year + 1
        if years < 1:
            raise refusal(f"is {self.last_year}", f"first_year ({self.first_year}) or later", "last_year")
        if any(not 2 <= length <= years for length in self.pools):
            given = ", ".join(map(str, self.pools))
            raise refusal(f"is {given}", f"numbers of years from 2 to the {years} of the block", "pools")
        if not self.single_years and not self.pools:
            raise refusal("shows nothing", "single years, pools, or both")
        return self

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods shown: single years first, then pools by length."""
        years = range(self.first_year, self.last_year + 1) if self.single_years else ()
        single = tuple(Period(year, year, self.basis) for year in years)
        return single + tuple(
            pool
            for length in self.pools
            for pool in pools(self.first_year, self.last_year, length, self.basis)
        )


class Disclosure(Record):
    """How small numbers are protected."""

    profile: Text
    """Name of the rule profile."""


class Checks(Record):
    """Which implausible counts the producer has checked."""

    acknowledged: tuple[Text, ...] = ()
    """Implausible counts that were checked and are right, each as "area code, year, indicator" with spaces
    between."""


class Release(Record):
    """When and how the edition is released."""

    time: Time
    """Release time with its offset from UTC."""
    designation: Literal[
        "accredited official statistics", "official statistics", "official statistics in development", "none"
    ] = "none"
    """The designation of the statistics."""
    next_release: Text
    """When the next edition is expected."""

    @model_validator(mode="after")
    def _time_has_offset(self) -> Release:
        if self.time.tzinfo is None:
            raise refusal("has no offset from UTC", "a time such as 2026-11-19T09:30:00+00:00", "time")
        return self


class Producer(Record):
    """Who publishes and whom readers can ask."""

    name: Text
    """The organisation that publishes."""
    contact: Text
    """Role or team that answers questions."""
    email: EmailAddress
    """Address for questions."""
    telephone: Text | None = None
    """Telephone number for questions."""
    website: WebAddress | None = None
    """Website of the producer."""


class Settings(Record):
    """All of `publication.toml`."""

    publication: About
    """What the publication is."""
    data: Data
    """The input files."""
    levels: tuple[Level, ...] = Field(min_length=1)
    """Levels of area, smallest first."""
    network: Text
    """Area type of the networks; each gets a briefing."""
    comparator: Text
    """Area code that the others are compared with."""
    show: tuple[Show, ...] = Field(min_length=1)
    """What is shown; the first block holds the main period."""
    disclosure: Disclosure
    """How small numbers are protected."""
    checks: Checks = Checks()
    """Which implausible counts the producer has checked."""
    release: Release
    """When and how the edition is released."""
    producer: Producer
    """Who publishes and whom readers can ask."""


@dataclass(frozen=True)
class Publication:
    """Settings with their indicator records, and where they were read from."""

    file: Path
    settings: Settings
    indicators: tuple[Indicator, ...]

    @property
    def headline(self) -> Indicator:
        """The indicator that the publication is named for: the first."""
        return self.indicators[0]

    def path(self, relative: Path) -> Path:
        """An input file's path: relative to the settings file."""
        return self.file.parent / relative


@dataclass(frozen=True)
class Draft:
    """A publication as far as its files could be read.

    Attributes:
        publication: the publication; None where anything is wrong with its settings or an indicator.
        counts: the counts file, where it exists, known even where other settings are wrong.
        areas: the areas file, likewise.
        indicators: the indicator records; None where any could not be read.
        problems: all that is wrong with settings and indicators.
    """

    publication: Publication | None
    counts: Path | None
    areas: Path | None
    indicators: tuple[Indicator, ...] | None
    problems: tuple[Problem, ...]


def load(file: Path) -> Publication:
    """Read a publication's settings and its indicator records.

    Raises:
        InputError: with everything wrong in any of the files.
    """
    draft = examine(file)
    if draft.publication is None:
        raise InputError(draft.problems)
    return draft.publication


def examine(file: Path) -> Draft:
    """Read a publication's settings and its indicator records as far as they can be read."""
    settings = read_record(file, Settings)
    files, problems = _named_files(settings)
    paths = [path for key, path in files.items() if "indicators" in key]
    readings = [read_record(path, Indicator) for path in paths if path is not None]
    problems += [*settings.problems, *(problem for each in readings for problem in each.problems)]
    problems += repeated_ids(readings)
    records = tuple(each.record for each in readings if each.record is not None)
    indicators = records if 0 < len(records) == len(paths) else None
    if settings.record is not None:
        problems += _contradictions(settings, settings.record, indicators)
    publication = None
    if settings.record is not None and indicators is not None and not problems:
        publication = Publication(file, settings.record, indicators)
    counts, areas = files.get(("data", "counts")), files.get(("data", "areas"))
    return Draft(publication, counts, areas, indicators, tuple(problems))


def _named_files(settings: Reading[Settings]) -> tuple[dict[KeyPath, Path | None], list[Problem]]:
    """The files that [data] names, by their key, None and a problem for each that is not there."""
    data = settings.values.get("data")
    section: dict[str, object] = data if isinstance(data, dict) else {}
    listed = section.get("indicators")
    named: dict[KeyPath, object] = {("data", key): section.get(key) for key in ("counts", "areas")}
    for number, name in enumerate(listed if isinstance(listed, list) else ()):
        named["data", "indicators", number] = name
    files: dict[KeyPath, Path | None] = {}
    problems = []
    for key, name in named.items():
        path = settings.file.parent / name if isinstance(name, str) else None
        files[key] = path if path is not None and os.path.isfile(path) else None
        if path is not None and files[key] is None:
            what = "is a folder" if os.path.isdir(path) else "does not exist"
            problems.append(settings.problem(key, f"{path} {what}", "a file, its path seen from this one"))
    return files, problems


def _contradictions(
    reading: Reading[Settings], settings: Settings, records: tuple[Indicator, ...] | None
) -> Iterator[Problem]:
    """Keys that name a level or an indicator that is not there; `records` is None where one is unread."""
    types = [level.area_type for level in settings.levels]
    ids = [record.id for record in records or ()]
    for number, area_type in enumerate(types):
        if area_type in types[:number]:
            message = f"'{area_type}' stands twice under [[levels]]"
            yield reading.problem(("levels", number, "area_type"), message, "each area type once")
    levels: dict[KeyPath, str] = {("network",): settings.network}
    for block, show in enumerate(settings.show):
        levels |= {("show", block, "levels", n): level for n, level in enumerate(show.levels)}
        for number, name in enumerate(show.indicators):
            if ids and name not in ids:
                place: KeyPath = ("show", block, "indicators", number)
                yield reading.problem(place, f"no indicator has the id '{name}'", f"one of {', '.join(ids)}")
    for key, level in levels.items():
        if level not in types:
            message = f"there is no '{level}' under [[levels]]"
            yield reading.problem(key, message, f"one of its area types: {', '.join(types)}")
