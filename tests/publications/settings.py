"""Settings and indicators of small publications."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.periods import label_of
from reporter.publication.settings import Settings

TYPES = ("district", "network", "nation")
"""Types of area, smallest first."""

YEARS = (2020, 2021, 2022)

NOWHERE = Path("no-such-folder")
"""The folder of a publication that stands in no file."""

Section = dict[str, Any] | Sequence[dict[str, Any]] | str


def indicator(name: str, add: Sequence[str], subtract: Sequence[str] = (), **fields: Any) -> Indicator:
    """An indicator whose numerator is the sum of some columns less others.

    Args:
        name: its id.
        add: columns that are added.
        subtract: columns that are subtracted.
        fields: fields of the record in place of the default ones; of `numerator`, `denominator` and `words`
            the keys that are given.
    """
    record: dict[str, Any] = {
        "id": name,
        "title": name.capitalize(),
        "type": "Supporting indicator",
        "rationale": "Made up.",
        "numerator": {"description": "Events.", "add": add, "subtract": subtract},
        "denominator": {"description": "Births.", "add": ("births",)},
        "definition": "None.",
        "calculation": "Events over births, per 1,000.",
        "multiplier": 1000,
        "basis": "occurring",
        "data_source": "Made up.",
        "polarity": "low is good",
        "words": {
            "rate": f"{name} rate",
            "event": "event",
            "events": "events",
            "denominator": "births",
            "plain": "something made up",
        },
    }
    if fields.get("measure") == "count":
        del record["denominator"]
    return Indicator.model_validate(_merged(record, fields))


def _runs(years: Iterable[int]) -> list[tuple[int, int]]:
    """The first and the last year of each run of years without a gap."""
    runs: list[tuple[int, int]] = []
    for year in sorted(set(years)):
        if runs and year == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _merged(whole: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """The first with what the second has instead; of sections that both have, key by key."""
    merged = dict(whole)
    for name, change in changes.items():
        before = whole.get(name)
        merged[name] = {**before, **change} if isinstance(before, dict) else change
    return merged


EVENTS = indicator("events", ("events",))
EARLY = indicator("early", ("early",))
LATE = indicator("late", ("events",), ("early",))


def publication(
    *,
    types: Sequence[str] = TYPES,
    shown: Sequence[str] | None = None,
    years: Iterable[int] = YEARS,
    pools: Sequence[int] = (3,),
    basis: str = "occurring",
    indicators: Sequence[Indicator] = (EVENTS, EARLY, LATE),
    breakdowns: Sequence[dict[str, Any]] = (),
    broken_down: Sequence[str] = (),
    profile: str = "strict",
    folder: Path = NOWHERE,
    **sections: Section,
) -> Publication:
    """A publication that shows all its years, and pools of those without a gap between them.

    Args:
        types: the types of area, smallest first.
        shown: the types that are shown, by default all.
        years: the years or other steps shown; each run of them is a block of its own, the latest first.
        pools: lengths in years of the pools shown, of every run that is as long.
        basis: the basis of the counts.
        indicators: the indicators, the headline first.
        breakdowns: the sections `[[breakdowns]]`.
        broken_down: types whose counts are shown by category too, in the latest run of years.
        profile: name of a shipped profile.
        folder: where `publication.toml` stands, or would stand; templates beside it are used.
        sections: sections of `publication.toml`: keys over the default ones, lists and texts instead of them.
    """
    years = list(years)
    blocks = [
        {
            "levels": shown or types,
            "basis": basis,
            **ends(first, last),
            "pools": [length for length in pools if length <= last - first + 1],
        }
        for first, last in reversed(_runs(years))
    ]
    if broken_down:
        names = [each["id"] for each in breakdowns]
        blocks.append({**blocks[0], "levels": broken_down, "breakdowns": names, "pools": ()})
    settings: dict[str, Any] = {
        "publication": {
            "id": "small",
            "title": "A small publication",
            "edition": slug(label_of(max(years))),
            "summary": "Made up for tests.",
        },
        "data": {
            "counts": Path("counts.csv"),
            "areas": Path("areas.csv"),
            "indicators": [Path(f"{each.id}.toml") for each in indicators],
            "source": "Made up.",
            "extracted": dt.date(2024, 1, 31),
        },
        "levels": [level(area_type) for area_type in types],
        "breakdowns": breakdowns,
        "network": "network",
        "comparator": "N",
        "show": blocks,
        "disclosure": {"profile": profile},
        "release": {"time": "2024-03-14T09:30:00+00:00", "next_release": "Next year."},
        "producer": {"name": "Test", "contact": "Test team", "email": "test@example.org"},
    }
    chosen = Settings.model_validate(_merged(settings, sections))
    return Publication(folder / "publication.toml", chosen, tuple(indicators))


def ends(first: int, last: int) -> dict[str, Any]:
    """The keys of a block with its first and last period: of calendar years, or by their labels."""
    if last < 10_000:
        return {"first_year": first, "last_year": last}
    return {"first_period": label_of(first), "last_period": label_of(last)}


def slug(label: str) -> str:
    """The name of an edition, from the label of its last period."""
    return label.replace("/", "-").replace(" ", "-")


def with_sections(made: Publication, **sections: Section) -> Publication:
    """A publication with other settings: keys of sections over its own, lists and texts instead of them."""
    given = made.settings.model_dump(exclude_defaults=True)
    return replace(made, settings=Settings.model_validate(_merged(given, sections)))


def level(area_type: str, *, area_pages: bool = False) -> dict[str, Any]:
    """A section `[[levels]]`: areas of a type are spoken of by its name."""
    words = {"area_type": area_type, "singular": area_type, "plural": f"{area_type}s"}
    return {**words, "area_pages": True} if area_pages else words
