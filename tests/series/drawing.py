"""Series drawn by chance: the same seed gives the same one, and each feature is in every round of seeds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import numpy as np

from reporter.publication.profiles import Profile, shipped
from tests.series.plans import (
    AUTHORITY,
    COUNTY,
    IN_NO_CATEGORY,
    NATION,
    NETWORK,
    Block,
    Key,
    Plan,
    Series,
    Truth,
)

T = TypeVar("T")

FEATURES = (
    "rolling",
    "pools only",
    "authorities once",
    "counties once",
    "sex once",
    "correction",
    "provisional",
    "boundary",
    "known",
    "few births",
    "early without late",
    "rounded",
    "exact levels",
)
"""What a series may have; each in turn has one for certain, and the others now and then."""
ODDS = 0.15
"""How often a feature is there by chance."""
FIRST_YEAR = 2016
CATEGORIES = ("girls", "boys")

OWN_RULES: Mapping[str, tuple[dict[str, Any], ...]] = {
    "": (
        {"withhold_to": 2},
        {"withhold_to": 4, "minimum_width": 2},
        {"withhold_to": 3, "minimum_width": 3},
        {"withhold_from": 0, "withhold_to": 2},
        {"withhold_to": 2, "withhold_denominators_to": 3},
        {"withhold_to": 2, "withhold_all_or_none": True},
    ),
    "rounded": (
        {"withhold_to": 2, "round_to": 3},
        {"withhold_to": 4, "round_to": 5},
        {"withhold_to": 2, "round_to": 5, "comparator_is_exact": True},
    ),
    "exact levels": (
        {"withhold_to": 2, "levels": [AUTHORITY, COUNTY]},
        {"withhold_to": 4, "levels": [AUTHORITY, COUNTY]},
        {"withhold_to": 0, "round_to": 5, "levels": [AUTHORITY]},
    ),
}
SHIPPED: Mapping[str, tuple[str, ...]] = {
    "": ("strict", "strict", "fingertips-1-to-4", "cdc"),
    "rounded": ("hes",),
    "exact levels": (),
}


ODDS_OF_BOUNDS = 0.5
"""Share of series that print what a withheld count can be."""


def draw(seed: int) -> Series:
    """The series of a seed."""
    random = np.random.default_rng(seed)
    sure = FEATURES[seed % len(FEATURES)]
    features = {name for name in FEATURES if name == sure or random.random() < ODDS}
    if "known" in features:
        features -= {"correction", "provisional", "boundary", "counties once", "rolling", "authorities once"}
        features |= {"known"}
    bounds = bool(np.random.default_rng([seed, 1]).random() < ODDS_OF_BOUNDS)
    return replace(_Drawing(random, features).series(), bounds=bounds)


class _Drawing:
    """The choices for one series."""

    def __init__(self, random: np.random.Generator, features: set[str]) -> None:
        self.random, self.features = random, features
        with_counties = bool(features & {"counties once", "known"})
        self.profile, self.rules = self._profile(with_counties)
        self.indicators = self._indicators()
        self.categories = CATEGORIES if "sex once" in features else ()
        self.complete = bool(random.random() < 0.7)
        sizes = [self._one(1, 2, 3, 3, 4) for _ in range(2)]
        self.network = {f"A{n}{k}": f"W{n}" for n, size in enumerate(sizes) for k in range(size)}
        self.county = {code: f"C{random.integers(2)}" for code in self.network} if with_counties else {}
        self.number = self._number_of_editions()
        self.length = self._one(1, 2, 2, 3)
        if "pools only" in features:
            self.length = max(self.length, 2)
        self.last = [FIRST_YEAR + self.length - 1]
        while len(self.last) < self.number:
            still = "provisional" in features and random.random() < 0.5
            self.last.append(self.last[-1] + (not still and self.last[-1] < FIRST_YEAR + 3))
        self.truth = self._counts()

    def _one(self, *values: T) -> T:
        return values[self.random.integers(len(values))]

    def _chance(self, odds: float) -> bool:
        return bool(self.random.random() < odds)

    def _profile(self, with_counties: bool) -> tuple[Profile, dict[str, Any]]:
        kind = next((name for name in ("rounded", "exact levels") if name in self.features), "")
        choices: tuple[str | dict[str, Any], ...] = (*SHIPPED[kind], *OWN_RULES[kind])
        chosen = self._one(*choices)
        if isinstance(chosen, str):
            return shipped(chosen), {}
        rules = {
            "name": "own rules",
            "source": "Made up.",
            "differences": "protect",
            **chosen,
            "levels": [each for each in chosen.get("levels", ()) if with_counties or each != COUNTY],
            "reliability": {"no_rate_below": 1, "unreliable_below": 20},
        }
        return Profile.model_validate(rules), rules

    def _indicators(self) -> tuple[str, ...]:
        if "early without late" in self.features:
            return "deaths", "early"
        return self._one(("deaths",), ("deaths",), ("deaths", "early", "late"), ("early",))

    def _number_of_editions(self) -> int:
        if "known" in self.features:
            return 2
        several = self.features & {
            "rolling",
            "authorities once",
            "counties once",
            "sex once",
            "provisional",
            "boundary",
        }
        return self._one(2, 2, 3) if several else self._one(1, 2, 2, 3, 4)

    def _counts(self) -> dict[Key, int]:
        """Births and deaths of all authorities and years."""
        few = "few births" in self.features
        usual = 4.0 if self.profile.round_to > 1 and self.profile.withholds else 1.0
        categories = (*self.categories, *(() if self.categories and self.complete else (IN_NO_CATEGORY,)))
        truth = {}
        for code in self.network:
            mean = usual * self._one(0.7, 1.5, 3.0) / len(categories)
            size = int(self.random.integers(40, 400))
            for year in range(FIRST_YEAR, self.last[-1] + 1):
                for category in categories:
                    births = int(self.random.integers(1, 10)) if few else size // len(categories) + year % 7
                    deaths = min(int(self.random.poisson(mean)), births)
                    early = int(self.random.binomial(deaths, 0.6))
                    for kind, count in (("births", births), ("early", early), ("late", deaths - early)):
                        truth[Key(kind, code, year, category)] = count
        return truth

    def series(self) -> Series:
        """The editions, one after the other."""
        plans: list[Plan] = []
        corrected = int(self.random.integers(self.number)) if "correction" in self.features else None
        once = int(self.random.integers(self.number))
        moved = (
            int(self.random.integers(1, self.number))
            if "boundary" in self.features and self.number > 1
            else None
        )
        network = self.network
        if "known" in self.features:
            return self._made(self._two_geographies())
        for number in range(self.number):
            if number == moved:
                network = self._with_one_moved()
            before = len(plans) - 1 if plans else None
            blocks = self._blocks(number, once)
            plan = Plan(
                name=f"{self.last[number]}-{number + 1}",
                network=network,
                county=self.county,
                blocks=blocks,
                truth=self._provisional(number) if "provisional" in self.features else self.truth,
                previous=before,
            )
            if number == corrected:
                plans.append(self._with_error(plan))
                plan = replace(plan, corrects=len(plans) - 1)
            plans.append(plan)
        return self._made(tuple(plans))

    def _made(self, plans: tuple[Plan, ...]) -> Series:
        return Series(
            features=tuple(name for name in FEATURES if name in self.features),
            plans=plans,
            profile=self.profile,
            rules=self.rules,
            categories=self.categories,
            complete=self.complete,
            indicators=self.indicators,
            within_denominator="few births" in self.features or self._chance(0.9),
        )

    def _blocks(self, number: int, once: int) -> tuple[Block, ...]:
        last = self.last[number]
        first = max(last - self.length + 1, FIRST_YEAR)
        pools = tuple(length for length in (2, 3) if length <= last - first + 1 and self._chance(0.6))
        single = "pools only" not in self.features or not pools
        if "pools only" in self.features and not pools:
            pools, single = (last - first + 1,), last == first
        authorities = number == once if "authorities once" in self.features else self._chance(0.7)
        levels = [NETWORK, NATION]
        if self.county and number == once:
            levels.insert(0, COUNTY)
        apart = authorities and bool(pools) and self._chance(0.3)
        if authorities and not apart:
            levels.insert(0, AUTHORITY)
        blocks = [Block(tuple(levels), first, last, single, pools)]
        if apart:
            blocks.append(Block((AUTHORITY,), first, last, not single, pools[:1] if single else ()))
        if self.categories and number == once:
            level = self._one(NETWORK, NATION, AUTHORITY)
            blocks.append(Block((level,), first, last, True, (), by_sex=True))
        return tuple(blocks)

    def _two_geographies(self) -> tuple[Plan, ...]:
        first, last = FIRST_YEAR, self.last[0]
        networks = Block((NETWORK, NATION), first, last)
        counties = Block((AUTHORITY, COUNTY, NATION), first, last)
        by_network = Plan("1", self.network, self.county, (networks,), self.truth, publication="by-network")
        by_county = replace(by_network, name="2", blocks=(counties,), publication="by-county", known=0)
        return by_network, by_county

    def _with_one_moved(self) -> dict[str, str]:
        large = [name for name in ("W0", "W1") if sum(n == name for n in self.network.values()) > 1] or ["W0"]
        left = self._one(*large)
        code = next(code for code, name in self.network.items() if name == left)
        if sum(name == left for name in self.network.values()) == 1:
            return self.network
        return {**self.network, code: "W1" if left == "W0" else "W0"}

    def _provisional(self, number: int) -> Truth:
        """Counts of an edition that lack some late registrations of its last year, unless it is final."""
        if number == self.number - 1:
            return self.truth
        truth = dict(self.truth)
        for key, count in self.truth.items():
            if key.year == self.last[number] and key.kind != "births" and count and self._chance(0.3):
                truth[key] = count - 1
        return truth

    def _with_error(self, plan: Plan) -> Plan:
        """The edition as it was before its correction: one count of deaths is wrong."""
        births = {key: plan.truth[key._replace(kind="births")] for key in plan.truth}
        able = [
            key
            for key, count in plan.truth.items()
            if key.kind == "late"
            and key.year in plan.years
            and count + plan.truth[key._replace(kind="early")] < births[key]
        ]
        key = able[self.random.integers(len(able))] if able else None
        truth = dict(plan.truth)
        if key is not None:
            truth[key] += 1
        return replace(plan, truth=truth)
