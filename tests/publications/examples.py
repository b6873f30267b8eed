"""Small publications that several tests read."""

from __future__ import annotations

import numpy as np

from reporter.publication.areas import Area, Areas
from reporter.publication.loading import Publication
from tests.publications.areas import areas
from tests.publications.counts import added_up
from tests.publications.settings import EVENTS, Section, indicator, publication, with_sections
from tests.publications.small import Small


def three_districts() -> Small:
    """Two networks of three districts in two years, every count by hand; deaths of all ages and late ones."""
    hierarchy = Areas.of(
        [
            Area("N", "Nation", "nation"),
            Area("W1", "North", "network", ("N",)),
            Area("W2", "South", "network", ("N",)),
            Area("A", "Aton", "district", ("W1",)),
            Area("B", "Beeton", "district", ("W1",)),
            Area("C", "Ceeton", "district", ("W2",)),
        ]
    )
    rows = [
        ("A", 2021, "occurring", 100, 3, 2),
        ("B", 2021, "occurring", 200, 4, 1),
        ("C", 2021, "occurring", 300, 5, 5),
        ("A", 2022, "occurring", 110, 4, 2),
        ("B", 2022, "occurring", 210, 5, 1),
        ("C", 2022, "occurring", 310, 6, 5),
    ]
    words = {"rate": "rate", "event": "death", "plain": "deaths for every 1,000 births"}
    indicators = (
        indicator("all", ("deaths",), words={**words, "events": "all deaths"}),
        indicator("late", ("deaths",), ("early",), words={**words, "events": "late deaths"}),
    )
    years = {"basis": "occurring", "first_year": 2021, "last_year": 2022}
    show = [
        {"levels": ("district", "network", "nation"), **years, "pools": (2,)},
        {"indicators": ("late",), "levels": ("nation",), **years},
    ]
    made = publication(indicators=indicators, show=show)
    return Small(made, hierarchy, added_up(hierarchy, rows, ("births", "deaths", "early")))


def two_networks(events: int = 60, **sections: Section) -> Small:
    """Two networks in two years, the smallest areas.

    Args:
        events: events of the first network in the second year.
        sections: sections of the settings, see `publication`.
    """
    hierarchy = areas(("North", "South"), 0)
    events_of = {("W0", 2021): 52, ("W1", 2021): 57, ("W0", 2022): events, ("W1", 2022): 49}
    rows = [(code, year, "occurring", 10000, count) for (code, year), count in events_of.items()]
    made = publication(
        types=("network", "nation"),
        years=(2021, 2022),
        pools=(),
        indicators=(EVENTS,),
    )
    counted = added_up(hierarchy, rows, ("births", "events"))
    return Small(with_sections(made, **sections), hierarchy, counted)


NETWORKS = ("Ash", "Beech", "Cedar", "Dogwood", "Elder")
"""Names of the networks of `every_kind_of_number`."""

QUARTERS = {"1": "1 (most deprived)", "2": "2", "3": "3", "4": "4 (least deprived)"}


def every_kind_of_number(**sections: Section) -> Small:
    """Five networks of three districts, with every kind of number that a page can hold.

    Rates, limits, pools, trends of eight years on another basis, funnels, rates by quarter of deprivation,
    and numbers in words: of the title, the indicator, the notes, the producer and the quarters. Counts are
    Poisson from a fixed seed.

    Args:
        sections: sections of the settings, see `publication`.
    """
    hierarchy = areas(NETWORKS, 3)
    random = np.random.default_rng(20240314)
    rows: list[tuple[str | int, ...]] = []
    nation = dict.fromkeys(range(2020, 2023), (0, 0))
    for place, district in enumerate(hierarchy.of_type("district")):
        for year in range(2012, 2023):
            births = int(random.integers(1500, 5000))
            rate = (0.003 + 0.0015 * (place // 3)) * (1.1 - 0.04 * (year - 2012)) + 0.0004
            events = int(random.poisson(rate * births))
            rows.append((district.code, year, "registered" if year < 2020 else "occurring", births, events))
            if year >= 2020:
                nation[year] = (nation[year][0] + births, nation[year][1] + events)
    categories = [
        ("N", year, "occurring", "quarter", category, births // 4, share)
        for year, (births, events) in nation.items()
        for category, share in enumerate(random.multinomial(events, [0.4, 0.3, 0.2, 0.1]).tolist(), start=1)
    ]
    counted = added_up(hierarchy, rows, ("births", "events"), categories=categories)
    return Small(with_sections(_every_kind_of_number(), **sections), hierarchy, counted)


def _every_kind_of_number() -> Publication:
    events = indicator(
        "events",
        ("events",),
        title="Events under 28 days",
        definition="An event before the age of 28 days.",
        numerator={"description": "Events under 28 days."},
        words={
            "rate": "rate of events under 28 days",
            "event": "event under 28 days",
            "events": "events under 28 days",
            "plain": "how many births end in an event within 28 days",
        },
    )
    recent = {"basis": "occurring", "first_year": 2020, "last_year": 2022}
    return publication(
        indicators=(events,),
        publication={"title": "Events in 5 networks: 2022", "summary": "Events under 28 days."},
        data={
            "source": "Made up for tests, version 2.",
            "notes": ("In 2019 there were 17 doubtful events.",),
        },
        breakdowns=[
            {
                "id": "quarter",
                "title": "Deprivation",
                "kind": "quantile",
                "note": "Quarters by the index of 2019.",
                "categories": QUARTERS,
            }
        ],
        show=[
            {"levels": ("district", "network", "nation"), **recent, "pools": (3,)},
            {"levels": ("network", "nation"), "basis": "registered", "first_year": 2012, "last_year": 2019},
            {"levels": ("nation",), "breakdowns": ("quarter",), **recent},
        ],
        release={"next_release": "In 2025."},
        producer={
            "name": "Office 7",
            "contact": "Team 3",
            "email": "team3@example.org",
            "telephone": "01632 960000",
        },
    )
