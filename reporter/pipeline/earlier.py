"""Tables published before an edition: of earlier editions, of superseded ones, and of others."""

from __future__ import annotations

import os.path
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from reporter.comparison.chain import SUPERSEDED, chain
from reporter.comparison.manifest import read_manifest
from reporter.comparison.published import BY_CATEGORY, RATES, PublishedEdition
from reporter.comparison.published_tables import read_tables
from reporter.counts.files.public_tables import read_public_table
from reporter.counts.windows import overlap
from reporter.disclosure.cells import with_columns
from reporter.disclosure.earlier_published import PublishedCells, published_cells, with_counts
from reporter.disclosure.earlier_record import read_record
from reporter.disclosure.earlier_table import EarlierTable
from reporter.disclosure.known_table import known_table
from reporter.disclosure.present import Present
from reporter.errors import InputError, Problem
from reporter.publication.loading import Publication
from reporter.publication.paths import private_folder
from reporter.publication.periods import is_window, label_of, period_of, window_number
from reporter.publication.units import column_units
from reporter.records.toml_lines import KeyPath, nearest_line
from reporter.records.toml_records import lines_of_file


def earlier_editions(publication: Publication, folder: Path | None = None) -> tuple[PublishedEdition, ...]:
    """Every edition published before one, as its settings and their manifests say, the earliest first.

    Args:
        publication: its settings name the edition before it, further ones, and editions of others.
        folder: the place of the edition, where an earlier build of it may stand; None for no place. What
            its corrections supersede is left out too.

    Raises:
        InputError: an edition before one of them is not where its manifest says, the edition before it is
            itself, or a folder is no edition.
    """
    revisions = publication.settings.revisions
    named: dict[KeyPath, Path] = {
        ("disclosure", "known", number): table.file
        for number, table in enumerate(publication.settings.disclosure.known)
        if publication.path(table.file).is_dir()
    }
    named |= {("revisions", "earlier", number): each for number, each in enumerate(revisions.earlier)}
    if revisions.previous is not None:
        named["revisions", "previous"] = revisions.previous
    found = chain({publication.path(each): partial(_at, publication, key) for key, each in named.items()})
    if folder is None:
        return found
    own = os.path.realpath(folder)
    if revisions.previous and os.path.realpath(publication.path(revisions.previous)) == own:
        message, expected = f"{folder} is the place of this edition", "the folder of an earlier edition"
        raise InputError([_at(publication, ("revisions", "previous"), message, expected)])
    places = {os.path.realpath(edition.folder): edition for edition in found}
    return tuple(
        edition
        for place, edition in places.items()
        if place != own and not place.startswith(f"{own}{SUPERSEDED}")
    )


def _at(publication: Publication, key: KeyPath, message: str, expected: str) -> Problem:
    line = nearest_line(lines_of_file(publication.file), key)
    return Problem(str(publication.file), line, message, expected)


def earlier_tables(editions: Iterable[PublishedEdition], present: Present) -> tuple[EarlierTable, ...]:
    """The table of each of some editions: from its private record, or else from its published files.

    Args:
        editions: the editions, the earliest first.
        present: the edition to come.

    Raises:
        InputError: a table of an edition is not as it was published, no counts fit what it printed, or the
            counts lack a window that it published and that overlaps one of today's.
    """
    editions = tuple(editions)
    if problems := list(_windows_left_out(editions, present)):
        raise InputError(problems)
    return with_counts(_table(edition, present) for edition in editions)


def _windows_left_out(editions: Iterable[PublishedEdition], present: Present) -> Iterator[Problem]:
    """Problems of windows of earlier editions that the counts lack and that overlap one of today's.

    What the two give away together would not be known.
    """
    settings = present.publication.settings
    today: dict[str, set[int]] = {}
    for number, basis in present.counts.table[["year", "basis"]].drop_duplicates().itertuples(index=False):
        if is_window(number):
            today.setdefault(basis, set()).add(number)
    told: set[tuple[int, str]] = set()
    for edition in editions if today else ():
        periods = {(name.period, name.basis) for name in read_tables(edition.folder).edition.cells}
        found = {period for each in periods if (period := period_of(*each)) is not None}
        for period in sorted(found if edition.publication == settings.publication.id else ()):
            own, number = today.get(period.basis, set()), window_number(period)
            beside = [each for each in sorted(own) if overlap([number, each])]
            if beside and number not in own and (number, period.basis) not in told:
                told.add((number, period.basis))
                message = (
                    f"there are no counts of {period.basis} {period.label}, which edition {edition.edition} "
                    f"published and which overlaps {label_of(beside[0])}"
                )
                expected = "rows of it too, so that nothing is given away by the two together"
                yield Problem(str(present.publication.path(settings.data.counts)), 1, message, expected)


def _table(edition: PublishedEdition, present: Present) -> EarlierTable | PublishedCells:
    source = _source(edition, present.publication.settings.publication.id)
    hashes = read_manifest(edition.folder).sha256
    of_rates = {path: hashes[path] for path in (RATES, BY_CATEGORY) if path in hashes}
    recorded = read_record(private_folder(edition.folder), source, of_rates)
    return recorded or published_cells(read_tables(edition.folder), source, present)


def _source(edition: PublishedEdition, publication: str) -> str:
    """The name of an edition in errors and records; no two states of it have the same."""
    of_another = f" of {edition.publication}" if edition.publication != publication else ""
    correction = f" with correction {edition.corrections}" if edition.corrections else ""
    name, _, _ = edition.folder.name.partition(SUPERSEDED)
    place = f" in {name}" if name != edition.edition else ""
    return f"edition {edition.edition}{of_another}{correction}{place}"


def tables_of_others(present: Present) -> Iterator[EarlierTable]:
    """The tables of other producers that the settings name.

    Raises:
        InputError: with every problem of a table.
    """
    indicators = present.publication.indicators
    columns = with_columns(part for each in indicators for part in (each.numerator, each.denominator))
    for table in present.publication.settings.disclosure.known:
        file = present.publication.path(table.file)
        if not file.is_dir():
            rows = read_public_table(file, frozenset(columns), table.rounded_to, column_units(indicators))
            yield known_table(rows, table.file.as_posix(), table.rounded_to, present)
