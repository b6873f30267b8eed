"""All worksheets of an edition's workbook: cover, contents, notes, symbols, then the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from reporter.findings import Findings
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.release import ReleaseState
from reporter.report.tables.dictionary import Dictionary
from reporter.report.tables.model import Column, Table
from reporter.report.tables.workbook.data_sheets import data_sheets
from reporter.report.tables.workbook.model import Line, Link, Sheet, Shown, table_name
from reporter.report.tables.workbook.words import FILE, SheetWords, TableSheet, filled
from reporter.report.words.catalogue import Words, fill
from reporter.report.words.rules import rules_of
from reporter.report.words.symbols import Symbol

_Values = Mapping[str, str | None]


def sheets(
    publication: Publication,
    findings: Findings,
    areas: Areas,
    release_state: ReleaseState,
    tables: Iterable[Table],
    dictionary: Dictionary,
    texts: SheetWords,
    shared: Words,
) -> tuple[Sheet, ...]:
    """The worksheets in order."""
    values = _values(publication, findings, areas, texts, shared)
    data = tuple(data_sheets(publication, areas, tables, dictionary, texts, shared))
    notes = _words_sheet(texts.notes, _notes(publication, texts, values))
    shorthand = _words_sheet(texts.symbols, _shorthand(data, shared))
    listed = (notes, shorthand, *data)
    contents = _words_sheet(
        texts.contents, ((sheet.name, Link(sheet.title, f"#{sheet.name}")) for sheet in listed)
    )
    return (_cover(publication, release_state, texts, shared, values), contents, *listed)


def _values(
    publication: Publication, findings: Findings, areas: Areas, texts: SheetWords, shared: Words
) -> _Values:
    """Values of the words in braces."""
    settings = publication.settings
    release = settings.release
    rules = rules_of(publication, areas, findings.rules, shared, "in_columns")
    return {
        "contents": texts.contents.sheet,
        "edition": settings.publication.edition,
        "summary": settings.publication.summary,
        "licence": settings.publication.licence,
        "release_date": _day(release.local_time, shared),
        "next_release": release.next_release,
        "designation": shared.designations.get(release.designation),
        "source": settings.data.source,
        "extracted": _day(settings.data.extracted, shared),
        "producer": settings.producer.name,
        "contact": settings.producer.contact,
        "email": settings.producer.email,
        "telephone": settings.producer.telephone,
        "website": settings.producer.website,
        "comparator": areas[settings.comparator].name,
        "withheld_rule": rules.withheld_rule,
        "reliability_rule": rules.reliability_rule or None,
        "withheld": f"{sum(group.withheld for group in findings.withholding):,}",
        "cells": f"{sum(group.cells for group in findings.withholding):,}",
    }


def _cover(
    publication: Publication, release_state: ReleaseState, texts: SheetWords, shared: Words, values: _Values
) -> Sheet:
    lines = [Line(publication.settings.publication.title, "title")]
    lines += map(Line, _notices(publication, release_state, texts, shared))
    for section in texts.cover.sections:
        filled_in = [text for line in section.lines if (text := filled(line, values))]
        if section.heading and filled_in:
            lines.append(Line(section.heading, "heading"))
        lines += map(Line, filled_in)
        lines += _links(section.email, values, f"mailto:{values['email']}")
        lines += _links(section.website, values, str(values["website"]))
    return Sheet(texts.cover.sheet, tuple(lines))


def _notices(
    publication: Publication, release_state: ReleaseState, texts: SheetWords, shared: Words
) -> Iterator[str]:
    """Lines at the top of the cover: one before the release, and one for each correction, latest first."""
    settings = publication.settings
    if release_state.is_pre_release:
        local = settings.release.local_time
        zone = shared.zone(settings.named_zone, local)
        yield _filled(
            texts.cover.pre_release,
            time=f"{local:%H:%M}" + (f" ({zone})" if zone else ""),
            weekday=shared.days[local.weekday()],
            date=_day(local, shared),
        )
    for correction in reversed(settings.corrections):
        yield _filled(
            texts.cover.correction,
            date=_day(correction.time, shared),
            what=correction.what,
            why=correction.why,
        )


def _filled(line: str, **values: str) -> str:
    return fill(FILE, line, values)


def _day(date: dt.date, shared: Words) -> str:
    return shared.day(date.day, date.month, date.year)


def _links(line: str | None, values: _Values, to: str) -> Iterator[Line]:
    if line and (text := filled(line, values)):
        yield Line(Link(text, to))


def _notes(publication: Publication, texts: SheetWords, values: _Values) -> Iterator[tuple[Shown, ...]]:
    for entry in texts.notes.entries:
        if text := filled(entry.note, values):
            yield entry.subject, text
    for note in publication.settings.data.notes:
        yield texts.notes.own, note


def _shorthand(data: Iterable[Sheet], shared: Words) -> Iterator[tuple[Shown, ...]]:
    used = {symbol for sheet in data for symbol in sheet.symbols}
    for symbol in Symbol:
        if symbol in used:
            meant = shared.symbol(symbol)
            yield symbol.mark, meant.title, meant.explanation


def _words_sheet(texts: TableSheet, rows: Iterable[tuple[Shown, ...]]) -> Sheet:
    columns = tuple(Column(heading.lower(), heading, heading, "text") for heading in texts.columns)
    lines = (Line(texts.title, "title"), *map(Line, texts.lines))
    return Sheet(texts.sheet, lines, table_name(texts.sheet), columns, tuple(rows))
