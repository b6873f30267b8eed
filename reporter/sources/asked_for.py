"""Checks that the inputs hold what the settings ask for."""

from __future__ import annotations

from collections.abc import Iterator

from reporter import profiles
from reporter.areas import Areas
from reporter.counts import Counts
from reporter.errors import Problem
from reporter.publication import Publication
from reporter.text_files import read_text
from reporter.toml_lines import KeyPath, lines_of_keys, nearest_line

Lack = tuple[KeyPath, str, str]
"""A key of the settings, what it asks for that is not there, and what was expected."""


def lacking(publication: Publication, areas: Areas | None, counts: Counts | None) -> list[Problem]:
    """A problem for everything that the settings ask for and the inputs do not hold.

    Args:
        publication: the settings.
        areas: the areas; None where they could not be read.
        counts: the counts; None where they could not be read.
    """
    lacks = [
        *_profile_lacking(publication),
        *(_areas_lacking(publication, areas) if areas is not None else ()),
        *(_years_lacking(publication, counts) if counts is not None else ()),
    ]
    if not lacks:
        return []
    lines = lines_of_keys(read_text(publication.file))
    return [Problem(str(publication.file), nearest_line(lines, key), *words) for key, *words in lacks]


def _profile_lacking(publication: Publication) -> Iterator[Lack]:
    profile, known = publication.settings.disclosure.profile, profiles.names()
    if profile not in known:
        yield ("disclosure", "profile"), f"there is no profile '{profile}'", f"one of {', '.join(known)}"


def _areas_lacking(publication: Publication, areas: Areas) -> Iterator[Lack]:
    settings = publication.settings
    if settings.comparator not in areas:
        yield (
            ("comparator",),
            f"'comparator' is '{settings.comparator}'",
            f"an area_code of {settings.data.areas}",
        )
    types = dict.fromkeys(area.type for area in areas.areas)
    for number, level in enumerate(settings.levels):
        if level.area_type not in types:
            message = f"no area has the type '{level.area_type}'"
            yield (
                ("levels", number, "area_type"),
                message,
                f"an area_type of {settings.data.areas}: {', '.join(types)}",
            )


def _years_lacking(publication: Publication, counts: Counts) -> Iterator[Lack]:
    held: dict[str, set[int]] = {}
    for year, basis in counts.table[["year", "basis"]].drop_duplicates().itertuples(index=False):
        held.setdefault(basis, set()).add(year)
    for number, show in enumerate(publication.settings.show):
        if show.basis not in held:
            message = f"there are no counts with the basis '{show.basis}'"
            yield ("show", number, "basis"), message, f"one of {', '.join(sorted(held))}"
            continue
        missing = [
            year for year in range(show.first_year, show.last_year + 1) if year not in held[show.basis]
        ]
        if missing:
            key = "first_year" if missing[0] == show.first_year else "last_year"
            message = f"there are no counts with the basis '{show.basis}' for {', '.join(map(str, missing))}"
            expected = f"years that have counts: {', '.join(map(str, sorted(held[show.basis])))}"
            yield ("show", number, key), message, expected
