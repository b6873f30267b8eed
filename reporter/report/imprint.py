"""What every page of an edition carries: titles, producer, release, levels, indicator records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reporter import __version__
from reporter.areas import Areas
from reporter.indicator import Indicator
from reporter.publication import Publication
from reporter.report.names import short_names
from reporter.report.numbers import decimal, whole


def imprint(publication: Publication, areas: Areas, *, pre_release: bool) -> dict[str, Any]:
    """The part of a page's context that is the same on every page.

    Args:
        publication: settings and indicators.
        areas: the areas.
        pre_release: whether the page is made for eyes before the release time, and says so.
    """
    settings = publication.settings
    return {
        "publication": settings.publication.model_dump(mode="json"),
        "producer": settings.producer.model_dump(mode="json"),
        "release": {
            **_time(settings.release.time),
            "designation": settings.release.designation,
            "next_release": settings.release.next_release,
        },
        "data": {
            "source": settings.data.source,
            "extracted": _date(settings.data.extracted),
            "notes": list(settings.data.notes),
        },
        "levels": {level.area_type: level.model_dump(mode="json") for level in settings.levels},
        "network": settings.network,
        "comparator": {"code": settings.comparator, "name": areas[settings.comparator].name},
        "indicators": [_record(indicator) for indicator in publication.indicators],
        "pre_release": pre_release,
        "version": __version__,
    }


def names(areas: Areas, area_types: Sequence[str]) -> dict[str, str]:
    """Short names of all areas of these types, by code."""
    found: dict[str, str] = {}
    for area_type in area_types:
        members = areas.of_type(area_type)
        short = short_names([area.name for area in members])
        found |= {area.code: name for area, name in zip(members, short, strict=True)}
    return found


def _record(indicator: Indicator) -> dict[str, Any]:
    """An indicator's record, with the size of its population as readers see it."""
    record = indicator.model_dump(mode="json")
    population = indicator.expected_population
    if population is not None:
        record["expected_population"] |= {
            "eligible": whole(population.eligible),
            "population": whole(population.population),
            "percent": decimal(population.percent, 1),
            "per_10_000": whole(population.per_10_000),
        }
    return record


def _date(day: dt.date) -> dict[str, Any]:
    return {
        "iso": day.isoformat(),
        "day": day.day,
        "month": day.month,
        "year": day.year,
        "weekday": day.isoweekday(),
    }


def _time(moment: dt.datetime) -> dict[str, Any]:
    return {**_date(moment.date()), "iso": moment.isoformat(), "hour": moment.hour, "minute": moment.minute}
