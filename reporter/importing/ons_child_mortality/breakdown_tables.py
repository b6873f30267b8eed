"""The tables by deprivation, gestational age, ethnic group and sex, as categories of breakdowns."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from reporter.errors import Problem
from reporter.importing.ons_child_mortality.area_table import ENGLAND, EVERYWHERE, WALES
from reporter.importing.ons_child_mortality.tables import KINDS, YEARS, TableRow, WorkbookTable

UNLINKED = "unlinked-deaths"
"""Category of deaths for which no birth was found: it has no live births, and so no rate."""

TITLES = {
    "deprivation": "Deprivation of the area, in tenths from the most (1) to the least deprived (10)",
    "gestation": "Gestational age at birth, in completed weeks",
    "preterm": "Gestational age at birth, in the World Health Organization's groups of preterm birth",
    "ethnicity": "Ethnic group of the baby",
    "sex": "Sex of the baby",
}

_TOTALS = {"all", "total"}
# In the tables by gestation and ethnic group, England and Wales includes births and deaths of non-residents
# (note 30 of the workbook of 2020), so it equals the total of the table of areas.
_AREAS = {"England": ENGLAND, "Wales": WALES, "England and Wales": EVERYWHERE}
_CODES = {ENGLAND: ENGLAND, WALES: WALES, "K04000001, J99000001": EVERYWHERE}

_WEEKS = re.compile(r"(\d\d)( weeks)?")
_PRETERM: Mapping[str, str] = {
    "under-28": "Extremely preterm: under 28 weeks",
    "28-to-31": "Very preterm: 28 to 31 weeks",
    "32-to-36": "Moderate to late preterm: 32 to 36 weeks",
    "37-and-over": "Term and over: 37 weeks or more",
    "not-known": "Not known: not stated, or inconsistent with birthweight",
}


@dataclass(frozen=True)
class CategoryRow:
    """A row of a breakdown table: the figures of one category.

    Attributes:
        area: code of the area.
        year: the year, or the last of several counted together.
        first_year: the first of several years counted together; `year` for a single one.
        breakdown: id of the breakdown.
        category: id of the category; empty for the total of all.
        label: the category as published.
        row: the figures.
    """

    area: str
    year: int
    first_year: int
    breakdown: str
    category: str
    label: str
    row: TableRow


def category_rows(table: WorkbookTable) -> tuple[list[CategoryRow], list[Problem]]:
    """The rows of a breakdown table for England, for Wales and for both, and problems.

    Rows of other areas are left out: the table by sex also has Scotland and Northern Ireland, whose deaths
    are counted by registration.
    """
    area_of, slug = _area_of(table), _SLUGS[table.kind]
    if area_of is None:
        message = "neither title nor subtitle say which country the table is of"
        expected = f"one of {', '.join(_AREAS)}"
        return [], [table.sheet.cell(0, 0).problem(message, expected)]
    rows = []
    for row in table.rows:
        area, label = area_of(row), row.keys[_LABELS[table.kind]]
        if area is not None:
            category = "" if label.lower() in _TOTALS else slug(label)
            first, last = _years(table, row)
            rows.append(CategoryRow(area, last, first, _BREAKDOWNS[table.kind], category, label, row))
    return rows, []


def _years(table: WorkbookTable, row: TableRow) -> tuple[int, int]:
    """The first and last year of a row."""
    named = row.keys["year"] if table.kind == "deprivation" else row.keys.get(YEARS, str(table.year))
    first, _, last = named.partition("-")
    return int(first), int(last or first)


def preterm(category: str) -> str | None:
    """The preterm birth group of a category of gestational age; None for unlinked deaths."""
    if category == UNLINKED:
        return None
    found = re.fullmatch(r"(under-)?(\d\d)(-and-over)?", category)
    if found is None:
        return "not-known"
    week = int(found[2])
    limits = {28: "under-28", 32: "28-to-31", 37: "32-to-36"}
    return next((group for limit, group in limits.items() if week < limit), "37-and-over")


def preterm_labels() -> Mapping[str, str]:
    """Titles of the preterm birth groups by id, in order."""
    return _PRETERM


def _area_of(table: WorkbookTable) -> Callable[[TableRow], str | None] | None:
    """A function from a row to its area code, or to None for other areas; None if the table names no area."""
    key = next(
        (key for key in ("country code", "area code") if table.rows and key in table.rows[0].keys), None
    )
    if key is not None:
        return lambda row: _CODES.get(row.keys[key])
    named = next((_AREAS[text] for text in _countries_named(table) if text in _AREAS), None)
    return None if named is None else lambda row: named


def _countries_named(table: WorkbookTable) -> Iterator[str]:
    if found := re.search(r"\bin (England and Wales|England|Wales)\b", table.title):
        yield found[1]
    yield from table.subtitles


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def _weeks(label: str) -> str:
    text = label.lower()
    if text.startswith("under 22 weeks"):
        return "under-22"
    if text.startswith("42") and "over" in text:
        return "42-and-over"
    if "inconsistent with birthweight" in text:
        return "inconsistent"
    if text.endswith("not stated"):
        return "not-stated"
    found = _WEEKS.fullmatch(text)
    return found[1] if found else _slug(label)


def _decile(label: str) -> str:
    found = re.match(r"\d+", label)
    return found[0] if found else _slug(label)


_BREAKDOWNS = {kind: kind.removesuffix(" by year") for kind in KINDS}
_LABELS = {
    "deprivation": "imd",
    "gestation": "gestational age (weeks)",
    "gestation by year": "gestational age (weeks)",
    "ethnicity": "ethnic group",
    "sex": "sex",
}
_SLUGS: Mapping[str, Callable[[str], str]] = {
    "deprivation": _decile,
    "gestation": _weeks,
    "gestation by year": _weeks,
    "ethnicity": _slug,
    "sex": _slug,
}
