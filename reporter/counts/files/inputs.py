"""Reads the tidy CSV files of a publication: areas, counts, breakdowns and tiles."""

from __future__ import annotations

from dataclasses import replace

from reporter.counts.files.areas_file import read_areas
from reporter.counts.files.asked_for import lacking
from reporter.counts.files.breakdowns_file import read_breakdowns
from reporter.counts.files.counts_file import read_counts
from reporter.counts.files.tiles_file import read_tiles
from reporter.counts.table import Counts
from reporter.counts.windows import categories_in_steps
from reporter.errors import InputError, Problem
from reporter.publication.areas import Areas, Tile
from reporter.publication.loading import Draft, Publication


def read_inputs(publication: Publication) -> tuple[Areas, Counts]:
    """Read the areas and counts of a publication; counts of larger areas are added up.

    Raises:
        InputError: with every problem of the files, and everything that the settings ask for and they lack.
    """
    settings = publication.settings
    types = [level.area_type for level in settings.levels]
    apart = {level.area_type: level.rounded_to for level in settings.levels if not level.sums}
    areas, problems = read_areas(publication.path(settings.data.areas), types, apart)
    file, parts = publication.path(settings.data.counts), settings.data.parts
    counts, wrong = read_counts(
        file, areas, publication.indicators, parts, settings.periods, settings.data.withheld
    )
    by_category, wrong_by_category = read_breakdowns(publication, areas, counts)
    problems += wrong + wrong_by_category
    if counts is not None and by_category is not None:
        steps = counts.steps
        if steps is not None:
            steps = replace(steps, by_category=categories_in_steps(by_category))
        counts = replace(counts, by_category=by_category, steps=steps)
    tiles: tuple[Tile, ...] = ()
    if settings.data.tiles is not None:
        tiles, wrong_tiles = read_tiles(publication.path(settings.data.tiles), areas, settings.network)
        problems += wrong_tiles
    problems += lacking(publication, areas, counts, breakdowns_are_read=not wrong_by_category)
    if problems or areas is None or counts is None:
        raise InputError(problems)
    return replace(areas, tiles=tiles), counts


def problems_of_form(draft: Draft) -> list[Problem]:
    """Problems of the areas and counts files of a publication whose settings could not be read."""
    areas, problems = read_areas(draft.areas, None) if draft.areas else (None, [])
    if draft.counts and draft.calendar is not None:
        problems += read_counts(draft.counts, areas, draft.indicators, calendar=draft.calendar)[1]
    return problems
