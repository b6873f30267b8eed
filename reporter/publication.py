"""The publication's settings: everything a producer decides, one typed model, one docstring a key.

`load` reads `publication.toml` and the indicator records it names. Paths in the file are relative to the file.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from reporter.indicator import Indicator, Record, Slug, Text
from reporter.periods import Period, pools

Edition = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


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
    language: Text = "en-GB"
    """Language of the words, as a BCP 47 tag."""
    licence: Text | None = None
    """Address of the licence under which the edition's data may be used; none is stated where it is left out."""


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
    extracted: dt.date
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
    first_year: int
    """The first year."""
    last_year: int
    """The last year."""
    single_years: bool = True
    """Whether each year is shown on its own."""
    pools: tuple[int, ...] = ()
    """Lengths in years of the pools shown; every pool of that length within the years is shown."""

    @model_validator(mode="after")
    def _years_in_order(self) -> Show:
        if self.last_year < self.first_year:
            raise ValueError("last_year is before first_year")
        if any(not 2 <= length <= self.last_year - self.first_year + 1 for length in self.pools):
            raise ValueError("a pool has at least 2 years and no more years than the block")
        if not self.single_years and not self.pools:
            raise ValueError("a block shows single years, pools, or both")
        return self

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods shown: single years first, then pools by length."""
        years = range(self.first_year, self.last_year + 1) if self.single_years else ()
        single = tuple(Period(year, year, self.basis) for year in years)
        return single + tuple(
            pool for length in self.pools for pool in pools(self.first_year, self.last_year, length, self.basis)
        )


class Disclosure(Record):
    """How small numbers are protected."""

    profile: Text
    """Name of the rule profile."""


class Release(Record):
    """When and how the edition is released."""

    time: dt.datetime
    """Release time with its offset from UTC."""
    designation: Literal["accredited official statistics", "official statistics",
                         "official statistics in development", "none"] = "none"
    """The designation of the statistics."""
    next_release: Text
    """When the next edition is expected."""

    @model_validator(mode="after")
    def _time_has_offset(self) -> Release:
        if self.time.tzinfo is None:
            raise ValueError("the release time needs its offset, such as 2026-11-19T09:30:00+00:00")
        return self


class Producer(Record):
    """Who publishes and whom readers can ask."""

    name: Text
    """The organisation that publishes."""
    contact: Text
    """Role or team that answers questions."""
    email: Text
    """Address for questions."""
    telephone: Text | None = None
    """Telephone number for questions."""
    website: Text | None = None
    """Website of the producer."""


class Settings(Record):
    """All of `publication.toml`."""

    publication: About
    data: Data
    levels: tuple[Level, ...] = Field(min_length=1)
    """Levels of area, smallest first."""
    network: Text
    """Area type of the networks; each gets a briefing."""
    comparator: Text
    """Area code that the others are compared with."""
    show: tuple[Show, ...] = Field(min_length=1)
    """What is shown; the first block holds the main period."""
    disclosure: Disclosure
    release: Release
    producer: Producer


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
