"""The settings of a publication: everything that a producer decides, as one typed model.

Pydantic takes the docstring of each field as its description, which errors print where a key is missing.
"""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from reporter.publication.breakdowns import Breakdown
from reporter.publication.free_text import FreeText
from reporter.publication.indicator import Record
from reporter.publication.periods import Calendar
from reporter.publication.profiles import Profile
from reporter.publication.release import Release
from reporter.publication.revisions import Correction, RevisionSettings
from reporter.publication.show import Show
from reporter.publication.time_zones import LONDON, in_zone
from reporter.records.fields import (
    ColumnName,
    Date,
    EditionName,
    EmailAddress,
    LanguageTag,
    Number,
    PublicationId,
    Switch,
    Text,
    WebAddress,
    WholeNumber,
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


def _interval(value: object) -> object:
    """'1 to 7' as the least and the greatest count."""
    found = re.fullmatch(r"([0-9]{1,6}) to ([0-9]{1,6})", value) if isinstance(value, str) else None
    if not found or int(found[1]) > int(found[2]):
        raise refusal("a text that is no interval", "the least and the greatest count, such as '1 to 7'")
    return int(found[1]), int(found[2])


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
    withheld: dict[Text, Annotated[tuple[int, int], BeforeValidator(_interval)]] = Field(default_factory=dict)
    """Signs that stand in the counts file where its source withholds a count, each with the counts that it
    stands for, such as '1 to 7'. These counts stay withheld, as do sums that need them and are not given."""


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
    sums: Switch = True
    """Whether these areas are the sums of their parts. Where they are not, because the source rounds counts
    or counts some people twice, each has rows of its own in the counts file."""
    rounded_to: WholeNumber = Field(1, ge=1)
    """Where sums = false: the multiple to which the source rounds counts, if that alone keeps these areas
    from being the sums of their parts; 1 where nothing ties them to their parts."""


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


_CONFIDENCE = {95.0: 0.95, 99.8: 0.998}


def _limits(per_cent: float) -> float:
    if per_cent not in _CONFIDENCE:
        raise refusal(f"is {per_cent:g}", "95 or 99.8")
    return per_cent


class VerdictSettings(Record):
    """The verdict on areas."""

    limits: Annotated[float, AfterValidator(_limits)] = 95.0
    """The limits, in per cent, outside which an area is marked: 95 or 99.8."""

    @property
    def confidence(self) -> float:
        """The limits as a fraction."""
        return _CONFIDENCE[self.limits]


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
    """What makes a count implausible, and implausible counts that the producer has checked."""
    verdict: VerdictSettings = VerdictSettings()
    """The verdict on areas."""
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
