"""An indicator's record: the fields of a NICE indicator, with the words and columns that the engine reads.

The engine knows no indicator by name. A record says which columns of the counts make up the numerator and the
denominator, what is counted, and how sentences speak of it; infant mortality is one such record.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from reporter.errors import InputError, Problem
from reporter.publication.kinds import PER_CENT, WITHIN, KindName, with_defaults
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
    decimal: Switch = False
    """Whether its columns hold decimals: person-years, expected deaths, weighted events."""

    @property
    def columns(self) -> tuple[ColumnName, ...]:
        """All columns of the counts that the measure uses."""
        return (*self.add, *self.subtract)

    @property
    def counts_people(self) -> bool:
        """Whether it counts people or events, one by one: no time, no expected number, not nothing."""
        return bool(self.add) and not self.decimal

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
    so where one can have several (admissions) or the denominator is a time (person-years). Only rates and
    proportions can have them within."""


class Denominator(Measure):
    """The measure of those among whom events are counted, of their time, or of the events expected."""

    one_reference: Switch = False
    """Whether the events expected in all periods come from one reference, so that ratios of different
    periods can be compared."""


NO_DENOMINATOR = Denominator.model_construct(
    description="None.", add=(), subtract=(), decimal=False, one_reference=False
)
"""The denominator of a count alone."""


class Standardisation(Record):
    """How a directly standardised rate weighs the bands of its population."""

    breakdown: Slug
    """The breakdown whose categories are the bands, as the id of one under [[breakdowns]]."""
    standard: Text
    """The standard population: 'ESP 2013', or a file, its path seen from `publication.toml`."""
    decimals: WholeNumber = Field(default=1, ge=0, le=3)
    """Decimal places of the rates published: bands can be reckoned back from rates that hold more."""


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
    measure: KindName = "rate"
    """The kind of measure."""
    type: Text
    """Type of indicator, such as 'Network / system level indicator'."""
    rationale: Text
    """Why the indicator matters."""
    guidance: tuple[Guidance, ...] = ()
    """The source guidance."""
    numerator: Numerator
    """The numerator."""
    denominator: Denominator
    """The denominator; a count alone has none."""
    standardisation: Standardisation | None = None
    """The bands and the standard population of a directly standardised rate."""
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

    @property
    def is_percent(self) -> bool:
        """Whether its values are given in per cent: a proportion of every 100."""
        return self.measure == "proportion" and self.multiplier == PER_CENT

    @property
    def said_as(self) -> str:
        """The kind of measure as words have it: 'percentage' for a proportion of every 100."""
        return "percentage" if self.is_percent else self.measure

    @property
    def compares_years(self) -> bool:
        """Whether values of different years can be compared: not where each has an expectation of its own."""
        return self.measure != "indirectly standardised ratio" or self.denominator.one_reference

    @model_validator(mode="before")
    @classmethod
    def _with_defaults(cls, values: Any) -> Any:
        if not isinstance(values, dict):
            return values
        filled = with_defaults(values)
        if filled.get("measure") == "count" and "denominator" not in filled:
            filled["denominator"] = NO_DENOMINATOR
        return filled

    @model_validator(mode="after")
    def _with_within(self) -> Indicator:
        if "within_denominator" in self.numerator.model_fields_set:
            return self
        within = WITHIN.get(self.measure, False) and not self.denominator.decimal
        numerator = self.numerator.model_copy(update={"within_denominator": within})
        return self.model_copy(update={"numerator": numerator})

    @model_validator(mode="after")
    def _as_its_kind(self) -> Indicator:
        refuse_contradictions(self)
        return self


def refuse_contradictions(record: Indicator) -> None:
    """Refuse a record whose keys do not make the kind of measure that it names.

    Raises:
        PydanticCustomError: one key is wrong.
    """
    kind, within = record.measure, record.numerator.within_denominator
    is_direct = kind == "directly standardised rate"
    if kind == "count" and record.denominator.add:
        raise refusal("stands beside measure = 'count'", "no denominator, or another measure", "denominator")
    if kind == "count" and record.multiplier != 1:
        raise refusal(f"is {record.multiplier} of a count alone", "1, or no such key", "multiplier")
    if kind == "proportion" and not within:
        message = "is a proportion, and its events are not within the denominator"
        raise refusal(message, "within_denominator = true, or measure = 'count ratio'", "measure")
    if within and (kind not in (*WITHIN, "directly standardised rate") or record.denominator.decimal):
        message = "has within_denominator = true, but events are no part of "
        what = "a decimal denominator" if record.denominator.decimal else f"the denominator of a {kind}"
        raise refusal(message + what, "within_denominator = false", "numerator")
    if is_direct and record.standardisation is None:
        raise refusal(f"is a {kind} without bands", "a section [standardisation]", "measure")
    if not is_direct and record.standardisation is not None:
        message = f"stands beside measure = '{kind}'"
        raise refusal(
            message, "measure = 'directly standardised rate', or no such section", "standardisation"
        )
    _refuse_target(record)
    if is_direct and (record.numerator.decimal or record.denominator.decimal):
        key = "numerator" if record.numerator.decimal else "denominator"
        raise refusal(f"is decimal in a {kind}", "whole numbers", key)


def _refuse_target(record: Indicator) -> None:
    """Refuse a target that no value of the kind of measure can be held against."""
    if record.target is None:
        return
    if not record.compares_years:
        message = "stands beside ratios of which each year may have a reference of its own"
        raise refusal(message, "one_reference = true in [denominator], or no such section", "target")
    most = record.multiplier if record.measure == "proportion" else math.inf
    for name in ("value", "from_value"):
        aim: float | None = getattr(record.target, name)
        if aim is not None and aim > most:
            raise refusal(f"has the {name} {aim:g} of a proportion", f"at most {most:g}", "target")


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
