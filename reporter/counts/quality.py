"""Quality of the counts before anything is built from them: coverage, bases, late registrations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reporter.counts.table import KEYS, Counts
from reporter.publication.abolished import Abolished, abolished_before
from reporter.publication.areas import Areas
from reporter.publication.coverage import BasisYears, Completeness, CoverageKey, completeness, gaps, series
from reporter.publication.loading import Publication
from reporter.publication.periods import year_of

OCCURRING, REGISTERED = "occurring", "registered"

LAGS = (
    "registered in the year of death",
    "registered a year later",
    "registered two years later",
    "registered three or more years later",
)
"""Descriptions, in the source record of an import of registers, of how late deaths were registered."""


@dataclass(frozen=True)
class BothBases:
    """Events of one area and year, counted by occurrence and by registration."""

    year: int
    occurring: int
    registered: int

    @property
    def difference(self) -> float | None:
        """`registered / occurring - 1`; None where no event occurred."""
        return self.registered / self.occurring - 1 if self.occurring else None


@dataclass(frozen=True)
class LateRegistrations:
    """Deaths by lateness of registration, and the expected share of late ones in the latest year.

    Attributes:
        lags: deaths registered 0, 1, 2, and 3 or more calendar years after the death.
        year: the latest year of occurrence; None where the date of extraction is unknown or in that year.
        missing: least and greatest share of that year's deaths not yet registered at the extraction,
            estimated from the lags of all years. Both are too low, because the latest of those years had less
            time.
    """

    lags: tuple[int, ...]
    year: int | None
    missing: tuple[float, float] | None


@dataclass(frozen=True)
class DataQuality:
    """The figures on data quality that `reporter check` prints.

    Attributes:
        completeness: by basis, level (largest first) and years.
        series: the bases, in the order of their first year.
        missing: years between the first and the last for which no basis has counts.
        both_bases: years of the comparator that have counts on both bases, for the headline indicator.
        late: late registrations; None where the source record does not count them.
        looked_at: how many counts were tested for plausibility: one an indicator, area, year and basis.
        acknowledged: how many implausible counts the producer has acknowledged.
        abolished: codes of areas that were abolished before the release.
    """

    completeness: tuple[Completeness, ...]
    series: tuple[BasisYears, ...]
    missing: tuple[int, ...]
    both_bases: tuple[BothBases, ...]
    late: LateRegistrations | None
    looked_at: int
    acknowledged: int
    abolished: tuple[Abolished, ...] = ()


def data_quality(
    publication: Publication, areas: Areas, counts: Counts, record: Mapping[str, Any]
) -> DataQuality:
    """Data quality of the counts of a publication.

    Args:
        publication: settings and indicators.
        areas: the areas.
        counts: complete counts.
        record: the source record beside the counts file; empty where there is none.
    """
    settings = publication.settings
    keys: list[CoverageKey] = list(counts.table[list(KEYS)].itertuples(index=False, name=None))
    levels = [level.area_type for level in reversed(settings.levels)]
    headline = publication.headline.numerator
    rows = counts.by_key()
    events = {
        (year, basis): headline.of(row)
        for (area, year, basis), row in rows.items()
        if area == settings.comparator
        and counts.at_source.get((area, year, basis), {}).keys().isdisjoint(headline.columns)
    }
    # A count alone has no denominator, and a standardised rate is not compared by its crude one.
    crude = [each for each in publication.indicators if not each.standardisation]
    looked_at = sum(
        indicator.denominator.of(row) > 0
        for indicator in crude
        for row, known in zip(
            rows.values(),
            counts.are_known(indicator.numerator) & counts.are_known(indicator.denominator),
            strict=True,
        )
        if known
    )
    return DataQuality(
        tuple(completeness(areas, levels, keys, settings.periods)),
        tuple(series(keys)),
        gaps(tuple(series(keys))),
        tuple(both_bases(events)),
        late_registrations(record, [year for _, year, basis in keys if basis == OCCURRING]),
        looked_at,
        len(settings.checks.acknowledged),
        abolished_before(areas.areas, settings.release.local_time.date()),
    )


def both_bases(events: Mapping[tuple[int, str], int]) -> Iterator[BothBases]:
    """The years with events on both bases.

    Args:
        events: events of one area by year and basis.
    """
    for year in sorted({year for year, _ in events}):
        if (year, OCCURRING) in events and (year, REGISTERED) in events:
            yield BothBases(year, events[year, OCCURRING], events[year, REGISTERED])


def late_registrations(record: Mapping[str, Any], occurring: Iterable[int]) -> LateRegistrations | None:
    """Late registrations in the source record of an import of registers; None where it does not count them.

    At an extraction in year y + k, all deaths of year y that will be registered more than k calendar years
    later are missing, and those of k years later that will be registered after that day. So the missing share
    lies between the share registered after more than k years and the share registered after k or more.

    Args:
        record: the source record; that of grouped counts contains the one of the counts they were made from.
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
    elapsed = dt.date.fromisoformat(extracted).year - year_of(latest) if extracted and latest else 0
    if latest is None or elapsed < 1:
        return LateRegistrations(lags, None, None)
    after = sum(lags[elapsed + 1 :]) / sum(lags)
    return LateRegistrations(lags, latest, (after, sum(lags[min(elapsed, len(lags) - 1) :]) / sum(lags)))
