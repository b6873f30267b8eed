"""Real figures of Nomis that tests carry, and answers written in the form that Nomis gives them.

Figures: NM_207_1 and NM_161_1 as published by Nomis (Office for National Statistics, Open Government Licence
v3.0).
Columns: those of full answers of NM_161_1; an answer of NM_207_1 has no cause of death, gender and age.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple


class Figure(NamedTuple):
    """Births and deaths under one of an area and year, as Nomis shows them, with its type of area."""

    year: int
    code: str
    name: str
    area_type: int
    births: int
    deaths: int


AUTHORITY, REGION, COUNTRY = 464, 480, 499

FIGURES = (
    # Bedford's 8 is exact. Rutland's 0 is 0 to 2, North Somerset's and Kensington and Chelsea's 5 is 3 to 5.
    Figure(2013, "E06000055", "Bedford", AUTHORITY, 2074, 8),
    Figure(2013, "E06000017", "Rutland", AUTHORITY, 339, 0),
    Figure(2013, "E09000020", "Kensington and Chelsea", AUTHORITY, 1803, 5),
    Figure(2014, "E06000024", "North Somerset", AUTHORITY, 2192, 5),
    Figure(2013, "E12000006", "East", REGION, 71309, 237),
    Figure(2013, "E12000004", "East Midlands", REGION, 52895, 205),
    Figure(2013, "E12000007", "London", REGION, 128332, 486),
    Figure(2013, "E12000001", "North East", REGION, 28961, 92),
    Figure(2013, "E12000002", "North West", REGION, 86372, 355),
    Figure(2013, "E12000008", "South East", REGION, 102190, 348),
    Figure(2013, "E12000009", "South West", REGION, 58710, 225),
    Figure(2013, "E12000005", "West Midlands", REGION, 71188, 384),
    Figure(2013, "E12000003", "Yorkshire and The Humber", REGION, 64560, 279),
    Figure(2013, "E92000001", "England", COUNTRY, 664517, 2611),
    Figure(2014, "E92000001", "England", COUNTRY, 661499, 2548),
)

_PARTS = ("", "_NAME", "_CODE", "_TYPE", "_TYPECODE", "_SORTORDER")
_CONCEPTS = {
    "NM_207_1": ("DATE", "GEOGRAPHY", "MEASURE"),
    "NM_161_1": ("DATE", "GEOGRAPHY", "CAUSE_OF_DEATH", "GENDER", "AGE", "MEASURE"),
}
_TAIL = [
    "MEASURES",
    "MEASURES_NAME",
    "OBS_VALUE",
    "OBS_STATUS",
    "OBS_STATUS_NAME",
    "OBS_CONF",
    "OBS_CONF_NAME",
    "URN",
    "RECORD_OFFSET",
    "RECORD_COUNT",
]
_CELLS: Mapping[str, Mapping[str, str]] = {
    "NM_207_1": {"MEASURE": "1", "MEASURE_NAME": "Live births"},
    "NM_161_1": {
        "CAUSE_OF_DEATH": "0",
        "CAUSE_OF_DEATH_NAME": "A00-R99,U00-Y89 All causes, all ages",
        "GENDER": "0",
        "GENDER_NAME": "Total",
        "AGE": "1",
        "AGE_NAME": "Aged under 1",
        "MEASURE": "1",
        "MEASURE_NAME": "Deaths",
    },
}
_ALWAYS = {
    "MEASURES": "20100",
    "MEASURES_NAME": "Value",
    "OBS_STATUS": "A",
    "OBS_STATUS_NAME": "Normal Value",
    "OBS_CONF": "FALSE",
    "OBS_CONF_NAME": "Free (free for publication)",
}


def columns(dataset: str) -> list[str]:
    """The columns of a full answer, in Nomis's order."""
    return [f"{concept}{part}" for concept in _CONCEPTS[dataset] for part in _PARTS] + _TAIL


def page(dataset: str, figures: Sequence[Figure], offset: int, size: int) -> str:
    """One page of the answer that has these figures."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns(dataset), restval="", lineterminator="\r\n")
    writer.writeheader()
    for number, figure in list(enumerate(figures))[offset : offset + size]:
        writer.writerow(
            {
                **_CELLS[dataset],
                **_ALWAYS,
                "DATE": str(figure.year),
                "DATE_NAME": str(figure.year),
                "GEOGRAPHY_NAME": figure.name,
                "GEOGRAPHY_CODE": figure.code,
                "OBS_VALUE": str(figure.births if dataset == "NM_207_1" else figure.deaths),
                "RECORD_OFFSET": str(number),
                "RECORD_COUNT": str(len(figures)),
            }
        )
    return text.getvalue()


def matching(figures: Iterable[Figure], geography: str, date: str | None) -> list[Figure]:
    """The figures that a question is about."""
    types = geography.split(",")
    years = date.split(",") if date else None
    return [
        figure
        for figure in figures
        if f"TYPE{figure.area_type}" in types and (years is None or str(figure.year) in years)
    ]
