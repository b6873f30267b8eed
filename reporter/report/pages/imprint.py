"""Context common to all pages: titles, producer, release, levels, indicator records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TypeVar

from reporter import __version__
from reporter.publication.areas import Area, Areas
from reporter.publication.indicator import ExpectedPopulation, Indicator, IndicatorWords, Record
from reporter.publication.loading import Publication
from reporter.publication.release import Release, ReleaseState
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
from reporter.report.words.names import short_names
from reporter.report.words.numbers import decimal, whole


def imprint(publication: Publication, areas: Areas, release_state: ReleaseState) -> Imprint:
    """The part of a page's context that is the same on every page.

    Args:
        publication: settings and indicators.
        areas: the areas.
        release_state: released or not, and the editions that this one supersedes.
    """
    settings = publication.settings
    return Imprint(
        publication=_publication(settings.publication),
        producer=_own(settings.producer),
        release=_release(settings.release),
        corrections=_corrections(settings, release_state),
        modified=max([settings.release.time, *(each.time for each in settings.corrections)]).isoformat(),
        data=_data(settings.data),
        levels={level.area_type: _level(level) for level in settings.levels},
        network=settings.network,
        comparator=_place(areas[settings.comparator]),
        indicators=tuple(map(_record, publication.indicators)),
        status=release_state.status,
        pre_release=release_state.is_pre_release,
        version=__version__,
    )


def names(areas: Areas, area_types: Sequence[str]) -> dict[str, str]:
    """Short names of all areas of these types, by code."""
    found: dict[str, str] = {}
    for area_type in area_types:
        members = areas.of_type(area_type)
        short = short_names([area.name for area in members])
        found |= {area.code: name for area, name in zip(members, short, strict=True)}
    return found


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
    return DataInPrint(own_words(data.source), _day(data.extracted), notes)


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
    marks = {"title": marked(indicator.title, "name", address), "words": IndicatorWords(**words)}
    return IndicatorInPrint(**{**dict(indicator), **marks, "expected_population": in_print})


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


def _release(release: Release) -> ReleaseInPrint:
    """The release, at London time."""
    said = {name: value for name, value in _own(release, ("kind", "designation")) if name != "time"}
    announced = None if release.announced is None else _day(release.announced)
    return ReleaseInPrint(**{**fields_of(moment(release.local_time)), **said, "announced": announced})


def _corrections(settings: Settings, release_state: ReleaseState) -> tuple[CorrectionInPrint, ...]:
    """Corrections, the latest first, each with the time and folder of the edition it superseded."""
    times = [settings.release.local_time, *(each.local_time for each in settings.corrections)]
    return tuple(
        CorrectionInPrint(
            **fields_of(moment(correction.local_time)),
            number=number,
            what=own_words(correction.what),
            why=own_words(correction.why),
            superseded=Superseded(
                **fields_of(moment(times[number - 1])), folder=release_state.superseded.get(number)
            ),
        )
        for number, correction in reversed(list(enumerate(settings.corrections, start=1)))
    )


def _day(day: dt.date) -> Day:
    return Day(day.isoformat(), day.day, day.month, day.year, day.isoweekday())


def moment(time: dt.datetime) -> Moment:
    """Parts of a time, for templates to word."""
    return Moment(
        time.isoformat(), time.day, time.month, time.year, time.isoweekday(), time.hour, time.minute
    )
