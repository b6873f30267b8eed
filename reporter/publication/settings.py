"""The settings of a publication: everything that a producer decides, as one typed model.

Pydantic takes the docstring of each field as its description, which errors print where a key is missing.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from reporter.publication.breakdowns import Breakdown
from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.publication.periods import Period, pools
from reporter.publication.profiles import Profile
from reporter.publication.release import Release
from reporter.publication.revisions import Correction, RevisionSettings
from reporter.publication.time_zones import LONDON, in_zone
from reporter.records.fields import (
    ColumnName,
    Date,
    EditionName,
    EmailAddress,
    LanguageTag,
    Number,
    PublicationId,
    Slug,
    Switch,
    Text,
    WebAddress,
    WholeNumber,
    Year,
)
from reporter.records.record_errors import refusal


class About(Record):
    """Identity of the publication: names, language, licence."""

    id: PublicationId
    """Folder name of the publication in the output folder."""
    title: Text
    """Title on the first page."""
    edition: EditionName
    """Folder name of this edition, usually the year of the data."""
    summary: FreeText
    """One or two sentences under the title."""
    language: LanguageTag = "en-GB"
    """Language of the words, as a BCP 47 tag."""
    licence: WebAddress | None = None
    """Address of the licence under which the edition's data may be used; left out, none is stated."""


def _listed(value: object) -> object:
    """A single text as a list of one; any other value unchanged."""
    return (value,) if isinstance(value, str) else value


class Data(Record):
    """The input files."""

    counts: Path
    """Counts, one row an area, year and basis."""
    areas: Path
    """Areas with their type and parent."""
    breakdowns: Path | None = None
    """Counts by category, such as deprivation, one row an area, year, basis and category; left out, none."""
    tiles: Path | None = None
    """Where each network stands on a map of tiles; left out, none is drawn."""
    indicators: tuple[Path, ...] = Field(min_length=1)
    """Indicator records; the first is the headline indicator."""
    source: FreeText
    """The statement of the data's source and licence that stands in every output."""
    extracted: Date
    """The date on which the data were taken from their source."""
    notes: tuple[FreeText, ...] = ()
    """Notes on the data that readers need, such as areas that are combined."""
    parts: dict[str, Annotated[tuple[ColumnName, ...], BeforeValidator(_listed)]] | None = None
    """Columns of the counts that are parts of others: the part, and the column or columns that it is in. Left
    out, a column of a numerator is taken as part of every other of the same denominator that no row has less
    of."""


class Level(Record):
    """A type of area and the words for it."""

    area_type: Text
    """The type as in the areas file."""
    singular: Text
    """One such area, in a sentence."""
    plural: Text
    """Several such areas, in a sentence."""
    shorten: Switch = False
    """Whether names are printed without the words that all areas of the level begin or end with."""
    area_pages: Switch = False
    """Whether each of these areas gets a page of its own; networks have briefings anyway."""


class Show(Record):
    """A block of shown cells: indicators at levels, for years and pools of years."""

    indicators: tuple[Slug, ...] = ()
    """Indicators shown; empty means all."""
    levels: tuple[Text, ...] = Field(min_length=1)
    """Area types shown."""
    breakdowns: tuple[Slug, ...] = ()
    """Breakdowns shown, each count by its categories; empty shows the counts of everyone."""
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


class KnownTable(Record):
    """A table of counts that others publish, or the folder of an edition of another publication."""

    file: Path
    """The table, in the form of the counts file, or the folder of the edition."""
    rounded_to: WholeNumber = Field(1, ge=1)
    """The multiple to which the table's counts are rounded; 1 rounds none."""


def _as_file(value: object) -> object:
    """A known table from its path alone; any other value unchanged."""
    return {"file": value} if isinstance(value, str | Path) else value


class Disclosure(Record):
    """Protection of small numbers."""

    profile: Text = "own"
    """Name of the shipped rule profile; left out where [disclosure.rules] stands."""
    acknowledged_leaks: tuple[Text, ...] = ()
    """Leaks of protected counts that the producer knows of and accepts, by name."""
    known: tuple[Annotated[KnownTable, BeforeValidator(_as_file)], ...] = ()
    """Tables of counts that others publish, in the form of the counts file, and folders of other
    publications' editions; readers can combine them."""
    known_counts: Literal["refuse", "show"] = "refuse"
    """Treatment of a public count that the profile withholds: 'refuse' to build, or 'show' it."""
    differences: Literal["protect", "list", "allow"] | None = None
    """Treatment of small counts that no table shows and subtraction gives: 'protect', 'list' or 'allow'; left
    out, as the profile says."""
    show: Literal["symbol", "bounds"] = "symbol"
    """What stands in place of a withheld count: its 'symbol', or its 'bounds', the least and the greatest
    number that a reader of the edition can work out anyway."""
    cost: Literal["levels", "cells", "births"] = "levels"
    """The cost to keep low where further counts must be withheld: 'levels', 'cells' or 'births'."""
    rules: Profile | None = None
    """Rules of the publication's own, in place of a shipped profile."""


class Checks(Record):
    """What makes a count implausible, and implausible counts that the producer has checked."""

    improbable: Annotated[Number, Field(gt=0, lt=1)] = 0.001
    """A count is questioned where one of all counts of its indicator is as far off by chance and ordinary
    variation with a probability below this."""
    variation: Annotated[Number, Field(ge=0, le=1)] = 0.05
    """The least relative variation of a rate from year to year and from area to area that is taken for
    ordinary; where the counts vary more, as much as they do."""
    jump: Annotated[Number, Field(ge=1)] = 1.25
    """A change of the comparator's rate in a year is questioned only beyond this ratio (1.25: up by a
    quarter, or down by a fifth)."""
    listed: Annotated[WholeNumber, Field(ge=1)] = 20
    """How many implausible counts are listed, the least probable first; the rest are counted."""
    acknowledged: tuple[Text, ...] = ()
    """Implausible counts that were checked and are right, each as "area code, year, indicator" with spaces
    between."""


class Quality(Record):
    """Statements of the producer for the quality report, besides those that the program makes."""

    relevance: tuple[FreeText, ...] = ()
    """Who uses the statistics, for what, and which needs they do not meet."""
    accuracy: tuple[FreeText, ...] = ()
    """What is known of errors in the data and of how far figures may be revised."""
    timeliness: tuple[FreeText, ...] = ()
    """What decides when figures can be published."""
    accessibility: tuple[FreeText, ...] = ()
    """How else the statistics can be had or understood."""
    coherence: tuple[FreeText, ...] = ()
    """How the figures differ from others on the same subject."""


class Producer(Record):
    """The organisation that publishes, and its contact for readers."""

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
    breakdowns: tuple[Breakdown, ...] = ()
    """Breakdowns of the counts by categories."""
    network: Text
    """Area type of the networks; each gets a briefing."""
    comparator: Text
    """Area code that the others are compared with."""
    show: tuple[Show, ...] = Field(min_length=1)
    """What is shown; the first block holds the main period."""
    disclosure: Disclosure
    """How small numbers are protected."""
    checks: Checks = Checks()
    """What makes a count implausible, and implausible counts that the producer has checked."""
    release: Release
    """When and how the edition is released."""
    revisions: RevisionSettings = RevisionSettings()
    """The edition before this one, and the policy on revisions."""
    corrections: tuple[Correction, ...] = ()
    """Corrections of this edition after its release, the earliest first."""
    quality: Quality = Quality()
    """Statements of the producer for the quality report, besides those that the program makes."""
    producer: Producer
    """Who publishes and whom readers can ask."""

    @model_validator(mode="after")
    def _corrections_in_the_zone(self) -> Settings:
        corrections = tuple(
            each.model_copy(update={"time": in_zone(each.time, self.release.time_zone)})
            for each in self.corrections
        )
        return self.model_copy(update={"corrections": corrections})

    @property
    def modified(self) -> dt.datetime:
        """When the edition last changed: its release, or its last correction."""
        return self.corrections[-1].time if self.corrections else self.release.local_time

    @property
    def named_zone(self) -> str | None:
        """The zone that is named after times; None where readers take London's for granted.

        They do in the United Kingdom. A time written with an offset that London never has then is of
        another place.
        """
        release, language = self.release, self.publication.language
        is_british = language in ("en", "cy") or language.upper().endswith("-GB")
        is_of_london = release.time.utcoffset() in (dt.timedelta(0), release.local_time.utcoffset())
        taken_for_granted = release.time_zone == LONDON and is_british and is_of_london
        return None if taken_for_granted else release.time_zone
