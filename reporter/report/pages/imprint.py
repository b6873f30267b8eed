"""Context common to all pages: titles, producer, release, levels, indicator records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reporter import __version__
from reporter.publication.areas import Areas
from reporter.publication.indicator import Indicator, Record
from reporter.publication.loading import Publication
from reporter.publication.release import Release, ReleaseState
from reporter.publication.settings import Level, Settings
from reporter.report.marks.text import area_name, marked, own_words
from reporter.report.words.names import short_names
from reporter.report.words.numbers import decimal, whole


def imprint(publication: Publication, areas: Areas, release_state: ReleaseState) -> dict[str, Any]:
    """The part of a page's context that is the same on every page.

    Args:
        publication: settings and indicators.
        areas: the areas.
        release_state: released or not, and the editions that this one supersedes.
    """
    settings = publication.settings
    return {
        "publication": _publication(settings),
        "producer": _own(settings.producer),
        "release": _release(settings.release),
        "corrections": _corrections(settings, release_state),
        "modified": max([settings.release.time, *(each.time for each in settings.corrections)]).isoformat(),
        "data": {
            "source": own_words(settings.data.source),
            "extracted": _date(settings.data.extracted),
            "notes": [own_words(note) for note in settings.data.notes],
        },
        "levels": {level.area_type: _level(level) for level in settings.levels},
        "network": settings.network,
        "comparator": {
            "code": settings.comparator,
            "name": area_name(settings.comparator, areas[settings.comparator].name),
        },
        "indicators": [_record(indicator) for indicator in publication.indicators],
        "status": release_state.status,
        "pre_release": release_state.is_pre_release,
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


def _publication(settings: Settings) -> dict[str, Any]:
    """Identity of the publication, its title and edition marked as names."""
    about = settings.publication.model_dump(mode="json")
    names = {name: marked(about[name], "name", f"publication/{name}") for name in ("title", "edition")}
    return {**about, **names, "summary": own_words(about["summary"])}


def _own(record: Record) -> dict[str, Any]:
    """A record whose texts are all the producer's own words."""
    said = record.model_dump(mode="json")
    return {name: own_words(text) if isinstance(text, str) else text for name, text in said.items()}


def _level(level: Level) -> dict[str, Any]:
    """A level, its words marked as names."""
    address = f"levels/{level.area_type}"
    return {
        **level.model_dump(mode="json"),
        "singular": marked(level.singular, "name", address),
        "plural": marked(level.plural, "name", address),
    }


def _record(indicator: Indicator) -> dict[str, Any]:
    """An indicator's record, its names marked, with the numbers of its population as printed."""
    record = indicator.model_dump(mode="json")
    address = f"indicators/{indicator.id}"
    record["title"] = marked(indicator.title, "name", address)
    record["words"] = {name: marked(text, "name", address) for name, text in record["words"].items()}
    population = indicator.expected_population
    if population is not None:
        record["expected_population"] |= {
            "eligible": whole(population.eligible),
            "population": whole(population.population),
            "percent": decimal(population.percent, 1),
            "per_10_000": whole(population.per_10_000),
        }
    return record


def _release(release: Release) -> dict[str, Any]:
    """The release, at London time."""
    said = release.model_dump(mode="json", exclude={"time", "announced"})
    for field in ("reviewed", "development", "exception_approved_by", "lead_statistician", "next_release"):
        said[field] = own_words(said[field])
    announced = None if release.announced is None else _date(release.announced)
    return {**said, **moment(release.local_time), "announced": announced}


def _corrections(settings: Settings, release_state: ReleaseState) -> list[dict[str, Any]]:
    """Corrections, the latest first, each with the time and folder of the edition it superseded."""
    times = [settings.release.local_time, *(each.local_time for each in settings.corrections)]
    return [
        {
            **moment(correction.local_time),
            "number": number,
            "what": own_words(correction.what),
            "why": own_words(correction.why),
            "superseded": {**moment(times[number - 1]), "folder": release_state.superseded.get(number)},
        }
        for number, correction in reversed(list(enumerate(settings.corrections, start=1)))
    ]


def _date(day: dt.date) -> dict[str, Any]:
    return {
        "iso": day.isoformat(),
        "day": day.day,
        "month": day.month,
        "year": day.year,
        "weekday": day.isoweekday(),
    }


def moment(time: dt.datetime) -> dict[str, Any]:
    """Parts of a time, for templates to word."""
    return {**_date(time.date()), "iso": time.isoformat(), "hour": time.hour, "minute": time.minute}
