"""A publication: its settings with the indicator records that they name.

`load` reads `publication.toml` and the indicator records. Paths in the file are relative to its folder.
"""

from __future__ import annotations

import csv
import io
import os.path
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from reporter.errors import InputError, Problem
from reporter.machine.resources import templates_folder
from reporter.publication.bands import problems_of_bands
from reporter.publication.indicator import Indicator, repeated_ids
from reporter.publication.parts import problems_of_parts
from reporter.publication.periods import Calendar, StepName, form_of, period_of, window_number
from reporter.publication.revisions import out_of_order
from reporter.publication.settings import Settings
from reporter.publication.show import Show
from reporter.publication.units import mixed
from reporter.records.text_files import read_text
from reporter.records.toml_lines import KeyPath
from reporter.records.toml_records import Reading, read_record

INPUT_FILES = ("counts", "areas", "breakdowns", "tiles")
"""Keys of [data] with the path of one file."""


@dataclass(frozen=True)
class Publication:
    """Settings with their indicator records, and the file that they were read from."""

    file: Path
    settings: Settings
    indicators: tuple[Indicator, ...]

    @property
    def headline(self) -> Indicator:
        """The headline indicator: the first."""
        return self.indicators[0]

    @property
    def main_block(self) -> Show:
        """The block of the main period: the first that shows the headline indicator of everyone.

        One with the networks is preferred to others, and of these one with the comparator's level too,
        which is the largest.
        """
        settings = self.settings
        wanted = settings.network, settings.levels[-1].area_type

        def shown(block: Show) -> tuple[bool, ...]:
            return is_shown(self.headline.id, block), *(level in block.levels for level in wanted)

        return max(settings.show, key=shown)

    @property
    def step_name(self) -> StepName:
        """What a single period of the main block is called."""
        block = self.main_block
        return "window" if block.is_of_windows else self.settings.periods.step_name(block.first)

    @property
    def templates(self) -> tuple[Path, ...]:
        """Folders of templates: `templates` beside the settings file, then the shipped one."""
        return self.file.parent / "templates", templates_folder()

    @property
    def input_files(self) -> tuple[Path, ...]:
        """The settings file and every file that it names."""
        data = self.settings.data
        known = (table.file for table in self.settings.disclosure.known)
        tables = (file for file in known if not self.path(file).is_dir())
        named = (*(getattr(data, key) for key in INPUT_FILES), *data.indicators, *tables)
        return self.file, *(self.path(file) for file in named if file is not None)

    def path(self, relative: Path) -> Path:
        """Path of an input file, from its path in the settings file."""
        return self.file.parent / relative


@dataclass(frozen=True)
class Draft:
    """A publication as far as its files could be read.

    Attributes:
        publication: the publication; None where its settings or an indicator have any problem.
        counts: the counts file; None where it does not exist. Known even where other settings are wrong.
        areas: the areas file, likewise.
        breakdowns: the breakdowns file, likewise.
        indicators: the indicator records; None where any could not be read.
        calendar: the calendar of the periods; None where [periods] names none that there is.
        problems: all problems of settings and indicators.
        named: every file that [data] names, whether it exists or not.
    """

    publication: Publication | None
    counts: Path | None
    areas: Path | None
    breakdowns: Path | None
    indicators: tuple[Indicator, ...] | None
    calendar: Calendar | None
    problems: tuple[Problem, ...]
    named: tuple[Path, ...]


def load(file: Path) -> Publication:
    """Read a publication's settings and its indicator records.

    Raises:
        InputError: with every problem of all files.
    """
    draft = examine(file)
    if draft.publication is None:
        raise InputError(draft.problems)
    return draft.publication


def examine(file: Path) -> Draft:
    """Read a publication's settings and its indicator records as far as possible."""
    settings = read_record(file, Settings)
    named = _named_files(settings)
    files = {key: path if path and os.path.isfile(path) else None for key, path in named.items()}
    problems = [_not_there(settings, key, path) for key, path in named.items() if path and files[key] is None]
    paths = [path for key, path in files.items() if "indicators" in key]
    readings = [read_record(path, Indicator) for path in paths if path is not None]
    problems += [*settings.problems, *(problem for each in readings for problem in each.problems)]
    problems += [*repeated_ids(readings), *mixed(readings)]
    records = tuple(each.record for each in readings if each.record is not None)
    indicators = records if 0 < len(records) == len(paths) else None
    if settings.record is not None:
        problems += _contradictions(settings, settings.record, indicators)
    publication = None
    if settings.record is not None and indicators is not None and not problems:
        publication = Publication(file, _with_windows(settings.record, files["data", "counts"]), indicators)
        problems += _by_calendar_year(publication, readings)
    counts, areas, breakdowns = (files.get(("data", key)) for key in INPUT_FILES[:3])
    there = tuple(path for path in named.values() if path)
    return Draft(
        publication if not problems else None,
        counts,
        areas,
        breakdowns,
        indicators,
        _calendar(settings),
        tuple(problems),
        there,
    )


def _by_calendar_year(publication: Publication, readings: Sequence[Reading[Indicator]]) -> Iterator[Problem]:
    """Problems of targets and breaks, which name calendar years, where other periods are shown."""
    if publication.step_name != "year":
        name = publication.main_block.ends[1].label
        expected = f"none: its years are calendar years, and the periods shown are such as {name}"
        for reading in readings:
            for key in ("target", "breaks"):
                if reading.record is not None and getattr(reading.record, key):
                    yield reading.problem((key,), f"'{key}' is there", expected)


def _calendar(settings: Reading[Settings]) -> Calendar | None:
    """The calendar, also where other settings are wrong; None where it is wrong itself."""
    try:
        return Calendar.model_validate(settings.values.get("periods", {}))
    except ValidationError:
        return None


def _with_windows(settings: Settings, counts: Path | None) -> Settings:
    """The settings, whose blocks of windows know those that the counts file has on their basis."""
    if counts is None or not any(block.is_of_windows for block in settings.show):
        return settings
    periods = [found for each in _labels(counts) if (found := period_of(*each)) is not None]
    show = tuple(
        block.with_windows(window_number(each) for each in periods if each.basis == block.basis)
        for block in settings.show
    )
    return settings.model_copy(update={"show": show})


def _labels(counts: Path) -> set[tuple[str, str]]:
    """Every period of a counts file with its basis; none of a file that cannot be read.

    Read without the libraries for tables, which a process that renders pages does not load.
    """
    try:
        lines = csv.reader(io.StringIO(read_text(counts), newline=""))
        rows = [row for cells in lines if any(row := [" ".join(cell.split()) for cell in cells])]
        places = [rows[0].index(name) for name in ("period", "basis")]
    except (InputError, csv.Error, IndexError, ValueError):  # Reading the counts tells what is wrong.
        return set()
    whole = (row for row in rows[1:] if len(row) == len(rows[0]))
    return {(row[places[0]], row[places[1]]) for row in whole}


def _named_files(settings: Reading[Settings]) -> dict[KeyPath, Path | None]:
    """Paths of the files that [data] names, by key, existing or not; None where the value is no text."""
    data = settings.values.get("data")
    section: dict[str, object] = data if isinstance(data, dict) else {}
    listed = section.get("indicators")
    named: dict[KeyPath, object] = {("data", key): section.get(key) for key in INPUT_FILES}
    for number, name in enumerate(listed if isinstance(listed, list) else ()):
        named["data", "indicators", number] = name
    folder = settings.file.parent
    return {key: folder / name if isinstance(name, str) else None for key, name in named.items()}


def _not_there(settings: Reading[Settings], key: KeyPath, path: Path) -> Problem:
    what = "is a folder" if os.path.isdir(path) else "does not exist"
    return settings.problem(key, f"{path} {what}", "a file, its path seen from this one")


def _contradictions(
    reading: Reading[Settings], settings: Settings, records: tuple[Indicator, ...] | None
) -> Iterator[Problem]:
    """Problems of keys whose values contradict each other or name something that does not exist.

    `records` is None where any indicator record could not be read.
    """
    types = [level.area_type for level in settings.levels]
    yield from _repeated(reading, ("levels",), "area_type", types)
    yield from _repeated(reading, ("breakdowns",), "id", [each.id for each in settings.breakdowns])
    yield from problems_of_parts(reading, settings.data.parts or {}, records)
    levels: dict[KeyPath, str] = {("network",): settings.network}
    for block, show in enumerate(settings.show):
        levels |= {("show", block, "levels", n): level for n, level in enumerate(show.levels)}
        yield from _unknown_names(reading, settings, block, show, records or ())
        yield from _other_periods(reading, settings.periods, block, show)
    for place, message, expected in out_of_order(settings.release.time, settings.corrections):
        yield reading.problem(("corrections", place, "time"), message, expected)
    revisions = settings.revisions
    folders: dict[KeyPath, Path] = {("earlier", n): each for n, each in enumerate(revisions.earlier)}
    if revisions.previous is not None:
        folders["previous",] = revisions.previous
    for key, named in folders.items():
        if not (reading.file.parent / named).is_dir():
            message = f"{reading.file.parent / named} is no folder"
            yield reading.problem(("revisions", *key), message, "the folder of an earlier edition")
    for key, level in levels.items():
        if level not in types:
            message = f"there is no '{level}' under [[levels]]"
            yield reading.problem(key, message, f"one of its area types: {', '.join(types)}")
    yield from problems_of_bands(reading, settings, records or ())
    for number, record in enumerate(records or ()):
        # Of the headline indicator, counts of everyone make the main period.
        of_everyone = number == 0
        if not any(is_shown(record.id, block, of_everyone=of_everyone) for block in settings.show):
            message = f"no block under [[show]] shows the indicator '{record.id}'"
            expected = "a block that shows it" + (", without breakdowns" if of_everyone else "")
            yield reading.problem(("data", "indicators", number), message, expected)


def _other_periods(
    reading: Reading[Settings], calendar: Calendar, block: int, show: Show
) -> Iterator[Problem]:
    """Problems of the first and last period of a block that are of another calendar."""
    for side, step in (("first", show.first), ("last", show.last)):
        if form_of(step) not in calendar.forms:
            key = f"{side}_year" if getattr(show, f"{side}_period") is None else f"{side}_period"
            message = f"'{key}' in [[show]] {block + 1} is {getattr(show, key)}"
            expected = f"{calendar.expected}, since calendar is '{calendar.calendar}' in [periods]"
            yield reading.problem(("show", block, key), message, expected)


def is_shown(indicator: str, block: Show, *, of_everyone: bool = True) -> bool:
    """Whether a block shows an indicator: its counts of everyone, or any."""
    return indicator in (block.indicators or (indicator,)) and not (of_everyone and block.breakdowns)


def _repeated(reading: Reading[Settings], section: KeyPath, key: str, names: list[str]) -> Iterator[Problem]:
    for number, name in enumerate(names):
        if name in names[:number]:
            message = f"'{name}' stands twice under [[{section[0]}]]"
            yield reading.problem((*section, number, key), message, f"each {key.replace('_', ' ')} once")


def _unknown_names(
    reading: Reading[Settings], settings: Settings, block: int, show: Show, records: tuple[Indicator, ...]
) -> Iterator[Problem]:
    ids = [record.id for record in records]
    known = [each.id for each in settings.breakdowns]
    for number, name in enumerate(show.indicators):
        if ids and name not in ids:
            place: KeyPath = ("show", block, "indicators", number)
            yield reading.problem(place, f"no indicator has the id '{name}'", f"one of {', '.join(ids)}")
    for number, name in enumerate(show.breakdowns):
        if name not in known:
            place = ("show", block, "breakdowns", number)
            expected = f"one of {', '.join(known)}" if known else "a section [[breakdowns]] with this id"
            yield reading.problem(place, f"no breakdown has the id '{name}'", expected)
    if show.breakdowns and settings.data.breakdowns is None:
        message = "breakdowns are shown, and [data] names no file of them"
        yield reading.problem(("show", block, "breakdowns"), message, "the file as 'breakdowns' in [data]")
