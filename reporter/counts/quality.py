"""Quality of the counts before anything is made of them: coverage, bases, late registrations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reporter.counts.table import KEYS, Counts
from reporter.publication.areas import Areas
from reporter.publication.coverage import Completeness, Key, Series, completeness, gaps, series
from reporter.publication.loading import Publication

OCCURRING, REGISTERED = "occurring", "registered"

LAGS = (
    "registered in the year of death",
    "registered a year later",
    "registered two years later",
    "registered three or more years later",
)
"""How an import of registers says, in its source record, when deaths were registered."""


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
