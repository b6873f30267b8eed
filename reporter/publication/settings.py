"""The settings of a publication: everything that a producer decides, as one typed model.

Pydantic takes the docstring of each field as its description, which errors print where a key is missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, model_validator

from reporter.publication.breakdowns import Breakdown
from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.publication.periods import Calendar, Period, ends_of, form_of, period_of, pools
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
    first_year: Year | None = None
    """The first year."""
    last_year: Year | None = None
    """The last year."""
    first_period: Text | None = None
    """The first period in place of first_year, as in the column 'period' of the counts."""
    last_period: Text | None = None
    """The last period in place of last_year, as in the column 'period' of the counts."""
    single_years: Switch = True
    """Whether each year is shown on its own."""
    pools: tuple[WholeNumber, ...] = ()
    """Lengths in years of the pools shown; every pool of that length within the years is shown."""
    _windows: tuple[int, ...] = PrivateAttr(())

    @model_validator(mode="after")
    def _periods_in_order(self) -> Show:
        ends = self.ends
        steps = self.last - self.first + 1
        if form_of(self.first) != form_of(self.last):
            raise refusal(f"is '{ends[1].label}'", f"a period of the form of {ends[0].label}", "last_period")
        if ends[1] < ends[0]:
            key = "last_year" if self.last_period is None else "last_period"
            named = f"{key.replace('last', 'first')} ({ends[0].label})"
            raise refusal(f"is {ends[1].label}", f"{named} or later", key)
        if self.is_of_windows and self.pools:
            expected = "no pools: the periods of the source are several steps together already"
            raise refusal(f"is {', '.join(map(str, self.pools))}", expected, "pools")
        if any(not 2 <= length <= steps for length in self.pools):
            given = ", ".join(map(str, self.pools))
            counted = "years" if self.first_period is None else "periods"
            raise refusal(f"is {given}", f"numbers of {counted} from 2 to the {steps} of the block", "pools")
        if not self.single_years and not self.pools:
            raise refusal("shows nothing", "single years, pools, or both")
        return self

    def _end(self, side: str) -> Period:
        """The first or the last period."""
        year, label = getattr(self, f"{side}_year"), getattr(self, f"{side}_period")
        if label is None:
            if year is None:
                purpose = type(self).model_fields[f"{side}_year"].description or ""
                expected = f"it there: {purpose.rstrip('.')}, or {side}_period in its place"
                raise refusal("is missing", expected, f"{side}_year")
            return Period(year, year, self.basis)
        if year is not None:
            raise refusal(f"is '{label}' beside {side}_year", "one of them", f"{side}_period")
        found = period_of(label, self.basis)
        if found is None:
            expected = "a period such as 2022/23, 2022 Q1, 2022-05 or 2019 to 2021, its end after its start"
            raise refusal(f"is '{label}'", expected, f"{side}_period")
        return found

    @property
    def ends(self) -> tuple[Period, Period]:
        """The first and the last period."""
        return self._end("first"), self._end("last")

    @property
    def first(self) -> int:
        """The first step."""
        return self.ends[0].first_year

    @property
    def last(self) -> int:
        """The last step."""
        return self.ends[1].last_year

    @property
    def is_of_windows(self) -> bool:
        """Whether its periods are windows of several steps that the source has counted together."""
        return not all(end.is_single_year for end in self.ends)

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods shown: single steps first, then pools by length; of windows those of the counts."""
        if self.is_of_windows:
            of_counts = (Period(*ends_of(window), self.basis) for window in self._windows)
            return tuple(p for p in of_counts if self.first <= p.first_year and p.last_year <= self.last)
        steps = range(self.first, self.last + 1) if self.single_years else ()
        single = tuple(Period(step, step, self.basis) for step in steps)
        return single + tuple(
            pool for length in self.pools for pool in pools(self.first, self.last, length, self.basis)
        )

    def with_windows(self, windows: Iterable[int]) -> Show:
        """The same block, with the windows that the counts have on its basis."""
        block = self.model_copy()
        block._windows = tuple(sorted(windows, key=lambda each: ends_of(each)[::-1]))
        return block

    def since(self, step: int) -> Show | None:
        """The same block from a step on, with the pools that are left; None where nothing is left of it."""
        if (first := max(self.first, step)) > self.last:
            return None
        lengths = tuple(each for each in self.pools if each <= self.last - first + 1)
        ends = {"first_period": Period(first, first, self.basis).label, "first_year": None}
        ends |= {"last_period": self._end("last").label, "last_year": None}
        return self.model_copy(update={**ends, "pools": lengths, "single_years": True})


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
    cost: Literal["levels", "cells", "births"] = "levels"
    """The cost to keep low where further counts must be withheld: 'levels', 'cells' or 'births'."""
    rules: Profile | None = None
    """Rules of the publication's own, in place of a shipped profile."""


class Checks(Record):
    """Implausible counts that the producer has checked."""

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
    periods: Calendar = Calendar()
    """The calendar of the periods."""
    show: tuple[Show, ...] = Field(min_length=1)
    """What is shown; the first block holds the main period."""
    disclosure: Disclosure
    """How small numbers are protected."""
    checks: Checks = Checks()
    """Implausible counts that the producer has checked."""
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
