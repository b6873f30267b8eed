"""The two data sets of Nomis: the query to each, and the columns by which a right answer is recognised.

Sources: the data sets' pages on Nomis, `lebirthrates` (NM_207_1) and `mortality` (NM_161_1).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

BASIS = "registered"
"""Basis of Nomis: deaths by the year of registration; births by the year of birth."""


@dataclass(frozen=True)
class Dataset:
    """A query to a data set.

    Attributes:
        id: the data set's identifier.
        title: what it counts, in words.
        column: its column in the counts.
        asked: the dimensions, as parameters of the URL.
        shown: columns of the answer with a constant value, and those values.
    """

    id: str
    title: str
    column: str
    asked: Mapping[str, str]
    shown: Mapping[str, str]


BIRTHS = Dataset(
    id="NM_207_1",
    title="live births",
    column="live_births",
    asked={"measure": "1", "measures": "20100"},
    shown={"MEASURE_NAME": "Live births", "MEASURES_NAME": "Value"},
)
DEATHS = Dataset(
    id="NM_161_1",
    title="deaths registered under 1 year of age",
    column="infant_deaths",
    asked={"cause_of_death": "0", "gender": "0", "age": "1", "measure": "1", "measures": "20100"},
    shown={
        "CAUSE_OF_DEATH": "0",
        "GENDER_NAME": "Total",
        "AGE_NAME": "Aged under 1",
        "MEASURE_NAME": "Deaths",
        "MEASURES_NAME": "Value",
    },
)
