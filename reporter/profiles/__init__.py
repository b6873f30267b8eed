"""Rule profiles: what must be withheld and what is too uncertain to give, as data.

Two separate axes. Disclosure: a count that could reveal something about a person is withheld. Reliability: a
rate on few events is not given, or given with a warning, while its count may be shown.
"""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from reporter.indicator import Record, Text

Mark = Annotated[str, StringConstraints(pattern=r"^\[[a-z]+\]$")]
Threshold = Annotated[int, Field(ge=0)]


class Reliability(Record):
    """When a rate is not given or given with a warning, by the count it rests on."""

    no_rate_below: Threshold
    """Rates on fewer events than this are not given."""
    unreliable_below: Threshold
    """Rates on fewer events than this are given with a warning."""
    no_rate_mark: Mark = "[x]"
    """The symbol of a rate not given."""
    unreliable_mark: Mark = "[u]"
    """The symbol of a rate given with a warning."""
    rule: Text
    """The rule in words, for readers."""


class Profile(Record):
    """One set of rules."""

    name: Text
    """The profile's name in `publication.toml`."""
    source: Text
    """Where the rule comes from."""
    withhold_from: Threshold = 1
    """The smallest count that is withheld."""
    withhold_to: Threshold = 0
    """The largest count that is withheld; below `withhold_from` nothing is withheld."""
    minimum_width: int = Field(default=1, ge=1)
    """Every withheld count keeps an interval of feasible integers at least this wide: 1 is two integers."""
    mark: Mark = "[c]"
    """The symbol of a withheld count, the same for primary and secondary."""
    rule: Text
    """What is withheld and why, in words for readers; must not narrow any count."""
    reliability: Reliability

    @model_validator(mode="after")
    def _thresholds_in_order(self) -> Profile:
        if self.reliability.unreliable_below < self.reliability.no_rate_below:
            raise ValueError("unreliable_below is below no_rate_below")
        return self

    @property
    def withholds(self) -> bool:
        """Whether the profile withholds any count."""
        return self.withhold_to >= self.withhold_from

    @property
    def zero_is_shown(self) -> bool:
        """Whether zeros are published, which tells an attacker that every withheld count is at least 1."""
        return self.withhold_from > 0


def names() -> tuple[str, ...]:
    """Names of the shipped profiles, sorted."""
    folder = files("reporter") / "profiles"
    return tuple(
        sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    )


def shipped(name: str) -> Profile:
    """The shipped profile of this name; KeyError where there is none."""
    if name not in names():
        raise KeyError(name)
    text = (files("reporter") / "profiles" / f"{name}.toml").read_text("utf-8")
    return Profile.model_validate({"name": name, **tomllib.loads(text)})
