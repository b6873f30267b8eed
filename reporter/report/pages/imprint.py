"""Context common to all pages: titles, producer, release, levels, indicator records."""

from __future__ import annotations

import datetime as dt
from typing import Any

from reporter import __version__
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator
from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.publication.settings import Settings
from reporter.report.words.catalogue import Words
from reporter.report.words.numbers import decimal, whole


def imprint(
    publication: Publication, areas: Areas, release_state: ReleaseState, words: Words
) -> dict[str, Any]:
    """The part of a page's context that is the same on every page.

    Args:
        publication: settings and indicators.
        areas: the areas.
        release_state: released or not, and the editions that this one supersedes.
        words: the words for the zone of its times.
    """
    settings = publication.settings
    return {
        "publication": settings.publication.model_dump(mode="json"),
        "producer": settings.producer.model_dump(mode="json"),
        "release": _release(settings, words),
        "corrections": _corrections(settings, release_state, words),
        "modified": settings.modified.isoformat(),
        "data": {
            "source": settings.data.source,
            "extracted": date(settings.data.extracted),
            "notes": list(settings.data.notes),
        },
        "levels": {level.area_type: level.model_dump(mode="json") for level in settings.levels},
        "network": settings.network,
        "comparator": {"code": settings.comparator, "name": areas[settings.comparator].name},
        "indicators": [_record(indicator) for indicator in publication.indicators],
        "status": release_state.status,
        "pre_release": release_state.is_pre_release,
        "version": __version__,
    }


def _record(indicator: Indicator) -> dict[str, Any]:
    """An indicator's record, with the numbers of its population as printed."""
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


def _release(settings: Settings, words: Words) -> dict[str, Any]:
    """The release; who approved an exception only where its time is one."""
    release = settings.release
    said = release.model_dump(mode="json", exclude={"time", "announced"})
    announced = None if release.announced is None else date(release.announced)
    approved_by = release.exception_approved_by if release.is_exception else None
    return {
        **said,
        **_moment(settings, release.local_time, words),
        "announced": announced,
        "exception_approved_by": approved_by,
    }


def _corrections(settings: Settings, release_state: ReleaseState, words: Words) -> list[dict[str, Any]]:
    """Corrections, the latest first, each with the time and folder of the edition it superseded."""
    times = [settings.release.local_time, *(each.time for each in settings.corrections)]
    said = [_moment(settings, time, words) for time in times]
    return [
        {
            **said[number],
            "number": number,
            "what": correction.what,
            "why": correction.why,
            "superseded": {**said[number - 1], "folder": release_state.superseded.get(number)},
        }
        for number, correction in reversed(list(enumerate(settings.corrections, start=1)))
    ]


def date(day: dt.date) -> dict[str, Any]:
    """Parts of a date, for templates to word."""
    return {
        "iso": day.isoformat(),
        "day": day.day,
        "month": day.month,
        "year": day.year,
        "weekday": day.isoweekday(),
    }


def _moment(settings: Settings, time: dt.datetime, words: Words) -> dict[str, Any]:
    """Parts of a time, for templates to word, and the words for its zone where it is named."""
    return {
        **date(time),
        "iso": time.isoformat(),
        "hour": time.hour,
        "minute": time.minute,
        "zone": words.zone(settings.named_zone, time),
    }
