"""Rule profiles, as data: the counts to withhold, and the rates too uncertain to give.

The two are separate. Disclosure: a count that could reveal something about a person is withheld. Reliability:
a rate on few events is not given, or is given with a warning, while its count may be shown.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from reporter.publication.indicator import Record, Text
from reporter.records.fields import Switch
from reporter.records.record_errors import refusal

Mark = Annotated[str, StringConstraints(pattern=r"^\[[a-z]+\]$")]
RATES_FROM_EXACT = "rates from exact counts"
"""Leak of rounded counts by rates from exact ones: a rate to one decimal place gives its count away."""

Threshold = Annotated[int, Field(ge=0)]


class Reliability(Record):
    """Thresholds, in events, below which a rate is not given, or is given with a warning."""

    no_rate_below: Threshold
    """Rates on fewer events than this are not given."""
    unreliable_below: Threshold
    """Rates on fewer events than this are given with a warning."""
    no_rate_mark: Mark = "[x]"
    """The symbol of a rate not given."""
    unreliable_mark: Mark = "[u]"
    """The symbol of a rate given with a warning."""
    rule: Text | None = None
    """The rule in words, for readers; left out, it is worded from these numbers."""


_RANGES = ("withhold_from", "withhold_to", "withhold_denominators_from", "withhold_denominators_to")


class Profile(Record):
    """A set of rules on disclosure and reliability."""

    name: Text
    """The profile's name."""
    source: Text
    """Where the rule comes from."""
    withhold_from: Threshold = 1
    """The smallest count that is withheld."""
    withhold_to: Threshold = 0
    """The largest count that is withheld; below `withhold_from` nothing is withheld."""
    withhold_denominators_from: Threshold = 1
    """The smallest denominator that is withheld."""
    withhold_denominators_to: Threshold = 0
    """The largest denominator that is withheld; below `withhold_denominators_from` none is withheld for its
    size."""
    withhold_all_or_none: Switch = False
    """Whether a count is withheld where all or none of those counted had the event, which says of each of
    them whether they had it. Off by default: of a rare event it withholds every zero, which is most counts of
    small areas, and that a baby did not die is no secret about it."""
    differences: Literal["protect", "list", "allow"] = "list"
    """Treatment of small counts that no table shows and subtraction gives: 'protect' them like counts that
    are shown, 'list' them in the private record, or 'allow' them."""
    minimum_width: int = Field(default=1, ge=1)
    """Every withheld count keeps an interval of feasible integers at least this wide: 1 is two integers."""
    minimum_share_of_range: float = Field(default=0.0, ge=0.0, le=1.0)
    """The interval of a count from `withhold_from` to `withhold_to` is at least this share as wide as that
    range: under a rule that hides 1 to 4, with 0.5 a count of 1 is never known to be 1 or 2."""
    round_to: int = Field(default=1, ge=1)
    """Counts that are shown are rounded to the nearest multiple of this, halves up; 1 rounds none."""
    levels: tuple[Text, ...] = ()
    """Area types whose counts are withheld or rounded; counts of others are shown as they are, unless nothing
    else protects a count. Empty means all."""
    comparator_is_exact: Switch = False
    """Whether the comparator's counts are shown as they are, unless nothing else protects a count."""
    rates_from: Literal["rounded", "exact"] = "rounded"
    """Whether rates and intervals are made from the rounded counts, or from the exact ones, which gives these
    away."""
    mark: Mark = "[c]"
    """The symbol of a withheld count, the same for primary and secondary."""
    rule: Text | None = None
    """What is withheld and why, in words for readers; must not narrow any count. Left out, it is
    worded from these numbers."""
    reliability: Reliability
    """When a rate is not given, or given with a warning."""

    @model_validator(mode="after")
    def _thresholds_in_order(self) -> Profile:
        if self.reliability.unreliable_below < self.reliability.no_rate_below:
            raise refusal("is below no_rate_below", "no_rate_below or more", "unreliable_below")
        return self

    def in_units(self, unit: int) -> Profile:
        """The same rules for counts that are held in units, so many to one.

        1 to 7 events are 1 to 7,999 thousandths: whatever is above 0 and below 8.
        """
        if unit == 1:
            return self
        ranges = {
            name: (number - 1) * unit + 1 if name.endswith("from") else (number + 1) * unit - 1
            for name in _RANGES
            if (number := getattr(self, name)) > 0
        }
        times = {"minimum_width": self.minimum_width * unit}
        at_least = ("no_rate_below", "unreliable_below")
        reliability = self.reliability.model_copy(
            update={name: getattr(self.reliability, name) * unit for name in at_least}
        )
        return self.model_copy(update={**ranges, **times, "reliability": reliability})

    def gives_exactly(self, area_type: str, *, is_comparator: bool) -> bool:
        """Whether the counts of an area are neither rounded nor withheld for their size."""
        spared = bool(self.levels) and area_type not in self.levels
        return spared or (self.comparator_is_exact and is_comparator)

    @property
    def leak(self) -> str | None:
        """Name of the leak by which the rules give away protected counts; None where there is none."""
        return RATES_FROM_EXACT if self.round_to > 1 and self.rates_from == "exact" else None

    @property
    def withholds(self) -> bool:
        """Whether the profile withholds any numerator."""
        return self.withhold_to >= self.withhold_from or self.withhold_all_or_none

    @property
    def withholds_denominators(self) -> bool:
        """Whether the profile withholds denominators for their size."""
        return self.withhold_denominators_to >= self.withhold_denominators_from

    @property
    def zero_is_shown(self) -> bool:
        """Whether zeros are published, so that an attacker knows every withheld count to be at least 1."""
        return self.withhold_from > 0 and not self.withhold_all_or_none


def names() -> tuple[str, ...]:
    """Names of the shipped profiles, sorted."""
    folder = files(__name__)
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


def shipped(name: str) -> Profile:
    """The shipped profile of this name; KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    text = (files(__name__) / f"{name}.toml").read_text("utf-8")
    return Profile.model_validate({"name": name, **tomllib.loads(text)})
