"""Coverage of a table: the areas of each level and the years that it has, by basis.

Works on keys alone, so that it serves both counts, for the producer, and released cells, for readers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from reporter.publication.areas import Areas
from reporter.publication.periods import Calendar, ends_of
from reporter.publication.validity import existed

CoverageKey = tuple[str, int, str]
"""Area code, year and basis; the year is the number of a step or of a window (see `periods`)."""


@dataclass(frozen=True)
class Completeness:
    """Years of one basis in which the same areas of a level have counts.

    Attributes:
        area_type: the level.
        basis: the basis.
        years: the years, in order.
        areas: number of areas of the level that existed.
        absent: codes of those of them without counts.
    """

    area_type: str
    basis: str
    years: tuple[int, ...]
    areas: int
    absent: tuple[str, ...]


@dataclass(frozen=True)
class BasisYears:
    """The years of one basis.

    Attributes:
        basis: the basis.
        years: the years with counts, in order.
    """

    basis: str
    years: tuple[int, ...]


def completeness(
    areas: Areas, levels: Sequence[str], keys: Iterable[CoverageKey], calendar: Calendar
) -> Iterator[Completeness]:
    """Completeness of each basis and level; years with the same areas absent are put together.

    Args:
        areas: all areas.
        levels: area types, in the order of the result.
        keys: area code, year and basis of every row of the table.
        calendar: the calendar of the periods.
    """
    present: dict[str, dict[int, set[str]]] = {}
    for area, year, basis in keys:
        present.setdefault(basis, {}).setdefault(year, set()).add(area)
    for basis, by_year in sorted(present.items(), key=lambda each: min(each[1])):
        for level in levels:
            alike: dict[tuple[int, tuple[str, ...]], list[int]] = {}
            for year, found in sorted(by_year.items()):
                codes = [area.code for area in areas.of_type(level) if existed(area, year, calendar)]
                absent = tuple(code for code in codes if code not in found)
                alike.setdefault((len(codes), absent), []).append(year)
            for (number, absent), years in alike.items():
                yield Completeness(level, basis, tuple(years), number, absent)


def series(keys: Iterable[CoverageKey]) -> Iterator[BasisYears]:
    """The years of each basis, the basis with the earliest year first; a trend breaks between two bases."""
    found: dict[str, set[int]] = {}
    for _, year, basis in keys:
        found.setdefault(basis, set()).add(year)
    for basis, years in sorted(found.items(), key=lambda each: (min(each[1]), each[0])):
        yield BasisYears(basis, tuple(sorted(years)))


def gaps(found: Iterable[BasisYears]) -> tuple[int, ...]:
    """The years or other steps between the first and the last for which no basis has counts."""
    ends = [ends_of(number) for each in found for number in each.years]
    years = {year for first, last in ends for year in range(first, last + 1)}
    return tuple(year for year in range(min(years), max(years)) if year not in years) if years else ()
