"""Small publications of each kind of measure, with words of their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from reporter.counts.table import Counts
from reporter.publication.areas import Areas
from reporter.publication.units import DENOMINATOR_PLACES
from tests.publications.areas import areas
from tests.publications.counts import added_up
from tests.publications.settings import indicator, publication
from tests.publications.small import Small

BANDS = ("0-14", "15-44", "45-64", "65-74", "75-84", "85-and-over")
RISKS = np.array([0.0002, 0.0005, 0.003, 0.012, 0.04, 0.12])
"""Made-up risks of death by band, as steep as real ones."""

KINDS: Mapping[str, dict[str, Any]] = {
    "rate": {
        "measure": "rate",
        "denominator": {"decimal": True},
        "words": {"rate": "death rate", "events": "deaths", "event": "death", "denominator": "person-years"},
    },
    "percentage": {
        "measure": "proportion",
        "multiplier": 100,
        "polarity": "high is good",
        "words": {
            "rate": "share first fed breast milk",
            "event": "first feed of breast milk",
            "events": "first feeds of breast milk",
        },
    },
    "proportion": {
        "measure": "proportion",
        "polarity": "neither",
        "words": {"rate": "share of first births", "event": "first birth", "events": "first births"},
    },
    "count ratio": {
        "measure": "count ratio",
        "polarity": "neither",
        "words": {"rate": "admission ratio", "event": "admission", "events": "admissions"},
    },
    "directly standardised rate": {
        "measure": "directly standardised rate",
        "multiplier": 100_000,
        "standardisation": {"breakdown": "age", "standard": "ESP 2013"},
        "words": {"rate": "death rate", "event": "death", "events": "deaths", "denominator": "people"},
    },
    "indirectly standardised ratio": {
        "measure": "indirectly standardised ratio",
        "multiplier": 100,
        "denominator": {"decimal": True, "one_reference": True},
        "words": {
            "rate": "mortality ratio",
            "event": "death",
            "events": "deaths",
            "denominator": "expected deaths",
        },
    },
    "count": {
        "measure": "count",
        "multiplier": 1,
        "polarity": "neither",
        "words": {
            "rate": "number of deaths",
            "event": "death",
            "events": "deaths",
            "denominator": "those counted",
        },
    },
}
"""Fields of an indicator of each kind, as it is said; a percentage is a proportion of every 100."""

SHARES = {"percentage": 0.9, "proportion": 0.4, "count ratio": 1.2}


def of_kind(
    said_as: str,
    *,
    networks: int = 4,
    districts: int = 2,
    years: Iterable[int] = (2020, 2021, 2022),
    seed: int = 1,
    share: float | None = None,
    profile: str = "strict",
    calendar: str = "calendar",
    **fields: Any,
) -> Small:
    """A publication of one indicator, its counts drawn by chance.

    Args:
        said_as: the kind, as the keys of `KINDS`.
        networks: how many networks there are.
        districts: how many districts each has.
        years: the years.
        seed: of the random numbers.
        share: events over denominators.
        profile: name of a shipped profile.
        calendar: the calendar of its periods, whose steps `years` are.
        fields: further fields of the indicator.
    """
    years = tuple(years)
    hierarchy = areas(networks, districts)
    record = indicator("measured", ("events",), **{**KINDS[said_as], **fields})
    random = np.random.default_rng(seed)
    common: dict[str, Any] = {"indicators": (record,), "years": years, "profile": profile}
    common["periods"] = {"calendar": calendar}
    if record.standardisation is not None:
        categories = {band: f"Aged {band}" for band in BANDS}
        age = {"id": "age", "title": "Age", "kind": "groups", "complete": True, "categories": categories}
        made = publication(**common, breakdowns=[age])
        return Small(made, hierarchy, _by_band(hierarchy, years, random, 1.0 if share is None else share))
    part = SHARES.get(said_as, 0.02) if share is None else share
    rows = []
    for year in years:
        for area in hierarchy.leaves:
            births = int(random.integers(300, 3000))
            events = random.binomial(births, part) if part < 1 else random.poisson(births * part)
            rows.append((area.code, year, "occurring", _held(births, part, said_as), int(events), 0))
    return Small(publication(**common), hierarchy, added_up(hierarchy, rows))


def _held(births: int, part: float, said_as: str) -> int:
    """The denominator in the units it is held in: of a rate a time lived, of a ratio the expected events."""
    whole = {"rate": births + 0.25, "indirectly standardised ratio": round(births * part, 2)}.get(said_as)
    return births if whole is None else round(whole * 10**DENOMINATOR_PLACES)


def _by_band(hierarchy: Areas, years: Iterable[int], random: np.random.Generator, risk: float) -> Counts:
    """Counts with those of every band and area."""
    bands: dict[tuple[str, int], np.ndarray[Any, Any]] = {}
    for year in years:
        for area in hierarchy.leaves:
            people = random.integers(300, 3000, len(BANDS)) * np.array([3, 6, 5, 2, 1, 1])
            bands[area.code, year] = np.array([people, random.poisson(people * RISKS * risk)])
            for above in hierarchy.ancestors(area.code):
                bands[above.code, year] = bands.get((above.code, year), 0) + bands[area.code, year]
    leaves = {area.code for area in hierarchy.leaves}
    rows: list[tuple[str | int, ...]] = [
        (code, year, "occurring", *map(int, both.sum(axis=1)), 0)
        for (code, year), both in bands.items()
        if code in leaves
    ]
    categories = [
        (code, year, "occurring", "age", band, int(people), int(deaths), 0)
        for (code, year), both in bands.items()
        for band, people, deaths in zip(BANDS, *both, strict=True)
    ]
    return added_up(hierarchy, rows, categories=categories)
