"""Series of small editions: what each shows, what its counts are, and what is public about both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from reporter.publication.profiles import Profile

NATION, NETWORK, COUNTY, AUTHORITY = "nation", "network", "county", "authority"
TYPES = (AUTHORITY, COUNTY, NETWORK, NATION)
TYPE_OF = {"A": AUTHORITY, "C": COUNTY, "W": NETWORK, "N": NATION}
"""Type of an area by the first letter of its code."""
COMPARATOR = "N"
SEX = "sex"
IN_NO_CATEGORY = ""

INDICATORS = {"deaths": ("early", "late"), "early": ("early",), "late": ("late",)}
"""Kinds of event that each indicator counts; a row of counts has the columns deaths and early."""


class Key(NamedTuple):
    """A count that no other adds up to: births, or early or late deaths, of an authority in a year."""

    kind: str
    authority: str
    year: int
    category: str = IN_NO_CATEGORY


Truth = Mapping[Key, int]


@dataclass(frozen=True)
class Block:
    """A section `[[show]]`."""

    levels: tuple[str, ...]
    first_year: int
    last_year: int
    single_years: bool = True
    pools: tuple[int, ...] = ()
    by_sex: bool = False
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True)
class Plan:
    """One edition.

    Attributes:
        name: name of the edition.
        network: network of each authority.
        county: county of each authority; empty where there are none.
        blocks: what it shows.
        truth: its counts, in all years.
        publication: id of the publication.
        previous: place in the series of the edition that it names as the one before.
        corrects: place of the edition that it replaces.
        known: place of an edition of another publication, whose counts are declared as known.
    """

    name: str
    network: Mapping[str, str]
    county: Mapping[str, str]
    blocks: tuple[Block, ...]
    truth: Truth
    publication: str = "series"
    previous: int | None = None
    corrects: int | None = None
    known: int | None = None

    @property
    def authorities(self) -> tuple[str, ...]:
        """Codes of the authorities."""
        return tuple(self.network)

    @property
    def areas(self) -> tuple[str, ...]:
        """Codes of all areas."""
        return tuple(
            dict.fromkeys((COMPARATOR, *self.network.values(), *self.county.values(), *self.network))
        )

    @property
    def levels(self) -> frozenset[str]:
        """Types of area that it shows."""
        return frozenset(level for block in self.blocks for level in block.levels)

    @property
    def years(self) -> range:
        """The years that it has counts of."""
        return range(min(b.first_year for b in self.blocks), max(b.last_year for b in self.blocks) + 1)

    def members(self, area: str) -> frozenset[str]:
        """The authorities that make up an area."""
        return frozenset(
            each
            for each in self.network
            if area in (each, self.network[each], self.county.get(each), COMPARATOR)
        )


@dataclass(frozen=True)
class Series:
    """Editions in the order in which they are built.

    Attributes:
        features: what is special about it, for people.
        plans: the editions.
        profile: the rules of all of them.
        rules: the rules as settings, where they are no shipped ones.
        categories: categories of the breakdown by sex; empty where there is none.
        complete: whether everyone is in one of them.
        indicators: ids of the indicators.
        within_denominator: whether deaths are among the births.
        bounds: whether what a withheld count can be stands in its place.
    """

    features: tuple[str, ...]
    plans: tuple[Plan, ...]
    profile: Profile
    rules: Mapping[str, Any] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    complete: bool = True
    indicators: tuple[str, ...] = ("deaths",)
    within_denominator: bool = True
    bounds: bool = False
