"""Faults of the registers: the number of rows with each, and how these rows were treated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from reporter.importing.registers.tabulate import Extent


class QualityLine(NamedTuple):
    """A fault or feature of a register.

    Attributes:
        register: 'births' or 'deaths'.
        what: the fault, in words.
        number: number of rows with it.
        consequence: how these rows were treated.
    """

    register: str
    what: str
    number: int
    consequence: str


_LEFT_OUT = "left out"
_COUNTED = "counted"
_FAULTS = {
    "malformed": ("with a malformed date", _LEFT_OUT),
    "no_date_of_birth": ("without a date of birth, here or at the birth", "left out: age not known"),
    "no_date_of_death": ("without a date of death", "left out: age not known"),
    "before_birth": ("that came before the birth", "left out: age not known"),
    "not_registered": ("under 1 without a date of registration", "left out of the basis registered"),
    "registered_before_death": ("under 1 registered before the death", "counted by each date as it stands"),
    "no_birth_id": ("under 1 not linked: no identifier of a birth", _COUNTED),
    "birth_not_found": ("under 1 without a birth: its identifier is not in the births", _COUNTED),
    "several_births": ("under 1 whose identifier several births have", _COUNTED),
    "other_date_of_birth": ("under 1 born on another date by the births", "counted by the date at death"),
    "shared_birth": ("under 1 that share a birth with another death", "counted each"),
}


def of_births(births: pd.DataFrame, extent: Extent) -> Iterator[QualityLine]:
    """Faults of the births.

    Args:
        births: columns `area_code`, `year`, `live_births`, `malformed`.
        extent: the areas and years that are counted.
    """
    yield QualityLine("births", "rows", int(births["live_births"].sum()), "")
    malformed = int(births["malformed"].sum())
    yield QualityLine("births", "with a malformed date", malformed, _LEFT_OUT)
    undated = births["year"] == 0
    missing = int(births.loc[undated, "live_births"].sum()) - malformed
    yield QualityLine("births", "without a date of birth", missing, _LEFT_OUT)
    yield from _misplaced("births", births[~undated], "live_births", "year", extent)


def of_deaths(faults: Mapping[str, int], deaths: pd.DataFrame, extent: Extent) -> Iterator[QualityLine]:
    """Faults of the deaths, and how late they were registered.

    Args:
        faults: number of rows with each fault.
        deaths: columns `area_code`, `died`, `registered`, `infant_deaths`.
        extent: the areas and years that are counted.
    """
    yield QualityLine("deaths", "rows", faults["rows"], "")
    yield QualityLine("deaths", "under 1 year of age", int(deaths["infant_deaths"].sum()), "")
    for name, (what, consequence) in _FAULTS.items():
        if name in faults:
            yield QualityLine("deaths", what, faults[name], consequence)
    yield from _misplaced("deaths under 1", deaths, "infant_deaths", "died", extent)
    yield from _late(deaths)


def _misplaced(
    register: str, rows: pd.DataFrame, column: str, year: str, extent: Extent
) -> Iterator[QualityLine]:
    """Rows without an area, of other areas, and of other years; each row under the first that applies."""
    no_area = rows["area_code"] == ""
    elsewhere = ~no_area & ~rows["area_code"].isin(extent.areas)
    other_year = ~no_area & ~elsewhere & ~rows[year].isin(extent.years)
    when = "that occurred in other years" if year == "died" else "in other years"
    after = "counted only if registered in these" if year == "died" else _LEFT_OUT
    for found, what, consequence in (
        (no_area, "without an area of residence", _LEFT_OUT),
        (elsewhere, "of residents of other areas", _LEFT_OUT),
        (other_year, when, after),
    ):
        yield QualityLine(register, what, int(rows.loc[found, column].sum()), consequence)


def _late(deaths: pd.DataFrame) -> Iterator[QualityLine]:
    """Deaths by the number of years from the year of death to the year of registration."""
    dated = deaths[(deaths["registered"] > 0) & (deaths["registered"] >= deaths["died"])]
    lag = (dated["registered"] - dated["died"]).clip(upper=3)
    numbers = dated["infant_deaths"].groupby(lag).sum()
    words = ("in the year of death", "a year later", "two years later", "three or more years later")
    for years, when in enumerate(words):
        yield QualityLine("deaths under 1", f"registered {when}", int(numbers.get(years, 0)), _COUNTED)
