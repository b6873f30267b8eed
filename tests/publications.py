"""Small publications made for tests: settings, areas and counts that fit together."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd

from reporter.counts.table import Counts
from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.settings import Settings


def indicator(name: str, add: tuple[str, ...], subtract: tuple[str, ...] = ()) -> Indicator:
    """An indicator whose numerator is the given columns."""
    return Indicator.model_validate(
        {
            "id": name,
            "title": name.capitalize(),
            "type": "Supporting indicator",
            "rationale": "A made-up indicator for tests.",
            "numerator": {"description": "events", "add": add, "subtract": subtract},
            "denominator": {"description": "births", "add": ("births",)},
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
    )


def publication(
    *, levels: tuple[str, ...] = ("district", "network", "nation"), pools: tuple[int, ...] = (3,)
) -> Publication:
    """Three years and their pool, of events and of their early and late part."""
    settings = Settings.model_validate(
        {
            "publication": {"id": "test", "title": "A test", "edition": "2022", "summary": "A test."},
            "data": {
                "counts": "counts.csv",
                "areas": "areas.csv",
                "indicators": ["events.toml"],
                "source": "Made up for tests.",
                "extracted": dt.date(2024, 1, 1),
            },
            "levels": [
                {"area_type": "district", "singular": "district", "plural": "districts"},
                {"area_type": "network", "singular": "network", "plural": "networks"},
                {"area_type": "nation", "singular": "nation", "plural": "nations"},
            ],
            "network": "network",
            "comparator": "N",
            "show": [
                {
                    "levels": levels,
                    "basis": "occurring",
                    "first_year": 2020,
                    "last_year": 2022,
                    "pools": pools,
                },
            ],
            "disclosure": {"profile": "strict"},
            "release": {"time": "2024-03-14T09:30:00+00:00", "next_release": "Next year."},
            "producer": {"name": "Test", "contact": "Test team", "email": "test@example.org"},
        }
    )
    indicators = (
        indicator("events", ("events",)),
        indicator("early", ("early",)),
        indicator("late", ("events",), ("early",)),
    )
    return Publication(Path("publication.toml"), settings, indicators)


def areas(networks: int, districts: int) -> Areas:
    """A nation of networks of districts."""
    return Areas.of(
        [
            Area("N", "Nation", "nation"),
            *(Area(f"W{n}", f"Network {n}", "network", ("N",)) for n in range(networks)),
            *(
                Area(f"D{n}-{d}", f"District {n} {d}", "district", (f"W{n}",))
                for n in range(networks)
                for d in range(districts)
            ),
        ]
    )


def counts(hierarchy: Areas, seed: int, mean: float = 3.0) -> Counts:
    """Poisson counts of every district, added up to networks and the nation."""
    random = np.random.default_rng(seed)
    rows = []
    for year in (2020, 2021, 2022):
        totals = {area.code: np.zeros(3, dtype=np.int64) for area in hierarchy.areas}
        for district in hierarchy.of_type("district"):
            early, late = random.poisson(mean * 0.7), random.poisson(mean * 0.3)
            made = np.array([random.integers(300, 3000), early + late, early])
            for code in (district.code, *(area.code for area in hierarchy.ancestors(district.code))):
                totals[code] += made
        rows += [(code, year, "occurring", *total) for code, total in totals.items()]
    columns = ("births", "events", "early")
    return Counts(pd.DataFrame(rows, columns=["area_code", "year", "basis", *columns]), columns)
