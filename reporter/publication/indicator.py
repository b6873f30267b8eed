"""An indicator's record: the fields of a NICE indicator, with the words and columns that the engine reads.

The engine knows no indicator by name. A record says which columns of the counts make up the numerator and the
denominator, what is counted, and how sentences speak of it; infant mortality is one such record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reporter.errors import InputError, Problem
from reporter.records.fields import ColumnName, Number, Switch, WholeNumber, Year
from reporter.records.fields import Slug as Slug
from reporter.records.fields import Text as Text
from reporter.records.record_errors import refusal
from reporter.records.toml_records import Reading, read_record


class Record(BaseModel):
    """Base of all records: frozen; unknown keys are errors; docstrings of fields become descriptions."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


class Measure(Record):
    """A count that is the sum of some columns of the counts less the sum of others."""

    description: Text
    """What is counted, in the words of the indicator's publisher."""
    add: tuple[ColumnName, ...] = Field(min_length=1)
    """Columns of the counts that are added."""
    subtract: tuple[ColumnName, ...] = ()
    """Columns of the counts that are subtracted."""

    @property
    def columns(self) -> tuple[ColumnName, ...]:
        """All columns of the counts that the measure uses."""
        return (*self.add, *self.subtract)

    def is_in(self, row: Mapping[str, int]) -> bool:
        """Whether a row of counts has all columns of the measure."""
        return all(column in row for column in self.columns)

    def of(self, row: Mapping[str, int]) -> int:
        """The count of a row that has all columns of the measure."""
        return sum(row[column] for column in self.add) - sum(row[column] for column in self.subtract)


class Numerator(Measure):
    """The measure of the events of an indicator."""

    within_denominator: Switch = True
    """Whether each event is one of those counted in the denominator, as a death is of one of the births; not
    so where one can have several (admissions) or the denominator is a time (person-years)."""


class Guidance(Record):
    """A source guideline of the indicator."""

    code: Text
    """The guideline's code, such as NG194."""
    title: Text
    """The guideline's title."""
    year: Year
    """The year of the guideline."""


class ExpectedPopulation(Record):
    """Size of the population that the indicator is about; a guide to how small its numbers are."""

    eligible: WholeNumber = Field(gt=0)
    """People or events counted by the denominator in one year."""
    population: WholeNumber = Field(gt=0)
    """All people of the same area in the same year."""
    area: Text
    """The area that both figures are for."""
    year: Text
    """The period that both figures are for, such as mid-2023."""
    source: Text
    """The source of both figures."""

    @property
    def percent(self) -> float:
        """Eligible people or events per 100 of the population."""
        return 100 * self.eligible / self.population

    @property
    def per_10_000(self) -> float:
        """Eligible people or events per 10,000 of the population."""
        return 10_000 * self.eligible / self.population


class Target(Record):
    """What the rate of the comparator is to be, and when."""

    value: Number | None = Field(None, ge=0)
    """The rate aimed for, per the multiplier; or give `reduction`."""
    reduction: Number | None = Field(None, gt=0, lt=1)
    """The part by which the rate is to fall, such as 0.5 where it is to be halved; or give `value`."""
    year: Year
    """The year by which it is to be reached."""
    from_year: Year
    """The year from which on it is to be approached, by equal percentages a year."""
    from_value: Number | None = Field(None, gt=0)
    """The rate in that year, where it is not among the figures shown on the same basis."""
    source: Text
    """Who set the target, and where."""

    @model_validator(mode="after")
    def _one_aim_after_its_start(self) -> Target:
        if (self.value is None) == (self.reduction is None):
            said = "neither 'value' nor 'reduction'" if self.value is None else "both 'value' and 'reduction'"
            raise refusal(f"has {said}", "one of the two")
        if self.year <= self.from_year:
            raise refusal(f"is {self.year}", f"a year after from_year ({self.from_year})", "year")
        return self


class KnownBreak(Record):
    """A year in which something is known to have changed that may have turned the trend."""

    year: Year
    """The year in which the trend may turn."""
    what: Text
    """What changed."""


class IndicatorWords(Record):
    """Words for the indicator in sentences; lower case except names."""

    rate: Text
    """The rate, as in 'the infant mortality rate'."""
    event: Text
    """One event of the numerator, as in 'one infant death'."""
    events: Text
    """Several events of the numerator, as in 'infant deaths'."""
    denominator: Text
    """What the denominator counts, as in 'live births'."""
    plain: Text
    """What the indicator counts in plain words, for a reader who meets it for the first time."""


class Indicator(Record):
    """An indicator: what it measures, why, how, and from which columns of the counts."""

    id: Slug
    """Name of the indicator in files and addresses."""
    title: Text
    """Title as published."""
    type: Text
    """Type of indicator, such as 'Network / system level indicator'."""
    rationale: Text
    """Why the indicator matters."""
    guidance: tuple[Guidance, ...] = ()
    """The source guidance."""
    numerator: Numerator
    """The numerator."""
    denominator: Measure
    """The denominator."""
    definition: Text
    """Definitions of the terms used."""
    calculation: Text
    """How the rate is calculated, in words."""
    multiplier: WholeNumber = Field(gt=0, le=10**9)
    """The rate is given per this many of the denominator."""
    basis: Text
    """The basis of the counts that the indicator asks for, such as 'occurring'."""
    data_source: Text
    """Where the data come from, in the words of the indicator's publisher."""
    expected_population: ExpectedPopulation | None = None
    """The size of the population."""
    caution: Text | None = None
    """The publisher's caution on small numbers."""
    notes: tuple[Text, ...] = ()
    """What a reader must know of how events are counted and how far rates can be compared, in sentences."""
    target: Target | None = None
    """The target of the comparator's rate; its years are calendar years, as the periods must be."""
    breaks: tuple[KnownBreak, ...] = ()
    """Known breaks, for the trend of a run of calendar years in parts."""
    polarity: Literal["low is good", "high is good", "neither"]
    """Which direction is better."""
    words: IndicatorWords
    """How sentences speak of it."""


def load(file: Path) -> Indicator:
    """Read an indicator's record.

    Raises:
        InputError: with every problem of the file.
    """
    reading = read_record(file, Indicator)
    if reading.record is None:
        raise InputError(reading.problems)
    return reading.record


def repeated_ids(readings: Sequence[Reading[Indicator]]) -> Iterator[Problem]:
    """A problem for every record with the id of an earlier one."""
    first: dict[str, Path] = {}
    for reading in readings:
        if reading.record is not None:
            name = reading.record.id
            if name in first:
                yield reading.problem(("id",), f"'id' is '{name}', as in {first[name]}", "an id of its own")
            first.setdefault(name, reading.file)
