"""Checks that the inputs contain everything that the settings ask for."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.counts.table import Counts
from reporter.counts.windows import overlap
from reporter.errors import Problem
from reporter.publication import profiles
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication
from reporter.publication.periods import label_of, window_number
from reporter.publication.show import Show
from reporter.records.toml_lines import KeyPath, nearest_line
from reporter.records.toml_records import lines_of_file

Lack = tuple[KeyPath, str, str]
"""Key path in the settings, what is missing from the inputs, and what was expected."""


def lacking(
    publication: Publication, areas: Areas | None, counts: Counts | None, *, breakdowns_are_read: bool
) -> list[Problem]:
    """Problems of everything that the settings ask for and the inputs lack.

    Args:
        publication: the settings.
        areas: the areas; None where they could not be read.
        counts: the counts; None where they could not be read.
        breakdowns_are_read: whether the counts by category could be read.
    """
    lacks = [
        *_profile_lacking(publication),
        *(_areas_lacking(publication, areas) if areas is not None else ()),
        *(_years_lacking(publication, counts) if counts is not None else ()),
        *(_signs_lacking(publication, counts) if counts is not None else ()),
        *(
            _categories_lacking(publication, areas, counts)
            if areas is not None and counts is not None and breakdowns_are_read
            else ()
        ),
    ]
    if not lacks:
        return []
    lines = lines_of_file(publication.file)
    return [Problem(str(publication.file), nearest_line(lines, key), *words) for key, *words in lacks]


def _profile_lacking(publication: Publication) -> Iterator[Lack]:
    disclosure, known = publication.settings.disclosure, profiles.names()
    if disclosure.rules is None and disclosure.profile not in known:
        expected = f"one of {', '.join(known)}, or rules of your own under [disclosure.rules]"
        yield ("disclosure", "profile"), f"there is no profile '{disclosure.profile}'", expected
        return
    rules = disclosure.rules or profiles.shipped(disclosure.profile)
    types = [level.area_type for level in publication.settings.levels]
    for number, level in enumerate(rules.levels):
        if level not in types:
            message = f"there is no '{level}' under [[levels]]"
            yield (
                ("disclosure", "rules", "levels", number),
                message,
                f"one of its area types: {', '.join(types)}",
            )
    leak = rules.leak
    if leak is not None and leak not in disclosure.acknowledged_leaks:
        message = f"these rules give away what they protect: {leak}"
        expected = f'rates_from = "rounded", or acknowledged_leaks = ["{leak}"]'
        yield ("disclosure",), message, expected


def _signs_lacking(publication: Publication, counts: Counts) -> Iterator[Lack]:
    """Signs of withheld counts that stand nowhere: pages say what the signs of the source are."""
    used = {interval for row in counts.at_source.values() for interval in row.values()}
    for sign, interval in publication.settings.data.withheld.items():
        if interval not in used:
            message = f"no count of {publication.settings.data.counts} is '{sign}'"
            yield ("data", "withheld", sign), message, "signs that stand there"


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
    for number_of_block, show in enumerate(publication.settings.show):
        if show.breakdowns:
            continue
        if show.basis not in held:
            message = f"there are no counts with the basis '{show.basis}'"
            yield ("show", number_of_block, "basis"), message, f"one of {', '.join(sorted(held))}"
            continue
        wanted = _numbers(show)
        missing = [number for number in wanted if number not in held[show.basis]]
        if missing:
            side = "first" if missing[0] == wanted[0] else "last"
            key = f"{side}_year" if getattr(show, f"{side}_period") is None else f"{side}_period"
            named = ", ".join(map(label_of, missing))
            message = f"there are no counts with the basis '{show.basis}' for {named}"
            there = ", ".join(map(label_of, sorted(held[show.basis])))
            counted = "years" if show.first_period is None else "periods"
            yield ("show", number_of_block, key), message, f"{counted} that have counts: {there}"


def _numbers(show: Show) -> list[int]:
    """The steps or windows whose counts a block needs."""
    if show.is_of_windows:
        return list(dict.fromkeys(map(window_number, (show.ends[0], *show.periods, show.ends[1]))))
    return list(range(show.first, show.last + 1))


def _categories_lacking(publication: Publication, areas: Areas, counts: Counts) -> Iterator[Lack]:
    """Years shown by category for which no area has rows, or an area lacks rows of some categories."""
    file = publication.settings.data.breakdowns
    held: dict[tuple[str, str, str, int], set[str]] = {}
    keys = counts.by_category[["breakdown", "area_code", "basis", "year", "category"]]
    for breakdown, area, basis, year, category in keys.itertuples(index=False):
        held.setdefault((breakdown, area, basis, year), set()).add(category)
    declared = {each.id: list(each.categories) for each in publication.settings.breakdowns}
    for number, show in enumerate(publication.settings.show):
        if (
            show.breakdowns
            and show.is_of_windows
            and overlap([window_number(period) for period in show.periods])
        ):
            message = f"{file} counts periods that overlap by category"
            expected = "periods that do not overlap, or counts of everyone alone"
            yield ("show", number, "breakdowns"), message, expected
        for place, name in enumerate(show.breakdowns):
            for year in _numbers(show):
                at = f"{show.basis} {label_of(year)}"
                found = [
                    (area.code, held[key])
                    for level in show.levels
                    for area in areas.of_type(level)
                    if (key := (name, area.code, show.basis, year)) in held
                ]
                if not found:
                    message = f"{file} has no row of {name}, {at}, at these levels"
                    yield ("show", number, "breakdowns", place), message, "rows of every year shown"
                for code, categories in found:
                    missing = [each for each in declared[name] if each not in categories]
                    if missing:
                        message = f"{file} has no {name} {', '.join(missing)} of {code}, {at}"
                        yield ("show", number, "breakdowns", place), message, "all of its categories"
