"""The made-up publication and its areas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from tests.publications import areas as areas_of
from tests.publications import indicator
from tests.publications import publication as publication_of
from tests.publications.settings import NOWHERE, level

HOSTILE = "<script>alert('1')</script> & \"West\" ]]>"
"""A name that breaks out of HTML, SVG or an attribute wherever it is not escaped."""

NETWORK_NAMES = ("Ash", "Beech and Cedar", HOSTILE, "Dogwood, Elder and Upper Fir Valley", "Gorse", "Hazel")
WITHHELD_NETWORK = "W5"
"""A network whose own count is withheld."""

THIRDS = {"1": "Most deprived", "2": HOSTILE, "3": "Least deprived"}
SORTS = {"good": "Good", "bad": "Bad", "rare": "Rare", "none": "Not stated"}

MAIN, LATEST = "2020 to 2022", "2022"

DISTRICT_NAMES = {
    "D0-0": "Ynys  Môn, “west” coast",
    "D0-1": "'+Start",
    "D1-0": "[c] not a symbol",
    "D1-1": "=HYPERLINK(A1)",
}
"""Names that a spreadsheet could take for something else; all other districts have their number."""

TYPES = ("district", "network", "region", "nation")


def _indicator(name: str) -> Indicator:
    return indicator(
        name,
        ("events",),
        title=f"{name.capitalize()} events",
        type="Network indicator",
        rationale="It matters to those who made it up.",
        guidance=[{"code": "MU1", "title": "Making up", "year": 2020}],
        numerator={"description": "Events that occurred."},
        denominator={"description": "Chances that occurred.", "add": ("chances",)},
        definition="An event is what is counted.",
        calculation="Events over chances, times 1,000.",
        data_source="Nowhere.",
        expected_population={
            "eligible": 98,
            "population": 10000,
            "area": "Nation",
            "year": "2022",
            "source": "made up",
        },
        caution="Small numbers say little.",
        words={
            "rate": f"{name} event rate",
            "denominator": "chances",
            "plain": "how many chances end in an event",
        },
    )


def publication(folder: Path = NOWHERE) -> Publication:
    """Settings of the made-up edition; its own templates would stand in `folder`/templates."""
    recent = {"basis": "occurring", "first_year": 2020, "last_year": 2022}
    return publication_of(
        types=TYPES,
        indicators=(_indicator("whole"), _indicator("early")),
        folder=folder,
        publication={"id": "made-up", "title": "Made up", "summary": "All made up."},
        data={"source": "Made up for tests.", "notes": ("One note", "Another note.")},
        levels=[
            {**level(area_type, area_pages=area_type == "region"), "shorten": area_type == "network"}
            for area_type in TYPES
        ],
        breakdowns=[
            {
                "id": "deprivation",
                "title": "Deprivation",
                "kind": "quantile",
                "note": "Thirds of the nation",
                "categories": THIRDS,
            },
            {
                "id": "sort",
                "title": "Sort of chance",
                "kind": "groups",
                "reference": "good",
                "unknown": "none",
                "categories": SORTS,
            },
        ],
        show=[
            {"levels": TYPES, **recent, "pools": (3,)},
            {"levels": TYPES[1:], "basis": "registered", "first_year": 2010, "last_year": 2014},
        ],
        producer={"name": "Test office"},
    )


def areas() -> Areas:
    """A nation, two regions, six networks, and three districts in each."""
    hierarchy = areas_of([f"The {name} Network" for name in NETWORK_NAMES], 3, regions=2)
    return Areas.of(
        replace(area, name=DISTRICT_NAMES.get(area.code, f"District {area.code[1:]}"))
        if area.type == "district"
        else area
        for area in hierarchy.areas
    )
