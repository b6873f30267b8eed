"""The imprint, the same on every page: titles, producer, release, levels, indicator records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reporter.publication.indicator import (
    Guidance,
    IndicatorWords,
    KnownBreak,
    Measure,
    Numerator,
    Standardisation,
    Target,
)
from reporter.publication.release import PreReleaseAccess, Status
from reporter.publication.settings import About, Level, Producer
from reporter.report.words.catalogue import StepWords


@dataclass(frozen=True, slots=True)
class Day:
    """A date, for templates to word; Monday is weekday 1."""

    iso: str
    day: int
    month: int
    year: int
    weekday: int


@dataclass(frozen=True, slots=True)
class Moment(Day):
    """A time of day on a date; `zone`: the words for its zone, None where that is not named."""

    hour: int
    minute: int
    zone: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseInPrint(Moment):
    """The release at London time; its fields are those of `Release`."""

    kind: str
    announced: Day | None
    exception_approved_by: str | None
    lead_statistician: str | None
    designation: str
    reviewed: str | None
    development: str | None
    next_release: str
    pre_release_access: tuple[PreReleaseAccess, ...]


@dataclass(frozen=True, slots=True)
class Superseded(Moment):
    """An edition that a correction superseded; `folder`: where it stands beside this one, if it was kept."""

    folder: str | None


@dataclass(frozen=True, slots=True)
class CorrectionInPrint(Moment):
    """A correction at its time, numbered from 1."""

    number: int
    what: str
    why: str
    superseded: Superseded


@dataclass(frozen=True, slots=True)
class DataInPrint:
    """The statement of the data's source, the date on which they were taken, and notes on them."""

    source: str
    extracted: Day
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """An area by its code and name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class PopulationInPrint:
    """The size of an indicator's population; its fields are those of `ExpectedPopulation`, and two shares."""

    eligible: str
    population: str
    area: str
    year: str
    source: str
    percent: str
    per_10_000: str


@dataclass(frozen=True, slots=True)
class IndicatorInPrint:
    """An indicator's record; its fields are those of `Indicator`, and the kind as words have it."""

    id: str
    title: str
    measure: str
    type: str
    rationale: str
    guidance: tuple[Guidance, ...]
    numerator: Numerator
    denominator: Measure
    standardisation: Standardisation | None
    definition: str
    calculation: str
    multiplier: int
    basis: str
    data_source: str
    expected_population: PopulationInPrint | None
    caution: str | None
    notes: tuple[str, ...]
    target: Target | None
    breaks: tuple[KnownBreak, ...]
    polarity: str
    words: IndicatorWords
    said_as: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """The part of a page's context that is the same on every page.

    Attributes:
        corrections: corrections of the edition, the latest first.
        modified: time of the release or of the latest correction, in ISO 8601.
        levels: levels by area type, smallest first.
        network: area type of the networks.
        step: what a single period of the counts is.
        version: version of the program.
    """

    publication: About
    producer: Producer
    release: ReleaseInPrint
    corrections: tuple[CorrectionInPrint, ...]
    modified: str
    data: DataInPrint
    levels: Mapping[str, Level]
    network: str
    step: StepWords
    comparator: Place
    indicators: tuple[IndicatorInPrint, ...]
    status: Status
    pre_release: bool
    version: str
