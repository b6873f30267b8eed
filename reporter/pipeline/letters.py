"""Letters of printed texts that the publication's fonts lack.

PDFs are set in these fonts alone: a letter taken from a font of the machine is another on another machine.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple
from unicodedata import name as name_of

from pydantic import BaseModel

from reporter.comparison.manifest import MANIFEST
from reporter.comparison.published import PublishedEdition
from reporter.errors import InputError, Problem
from reporter.publication.areas import Areas
from reporter.publication.free_text import filled, with_texts
from reporter.publication.loading import Publication
from reporter.publication.source_record import source_file, statements
from reporter.records.csv_file import read_csv
from reporter.records.text_files import read_text, unseen
from reporter.records.toml_lines import KeyPath, nearest_line
from reporter.records.toml_records import lines_of_file, parsed
from reporter.report.charts.lettering import SHAPED, Lettering
from reporter.report.charts.typeface import TYPEFACE, lettering
from reporter.report.templates import AFTER
from reporter.report.words.catalogue import FILE as WORDS

_EXPECTED = f"letters of the fonts, or fonts with these letters named in templates/{AFTER}/{TYPEFACE}"
_ON_CHARTS = (
    "letters that run from left to right and stand alone on charts; areas may have them as short_name"
)
_NOT_PRINTED = frozenset(
    {"area_type", "network", "comparator", "profile", "acknowledged", "acknowledged_leaks", "time_zone"}
)
"""Keys of texts that only name something for the program."""
_DRAWN = frozenset({"basis", "categories"})
"""Keys of texts that stand on charts; of an indicator also its title and its words."""
_LONGEST = 60


class _Printed(NamedTuple):
    """A text that pages print, with its place; `forms`: as it is printed, `drawn`: whether on charts."""

    file: Path
    line: int
    text: str
    forms: str
    drawn: bool


def missing_letters(
    publication: Publication, areas: Areas, previous: Iterable[PublishedEdition]
) -> Iterator[Problem]:
    """A problem for each printed text with letters that PDFs cannot have.

    Args:
        publication: settings and indicators, their files read without a problem.
        areas: the areas.
        previous: earlier editions, whose titles are printed.
    """
    letters = lettering(publication.templates)
    for printed in (
        *_of_areas(publication, areas),
        *_of_settings(publication),
        *_of_others(publication, previous),
    ):
        yield from _problems(printed, letters)


def _problems(printed: _Printed, letters: Lettering) -> Iterator[Problem]:
    file, line, text, forms, drawn = printed
    said = f"“{text if len(text) <= _LONGEST else f'{text[: _LONGEST - 1]}…'}”"
    if found := unseen(text):
        yield Problem(str(file), line, f"{said} holds {found}", "text")
    if missing := letters.missing(forms):
        message = f"{said} needs {_named(missing)}, which the fonts of PDFs do not have"
        yield Problem(str(file), line, message, _EXPECTED)
    elif drawn and (shaped := sorted(set(SHAPED.findall(text)))):
        message = f"{said} has {_named(shaped)}, which charts of PDFs cannot set"
        yield Problem(str(file), line, message, _ON_CHARTS)


def _named(letters: Iterable[str]) -> str:
    return ", ".join(f"{each} (U+{ord(each):04X} {name_of(each, 'without a name')})" for each in letters)


def _of_areas(publication: Publication, areas: Areas) -> Iterator[_Printed]:
    """Names of areas and labels of tiles, with their lines."""
    data, comparator = publication.settings.data, publication.settings.comparator
    file = publication.path(data.areas)
    for line, row in _rows(file):
        area = areas[row["area_code"]]
        for name in filter(None, (area.name, area.short_name)):
            drawn = name == (area.short_name or area.name) or area.code == comparator
            yield _Printed(file, line, name, name + name[:1].upper(), drawn)
    if data.tiles is not None:
        file = publication.path(data.tiles)
        for line, row in _rows(file):
            yield _Printed(file, line, row["label"], row["label"], drawn=True)


def _rows(file: Path) -> Iterator[tuple[int, dict[Hashable, str]]]:
    table, _ = read_csv(file, {})
    if table is not None:
        yield from zip(table.lines.tolist(), table.cells.to_dict("records"), strict=True)


def _of_settings(publication: Publication) -> Iterator[_Printed]:
    """Texts of the settings, without figures, and of the indicators."""
    settings = with_texts(publication.settings, lambda text: filled(text, lambda _: "0"))
    yield from _of_record(publication.file, settings, _DRAWN)
    files = map(publication.path, publication.settings.data.indicators)
    for file, indicator in zip(files, publication.indicators, strict=True):
        yield from _of_record(file, indicator, _DRAWN | {"title", "words"})


def _of_record(file: Path, record: object, drawn: frozenset[str]) -> Iterator[_Printed]:
    lines = lines_of_file(file)
    for path, text in _texts(record):
        # Titles stand within sentences too.
        forms = text + text[:1].upper() + (text.lower() if path[-1] in ("title", "basis") else "")
        yield _Printed(file, nearest_line(lines, path), text, forms, not drawn.isdisjoint(path))


def _texts(value: object, path: KeyPath = ()) -> Iterator[tuple[KeyPath, str]]:
    """The texts of a record that are printed, each with its key path."""
    if isinstance(value, str):
        # Levels that are texts, not records, are area types.
        if _NOT_PRINTED.isdisjoint(path) and path[-2:-1] != ("levels",):
            yield path, value
    elif isinstance(value, BaseModel | dict):
        for key, each in value.items() if isinstance(value, dict) else value:
            yield from _texts(each, (*path, key))
    elif isinstance(value, tuple | list):
        for number, each in enumerate(value):
            yield from _texts(each, (*path, number))


def _of_others(publication: Publication, previous: Iterable[PublishedEdition]) -> Iterator[_Printed]:
    """Words of own templates, sentences of the source record, titles of earlier editions."""
    own = publication.templates[0]
    for file in (own / WORDS, own / AFTER / WORDS):
        if file.is_file():
            with suppress(InputError):  # It is told of the catalogue.
                yield from _of_record(file, parsed(file, read_text(file)), frozenset())
    counts = publication.path(publication.settings.data.counts)
    for text in statements(counts):
        yield _Printed(source_file(counts), 0, text, text, drawn=False)
    for edition in previous:
        yield _Printed(edition.folder / MANIFEST, 0, edition.title, edition.title, drawn=False)
