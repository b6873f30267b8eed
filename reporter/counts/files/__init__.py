"""Reads all files that a publication is made from, one module a file, and collects every problem in them."""

from __future__ import annotations

from pathlib import Path

from reporter.counts.files import inputs as tidy
from reporter.counts.table import Counts
from reporter.errors import InputError
from reporter.publication import profiles
from reporter.publication.areas import Areas
from reporter.publication.loading import Publication, examine


def read_publication(file: Path) -> tuple[Publication, Areas, Counts, profiles.Profile]:
    """Read a publication's settings, indicators, areas, counts and disclosure profile.

    Args:
        file: the publication's `publication.toml`.

    Raises:
        InputError: with every problem of all files that were found.
    """
    publication = read_settings(file)
    return publication, *read_data(publication)


def read_settings(file: Path) -> Publication:
    """Read a publication's settings and indicators.

    Args:
        file: the publication's `publication.toml`.

    Raises:
        InputError: with every problem of these files, and of the form of the areas and counts files.
    """
    draft = examine(file)
    if draft.publication is None:
        raise InputError([*draft.problems, *tidy.problems_of_form(draft)])
    return draft.publication


def read_data(publication: Publication) -> tuple[Areas, Counts, profiles.Profile]:
    """Read the areas and counts of a publication, and its disclosure profile as the settings change it.

    Raises:
        InputError: with every problem of these files.
    """
    areas, counts = tidy.read_inputs(publication)
    disclosure = publication.settings.disclosure
    rules = disclosure.rules or profiles.shipped(disclosure.profile)
    differences = disclosure.differences or rules.differences
    return areas, counts, rules.model_copy(update={"differences": differences})
