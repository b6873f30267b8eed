"""Context common to all pages: titles, producer, release, levels, indicator records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TypeVar

from reporter import __version__
from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import ExpectedPopulation, Indicator, Record
from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.publication.settings import About, Data, Level, Settings
from reporter.report.contexts.imprint import (
    CorrectionInPrint,
    DataInPrint,
    Day,
    Imprint,
    IndicatorInPrint,
    Moment,
    Place,
    PopulationInPrint,
    ReleaseInPrint,
    Superseded,
)
from reporter.report.fields import fields_of
from reporter.report.marks.text import area_name, marked, own_words
from reporter.report.words.catalogue import Words
from reporter.report.words.numbers import decimal, whole


def imprint(publication: Publication, areas: Areas, release_state: ReleaseState, words: Words) -> Imprint:
    """The part of a page's context that is the same on every page.

    Args:
        publication: settings and indicators.
        areas: the areas.
        release_state: released or not, and the editions that this one supersedes.
        words: the words for the zone of its times.
    """
    settings = publication.settings
    return Imprint(
        publication=_publication(settings.publication),
        producer=_own(settings.producer),
        release=_release(settings, words),
        corrections=_corrections(settings, release_state, words),
        modified=settings.modified.isoformat(),
        data=_data(settings.data),
        levels={level.area_type: _level(level) for level in settings.levels},
        network=settings.network,
        step=words.steps[publication.step_name],
        comparator=_place(areas[settings.comparator]),
        indicators=tuple(map(_record, publication.indicators)),
        status=release_state.status,
        pre_release=release_state.is_pre_release,
        version=__version__,
    )


R = TypeVar("R", bound=Record)


def _own(record: R, fixed: Collection[str] = ()) -> R:
    """A record whose texts, except some that are words of the program, are marked as the producer's own."""
    texts = {name: own_words(said) for name, said in record if isinstance(said, str) and name not in fixed}
    return record.model_copy(update=texts)


def _publication(about: About) -> About:
    """Identity of the publication, its title and edition marked as names."""
    names = {"title": about.title, "edition": about.edition}
    marks = {name: marked(text, "name", f"publication/{name}") for name, text in names.items()}
    return about.model_copy(update={**marks, "summary": own_words(about.summary)})


def _data(data: Data) -> DataInPrint:
    """Source and notes, in the producer's own words."""
    notes = tuple(own_words(note) for note in data.notes)
    return DataInPrint(own_words(data.source), day(data.extracted), notes)


def _level(level: Level) -> Level:
    """A level, its words marked as names."""
    names = {"singular": level.singular, "plural": level.plural}
    address = f"levels/{level.area_type}"
    return level.model_copy(update={name: marked(text, "name", address) for name, text in names.items()})


def _place(area: Area) -> Place:
    """An area, its name marked."""
    return Place(area.code, area_name(area.code, area.name))


def _record(indicator: Indicator) -> IndicatorInPrint:
    """An indicator's record, its names marked, with the numbers of its population as printed."""
    population = indicator.expected_population
    in_print = None if population is None else _population(population)
    address = f"indicators/{indicator.id}"
    words = {name: marked(text, "name", address) for name, text in indicator.words}
    marks = {
        "title": marked(indicator.title, "name", address),
        "words": indicator.words.model_copy(update=words),
    }
    return IndicatorInPrint(
        **{**dict(indicator), **marks, "expected_population": in_print}, said_as=indicator.said_as
    )


def _population(population: ExpectedPopulation) -> PopulationInPrint:
    return PopulationInPrint(
        eligible=whole(population.eligible),
        population=whole(population.population),
        area=population.area,
        year=population.year,
        source=population.source,
        percent=decimal(population.percent, 1),
        per_10_000=whole(population.per_10_000),
    )


def _release(settings: Settings, words: Words) -> ReleaseInPrint:
    """The release; who approved an exception only where its time is one."""
    release = settings.release
    said = dict(_own(release, ("kind", "designation", "time_zone")))
    said["announced"] = None if release.announced is None else day(release.announced)
    if not release.is_exception:
        said["exception_approved_by"] = None
    for name in ("time", "time_zone"):
        del said[name]
    return ReleaseInPrint(**fields_of(_moment(settings, release.local_time, words)), **said)


def _corrections(
    settings: Settings, release_state: ReleaseState, words: Words
) -> tuple[CorrectionInPrint, ...]:
    """Corrections, the latest first, each with the time and folder of the edition it superseded."""
    times = [settings.release.local_time, *(each.time for each in settings.corrections)]
    said = [fields_of(_moment(settings, time, words)) for time in times]
    return tuple(
        CorrectionInPrint(
            **said[number],
            number=number,
            what=own_words(correction.what),
            why=own_words(correction.why),
            superseded=Superseded(**said[number - 1], folder=release_state.superseded.get(number)),
        )
        for number, correction in reversed(list(enumerate(settings.corrections, start=1)))
    )


def day(date: dt.date) -> Day:
    """Parts of a date, for templates to word."""
    return Day(date.isoformat(), date.day, date.month, date.year, date.isoweekday())


def _moment(settings: Settings, time: dt.datetime, words: Words) -> Moment:
    """Parts of a time, for templates to word, and the words for its zone where it is named."""
    zone = words.zone(settings.named_zone, time)
    return Moment(
        **{**fields_of(day(time)), "iso": time.isoformat()}, hour=time.hour, minute=time.minute, zone=zone
    )
