"""Quality of the counts before anything is made of them: what is there, on which basis, and what is to come.

Takes plain keys and numbers, so that the same figures can be worked out from counts, for the producer, and
from released cells, for readers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reporter.areas import Areas
from reporter.counts import KEYS, Counts
from reporter.publication import Publication

Key = tuple[str, int, str]
"""Area code, year and basis."""

OCCURRING, REGISTERED = "occurring", "registered"

LAGS = (
    "registered in the year of death",
    "registered a year later",
    "registered two years later",
    "registered three or more years later",
)
"""How an import of registers says, in its source record, when deaths were registered."""


@dataclass(frozen=True)
class Completeness:
    """Years of one basis in which the same areas of a level have counts.

    Attributes:
        area_type: the level.
        basis: the basis.
        years: the years, in order.
        areas: how many areas the level has.
        absent: codes of those without counts.
    """

    area_type: str
    basis: str
    years: tuple[int, ...]
    areas: int
    absent: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """The years of one basis.

    Attributes:
        basis: the basis.
        years: the years with counts, in order.
    """

    basis: str
    years: tuple[int, ...]


@dataclass(frozen=True)
class BothBases:
    """Events of one area and year, counted by occurrence and by registration."""

    year: int
    occurring: int
    registered: int

    @property
    def difference(self) -> float | None:
        """Registered over occurring events, as a share of the occurring; None where none occurred."""
        return self.registered / self.occurring - 1 if self.occurring else None


@dataclass(frozen=True)
class LateRegistrations:
    """How late deaths were registered, and what is to be expected for the latest year.

    Attributes:
        lags: deaths by how many calendar years after the death they were registered, the last 3 or more.
        year: the latest year of occurrence; None where the date of extract is not known or in that year.
        missing: least and greatest share of that year's deaths not yet registered at the extract, taking the
            lags of all years for its own. The latest of those years had less time, so that both are too low.
    """

    lags: tuple[int, ...]
    year: int | None
    missing: tuple[float, float] | None


@dataclass(frozen=True)
class DataQuality:
    """Everything that `reporter check` says of the counts.

    Attributes:
        completeness: by basis, level (largest first) and years.
        series: the bases, by their first year.
        missing: years between the first and the last that no basis has.
        both_bases: years of the comparator that are known on both bases, for the headline indicator.
        late: late registrations, where the source record tells of them.
        looked_at: how many counts were examined for plausibility: one an indicator, area, year and basis.
        acknowledged: how many of these looked implausible and were acknowledged by the producer.
    """

    completeness: tuple[Completeness, ...]
    series: tuple[Series, ...]
    missing: tuple[int, ...]
    both_bases: tuple[BothBases, ...]
    late: LateRegistrations | None
    looked_at: int
    acknowledged: int


def data_quality(
    publication: Publication, areas: Areas, counts: Counts, record: Mapping[str, Any]
) -> DataQuality:
    """Examine the counts of a publication.

    Args:
        publication: its settings and indicators.
        areas: its areas.
        counts: its counts, complete.
        record: the source record beside the counts file; empty where there is none.
    """
    settings = publication.settings
    keys: list[Key] = list(counts.table[list(KEYS)].itertuples(index=False, name=None))
    levels = [level.area_type for level in reversed(settings.levels)]
    headline = publication.headline.numerator
    rows = counts.by_key()
    events = {
        (year, basis): headline.of(row)
        for (area, year, basis), row in rows.items()
        if area == settings.comparator
    }
    looked_at = sum(
        indicator.denominator.of(row) > 0 for indicator in publication.indicators for row in rows.values()
    )
    return DataQuality(
        tuple(completeness(areas, levels, keys)),
        tuple(series(keys)),
        gaps(tuple(series(keys))),
        tuple(both_bases(events)),
        late_registrations(record, [year for _, year, basis in keys if basis == OCCURRING]),
        looked_at,
        len(settings.checks.acknowledged),
    )


def completeness(areas: Areas, levels: Sequence[str], keys: Iterable[Key]) -> Iterator[Completeness]:
    """Which areas of each level have counts, years alike together.

    Args:
        areas: all areas.
        levels: area types, in the order wanted.
        keys: area, year and basis of everything that is there.
    """
    present: dict[str, dict[int, set[str]]] = {}
    for area, year, basis in keys:
        present.setdefault(basis, {}).setdefault(year, set()).add(area)
    for basis, by_year in sorted(present.items(), key=lambda each: min(each[1])):
        for level in levels:
            codes = [area.code for area in areas.of_type(level)]
            alike: dict[tuple[str, ...], list[int]] = {}
            for year, found in sorted(by_year.items()):
                alike.setdefault(tuple(code for code in codes if code not in found), []).append(year)
            for absent, years in alike.items():
                yield Completeness(level, basis, tuple(years), len(codes), absent)


def series(keys: Iterable[Key]) -> Iterator[Series]:
    """The years of each basis, the earliest first; between two of them a trend breaks."""
    found: dict[str, set[int]] = {}
    for _, year, basis in keys:
        found.setdefault(basis, set()).add(year)
    for basis, years in sorted(found.items(), key=lambda each: (min(each[1]), each[0])):
        yield Series(basis, tuple(sorted(years)))


def gaps(found: Iterable[Series]) -> tuple[int, ...]:
    """The years between the first and the last that no basis has counts of."""
    years = {year for each in found for year in each.years}
    return tuple(year for year in range(min(years), max(years)) if year not in years) if years else ()


def both_bases(events: Mapping[tuple[int, str], int]) -> Iterator[BothBases]:
    """The years that are known on both bases.

    Args:
        events: events of one area by year and basis.
    """
    for year in sorted({year for year, _ in events}):
        if (year, OCCURRING) in events and (year, REGISTERED) in events:
            yield BothBases(year, events[year, OCCURRING], events[year, REGISTERED])


def late_registrations(record: Mapping[str, Any], occurring: Iterable[int]) -> LateRegistrations | None:
    """Late registrations by the source record of an import of registers; None where it tells of none.

    At an extract in year y + k, the deaths of year y that are registered more than k calendar years later are
    still to come, and of those registered k years later the ones after that day. So the share still to come
    lies between that registered after more than k years and that after k or more.

    Args:
        record: the record; that of grouped counts holds the one they were made from.
        occurring: the years with deaths by occurrence.
    """
    origin: Any = record
    while isinstance(origin, Mapping) and "quality" not in origin:
        origin = (origin.get("made_from") or {}).get("record")
    if not isinstance(origin, Mapping):
        return None
    numbers = {line.get("what"): line.get("number") for line in origin["quality"]}
    lags = tuple(int(numbers.get(what) or 0) for what in LAGS)
    if not sum(lags):
        return None
    latest, extracted = max(occurring, default=None), origin.get("extracted")
    elapsed = dt.date.fromisoformat(extracted).year - latest if extracted and latest else 0
    if latest is None or elapsed < 1:
        return LateRegistrations(lags, None, None)
    after = sum(lags[elapsed + 1 :]) / sum(lags)
    return LateRegistrations(lags, latest, (after, sum(lags[min(elapsed, len(lags) - 1) :]) / sum(lags)))
